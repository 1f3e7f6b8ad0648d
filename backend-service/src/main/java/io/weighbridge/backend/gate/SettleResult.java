package io.weighbridge.backend.gate;

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
public record SettleResult(
        RequestId recordId,
        long priceNanos,
        long feeNanos,
        long chargeNanos,
        long balanceNanos,
        long availableNanos,
        long overrunNanos,
        boolean unrated,
        boolean repeated) {}
