package io.weighbridge.backend.usage;

import io.weighbridge.backend.compute.cost.CallCost;

/// The immutable fact of one settled call.
///
/// @param sequence position in the ledger
/// @param call what was known from the start
/// @param settlement what the proxy told at the end
/// @param charge what it came to; [Charge#NONE] when unrated
/// @param cost of GPUs, as it was known then; [CallCost#NONE] when it was not
/// @param heldNanos credit that was set aside; 0 when the hold was lost in a crash
/// @param overrunNanos the part of the charge above the hold
/// @param settledAtMs when
/// @param unratedReason why it could not be priced, empty when it could
public record UsageRecord(
        long sequence,
        Call call,
        Settlement settlement,
        Charge charge,
        CallCost cost,
        long heldNanos,
        long overrunNanos,
        long settledAtMs,
        String unratedReason) {
    /// Whether it waits in quarantine, or did.
    public boolean isUnrated() {
        return !unratedReason.isEmpty();
    }

    /// What the call cost us, or [CallCost#UNKNOWN].
    public long costNanos() {
        return costNanos(cost, settlement.upstreamCostNanos());
    }

    /// What a call cost us, wherever costs are shown or summed: what it took of GPUs by its
    /// service's basis; where that is not known, what its upstream charged. Never both together,
    /// and [CallCost#UNKNOWN] rather than 0 where neither is known.
    ///
    /// @param upstreamCostNanos [Settlement#UNKNOWN] when not known
    public static long costNanos(CallCost ofGpus, long upstreamCostNanos) {
        return ofGpus.nanos() == CallCost.UNKNOWN ? upstreamCostNanos : ofGpus.nanos();
    }
}
