package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.usage.RecordDetails;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.backend.usage.UsageStore;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

/// Knows what was charged of a call before a late report of it, without which no curve reckons the
/// report. It says the same whenever it is asked after the report was rated: a replay prices as the
/// rating did.
@FunctionalInterface
public interface EarlierParts {
    /// What was charged before.
    ///
    /// @param unratedReason of the late report's record
    /// @param isTold whether its units are told by who rates it: where the first record was charged
    ///     at once, these are of the whole call, as that charge is to be given back
    /// @return none where the report is of a whole call; null where the first record waits itself,
    ///     or is no longer kept
    /// @throws io.weighbridge.backend.platform.fault.Fault STORE_UNAVAILABLE
    @Nullable Units of(String unratedReason, boolean isTold);

    /// Those of a store. Its answers wait for the store.
    static EarlierParts in(UsageStore records) {
        return (reason, isTold) -> {
            RequestId first = LateReport.first(reason);
            RecordDetails details = first == null ? null : records.details(first).orElse(null);
            return details == null ? null : charged(details, isTold);
        };
    }

    private static @Nullable Units charged(RecordDetails first, boolean isTold) {
        UsageRecord record = first.record();
        Units used = record.settlement().units();
        if (!record.isUnrated()) {
            return isTold ? Units.NONE : used;
        }
        if (first.rated() != null) {
            return used.isEmpty() ? first.ratedUnits() : used;
        }
        return first.writtenOff() ? Units.NONE : null;
    }
}
