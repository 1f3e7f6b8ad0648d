package io.weighbridge.backend.gate.price;

import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.VolumeCounters;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Volumes;

import org.jspecify.annotations.Nullable;

/// The volumes that decide about a price's steps. What is answered needs the account's lock while
/// it is used.
public final class StepVolumes {
    private StepVolumes() {}

    /// For a charge at an instant.
    static Volumes at(AccountState account, long serviceId, @Nullable PriceSheet sheet, long atMs) {
        VolumeCounters counters = account.volumes();
        if (counters == null || sheet == null || !sheet.hasSteps()) {
            return Volumes.NONE;
        }
        return unit -> counters.used(serviceId, unit, atMs);
    }

    /// For a hold, which may be settled until it expires. When that is in another month the volume
    /// begins anew before it, and with it the steps: then all of them count as ahead.
    public static Volumes ofHold(
            AccountState account,
            long serviceId,
            @Nullable PriceSheet sheet,
            long nowMs,
            long expiresAtMs) {
        boolean steps = sheet != null && sheet.hasSteps();
        return steps && VolumeCounters.monthOf(expiresAtMs) == VolumeCounters.monthOf(nowMs)
                ? at(account, serviceId, sheet, nowMs)
                : Volumes.NONE;
    }
}
