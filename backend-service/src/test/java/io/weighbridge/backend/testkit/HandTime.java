package io.weighbridge.backend.testkit;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.concurrent.atomic.AtomicLong;

/// Clocks that stand still until they are moved by hand.
public final class HandTime implements TimeSource {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    private final AtomicLong wallMs;

    public HandTime(long wallMs) {
        this.wallMs = new AtomicLong(wallMs);
    }

    /// Moves the wall clock alone, back too.
    public void setWallMs(long atMs) {
        wallMs.set(atMs);
    }

    /// Moves both clocks on.
    public void passMs(long ms) {
        wallMs.addAndGet(ms);
        nanos.addAndGet(ms * 1_000_000L);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long wallMs(long atNanos) {
        return wallMs.get();
    }
}
