package io.weighbridge.backend.testkit;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.concurrent.atomic.AtomicLong;

/// A clock moved by hand: it stands still until a test moves it. The wall clock can be set on its
/// own, as an operator does. Safe for sharing.
public final class HandTime implements TimeSource {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
    private final AtomicLong wallAheadMs = new AtomicLong();

    /// A clock that shows this instant.
    public HandTime(long wallMs) {
        wallAheadMs.set(wallMs - nanos.get() / 1_000_000);
    }

    /// A clock that shows the real instant.
    public static HandTime now() {
        return new HandTime(System.currentTimeMillis());
    }

    /// Lets time pass on both scales.
    public void pass(long ms) {
        nanos.addAndGet(ms * 1_000_000);
    }

    /// Sets the wall clock to an instant; no time passes.
    public void setWallMs(long atMs) {
        wallAheadMs.set(atMs - nanos.get() / 1_000_000);
    }

    /// Sets the wall clock forward, or back (below 0); no time passes.
    public void setWallBy(long ms) {
        wallAheadMs.addAndGet(ms);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long wallMs(long reading) {
        return reading / 1_000_000 + wallAheadMs.get();
    }
}
