package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.RequestId;

/// What a settle came to.
///
/// @param recordId the usage record
/// @param priceNanos see [io.weighbridge.backend.usage.Charge]
/// @param feeNanos see there
/// @param chargeNanos what was moved
/// @param balanceNanos the account's balance after it
/// @param availableNanos balance minus holds
/// @param overrunNanos the part of the charge above the hold
/// @param unrated whether it waits in quarantine
/// @param repeated whether it had been settled before, with the same content
/// @param modelDiffers whether another model served it than it was held for
public record SettleResult(
        RequestId recordId,
        long priceNanos,
        long feeNanos,
        long chargeNanos,
        long balanceNanos,
        long availableNanos,
        long overrunNanos,
        boolean unrated,
        boolean repeated,
        boolean modelDiffers) {
    /// What a record came to.
    ///
    /// @param balanceNanos the account's balance
    /// @param availableNanos balance minus holds
    static SettleResult of(
            UsageRecord record, long balanceNanos, long availableNanos, boolean repeated) {
        return new SettleResult(
                record.call().id(),
                record.charge().priceNanos(),
                record.charge().feeNanos(),
                record.charge().chargeNanos(),
                balanceNanos,
                availableNanos,
                record.overrunNanos(),
                record.isUnrated(),
                repeated,
                false);
    }

    SettleResult ofAnotherModel() {
        return new SettleResult(
                recordId,
                priceNanos,
                feeNanos,
                chargeNanos,
                balanceNanos,
                availableNanos,
                overrunNanos,
                unrated,
                repeated,
                true);
    }
}
