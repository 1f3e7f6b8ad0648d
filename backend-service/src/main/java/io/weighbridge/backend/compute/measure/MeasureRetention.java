package io.weighbridge.backend.compute.measure;

import io.weighbridge.backend.platform.time.TimeSource;

import java.time.Duration;

/// Deletes hours that are older than the policy says, a day of them at a time, so that nobody waits
/// for it. For one thread.
final class MeasureRetention {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final MeasureStore store;
    private final TimeSource time;
    private final int days;

    /// @param days how many days an hour is kept at least; 0 for ever
    MeasureRetention(MeasureStore store, TimeSource time, int days) {
        this.store = store;
        this.time = time;
        this.days = days;
    }

    /// Deletes all that is due.
    void round() {
        if (days == 0) {
            return;
        }
        long keptFromMs = (Math.floorDiv(time.wallMs(), DAY_MS) - days) * DAY_MS;
        while (store.deleteDay(keptFromMs)) {
            // The next day.
        }
    }
}
