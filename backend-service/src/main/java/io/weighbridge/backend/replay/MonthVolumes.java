package io.weighbridge.backend.replay;

import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/// What accounts used of each unit at each service in the calendar month of UTC of the call that
/// is looked at: as the ledger counts it, which decides about volume steps. For one thread.
final class MonthVolumes {
    private record Key(long accountId, long serviceId) {}

    private final Map<Key, long[]> counts = new HashMap<>();
    private long monthEndMs = Long.MIN_VALUE;

    /// The beginning of the month that an instant is in.
    static long monthBeginMs(long atMs) {
        return month(atMs).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    private static YearMonth month(long atMs) {
        return YearMonth.from(LocalDate.ofInstant(Instant.ofEpochMilli(atMs), ZoneOffset.UTC));
    }

    /// What was used before a call. Instants never fall from one call to the next.
    Volumes before(long accountId, long serviceId, long atMs) {
        enterMonthOf(atMs);
        long[] used = counts.get(new Key(accountId, serviceId));
        return used == null ? Volumes.NONE : unit -> used[unit.number()];
    }

    private void enterMonthOf(long atMs) {
        if (atMs >= monthEndMs) {
            counts.clear();
            monthEndMs =
                    month(atMs)
                            .plusMonths(1)
                            .atDay(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli();
        }
    }

    /// What a call used, or was said to have used, at an instant.
    void add(long accountId, long serviceId, Units units, long atMs) {
        enterMonthOf(atMs);
        long[] used =
                counts.computeIfAbsent(new Key(accountId, serviceId), _ -> new long[Unit.SIZE + 1]);
        for (int i = 0; i < units.size(); i++) {
            used[units.unitAt(i).number()] += units.countAt(i);
        }
    }
}
