package io.weighbridge.backend.testkit;

import io.weighbridge.backend.platform.time.TimeSource;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The machine's clocks, moved on by hand: both, as time passes, or the wall clock alone.
public final class ShiftedTime implements TimeSource {
    private final long startNanos = System.nanoTime();
    private final AtomicLong startMs = new AtomicLong(System.currentTimeMillis());
    private final AtomicLong passedNanos = new AtomicLong();

    @Override
    public long nanos() {
        return System.nanoTime() + passedNanos.get();
    }

    /// Lets time pass on both clocks.
    public void pass(Duration time) {
        passedNanos.addAndGet(time.toNanos());
    }

    @Override
    public long wallMs(long nanos) {
        return startMs.get() + Math.floorDiv(nanos - startNanos, 1_000_000L);
    }

    /// Moves the wall clock on; back when it is below 0.
    public void shift(Duration by) {
        startMs.addAndGet(by.toMillis());
    }
}
