package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.OptionalLong;

/// How many failures of nobody in particular get an entry of their own in the audit log: some at
/// once, then one in a while. The others are counted, so that nobody fills the disk by failing.
/// Guarded by this object's monitor.
final class FailureEntries {
    static final int AT_ONCE = 100;
    static final long REFILL_MS = 10_000;

    private final TimeSource time;
    private long freeAtMs;
    private long leftOut;

    FailureEntries(TimeSource time) {
        this.time = time;
        this.freeAtMs = nowMs();
    }

    // Setting the clock changes nothing.
    private long nowMs() {
        return time.nanos() / 1_000_000;
    }

    /// Counts a failure.
    ///
    /// @return how many were left out since the last entry; empty when this one is, too
    synchronized OptionalLong take() {
        long nowMs = nowMs();
        long free = Math.max(nowMs, freeAtMs);
        if (free + REFILL_MS - nowMs > AT_ONCE * REFILL_MS) {
            leftOut++;
            return OptionalLong.empty();
        }
        freeAtMs = free + REFILL_MS;
        long before = leftOut;
        leftOut = 0;
        return OptionalLong.of(before);
    }
}
