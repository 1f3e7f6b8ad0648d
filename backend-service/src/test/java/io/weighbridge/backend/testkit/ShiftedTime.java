package io.weighbridge.backend.testkit;

import io.weighbridge.backend.platform.time.TimeSource;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The machine's clocks, with the wall clock moved by hand.
public final class ShiftedTime implements TimeSource {
    private final long startNanos = System.nanoTime();
    private final AtomicLong startMs = new AtomicLong(System.currentTimeMillis());

    @Override
    public long nanos() {
        return System.nanoTime();
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
