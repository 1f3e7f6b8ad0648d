package io.weighbridge.backend.usage.live;

/// How much the live view may cost the gate: so many keys a second to all watchers together, evenly
/// spread. Many watchers of many keys are told less often, each of the newest state. Guarded by its
/// own monitor.
final class FeedBudget {
    static final int KEYS_PER_SECOND = 200_000;
    // Goes out at once after a while of silence.
    static final int BURST_KEYS = 20_000;

    private static final long NANOS_PER_KEY = 1_000_000_000L / KEYS_PER_SECOND;

    private long nextNanos;

    /// @param nowNanos of the same clock as later
    FeedBudget(long nowNanos) {
        nextNanos = nowNanos - BURST_KEYS * NANOS_PER_KEY;
    }

    /// Takes a place in the order of sending.
    ///
    /// @return the instant from which on they may be sent; it may be past
    synchronized long reserve(int keys, long nowNanos) {
        long earliest = nowNanos - BURST_KEYS * NANOS_PER_KEY;
        if (nextNanos - earliest < 0) {
            nextNanos = earliest;
        }
        long slot = nextNanos;
        nextNanos += keys * NANOS_PER_KEY;
        return slot;
    }
}
