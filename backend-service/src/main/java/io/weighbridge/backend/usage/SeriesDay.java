package io.weighbridge.backend.usage;

import java.util.Arrays;

/// One sum of the hours of a day of UTC, by service. Never changed.
final class SeriesDay {
    static final int HOURS = 24;
    static final long HOUR_MS = Granularity.HOUR.lengthMs();

    // What keeping one takes, in numbers, if it has none: also a day without calls takes room.
    private static final int NUMBERS_OF_NONE = 32;

    // In their order; the hours of each, one after the other; and what they come to.
    private final long[] services;
    private final long[] hours;
    private final long[] totals;

    /// @param services in their order
    /// @param hours of each
    SeriesDay(long[] services, long[] hours) {
        this.services = services;
        this.hours = hours;
        this.totals = new long[services.length];
        for (int i = 0; i < hours.length; i++) {
            totals[i / HOURS] += hours[i];
        }
    }

    /// As how many numbers it counts where it is kept: about eight bytes each.
    int size() {
        return NUMBERS_OF_NONE + services.length + hours.length + totals.length;
    }

    /// Whether the hours of a service come to this. Not where the sum of a day may have stopped at
    /// its limit, and its hours may not.
    boolean isAll(long service, long total) {
        int at = Arrays.binarySearch(services, service);
        return (at < 0 ? 0 : totals[at]) == total && total < RollupSums.COST_MAX;
    }

    /// Copies some hours of a service.
    void copy(long service, int from, int to, long[] into, int at) {
        int found = Arrays.binarySearch(services, service);
        if (found >= 0) {
            System.arraycopy(hours, found * HOURS + from, into, at, to - from);
        }
    }
}
