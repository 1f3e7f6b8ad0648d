package io.weighbridge.backend.ledger;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What an account used of each unit in a calendar month of UTC, at services whose price depends on
/// it. Guarded by the account's monitor.
public final class VolumeCounters {
    private static final class Month {
        private final int month;
        private final long[] counts = new long[Unit.SIZE + 1];

        Month(int month) {
            this.month = month;
        }
    }

    private final Map<Long, Month> byService = new HashMap<>();

    /// The calendar month of an instant, as a number that rises by one a month.
    public static int monthOf(long atMs) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(atMs), ZoneOffset.UTC);
        return day.getYear() * 12 + day.getMonthValue() - 1;
    }

    /// What was used so far in the month of an instant.
    public long used(long serviceId, Unit unit, long atMs) {
        Month month = byService.get(serviceId);
        return month == null || month.month != monthOf(atMs) ? 0 : month.counts[unit.number()];
    }

    void forget(Set<Long> serviceIds) {
        byService.keySet().removeAll(serviceIds);
    }

    // What comes late from a month that is over counts no more.
    void add(long serviceId, Units units, long atMs) {
        int now = monthOf(atMs);
        Month month = byService.get(serviceId);
        if (month != null && month.month > now) {
            return;
        }
        if (month == null || month.month < now) {
            month = new Month(now);
            byService.put(serviceId, month);
        }
        for (int i = 0; i < units.size(); i++) {
            month.counts[units.unitAt(i).number()] += units.countAt(i);
        }
    }
}
