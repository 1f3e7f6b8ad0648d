package io.weighbridge.backend.usage;

import io.weighbridge.model.Units;

/// Sums of one bucket and group.
///
/// @param group of what
/// @param calls settled in the bucket
/// @param failedCalls of the calls: those that did not end well
/// @param unratedCalls of the calls: those that could not be priced
/// @param units all units of the calls; those with a sum of 0 are left out
/// @param priceNanos charged, later ratings included
/// @param feeNanos charged, later ratings included
/// @param chargeNanos charged, later ratings included
/// @param overrunNanos charged above holds
/// @param refundedNanos given back in the bucket
/// @param costs of the calls
public record Rollup(
        Group group,
        long calls,
        long failedCalls,
        long unratedCalls,
        Units units,
        long priceNanos,
        long feeNanos,
        long chargeNanos,
        long overrunNanos,
        long refundedNanos,
        Costs costs) {
    /// What calls cost, by [UsageRecord#costNanos]. Sums of costs stop at 4,000,000,000 units of
    /// the currency.
    ///
    /// @param costedCalls those whose cost is known; the others are in none of these sums
    /// @param costNanos what those cost
    /// @param costedChargeNanos what those were charged, later ratings included
    /// @param comparedCalls those of which both a predicted and a measured cost of GPUs are known
    /// @param predictedNanos what those were predicted to cost
    /// @param measuredNanos what those were measured to cost
    public record Costs(
            long costedCalls,
            long costNanos,
            long costedChargeNanos,
            long comparedCalls,
            long predictedNanos,
            long measuredNanos) {}

    /// A bucket and what it is told apart by: 0 or empty for what it is not.
    public record Group(
            long bucketMs,
            long accountId,
            long keyId,
            long serviceId,
            String subject,
            String tag) {}

    /// The same with its units.
    Rollup with(Units all) {
        return new Rollup(
                group,
                calls,
                failedCalls,
                unratedCalls,
                all,
                priceNanos,
                feeNanos,
                chargeNanos,
                overrunNanos,
                refundedNanos,
                costs);
    }
}
