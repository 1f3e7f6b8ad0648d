package io.weighbridge.backend.platform.time;

/// The machine's clocks. The wall clock is derived from the monotonic one and an anchor that is
/// renewed every 100 ms, so that a hot path pays for one clock reading, not two, and yet follows
/// when the wall clock is set.
public final class SystemTime implements TimeSource {
    private static final long ANCHOR_LIFE_NANOS = 100_000_000L;

    private record Anchor(long nanos, long wallMs) {}

    // Replaced whole; two threads renewing it at once write equally good anchors.
    private volatile Anchor anchor = new Anchor(System.nanoTime(), System.currentTimeMillis());

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMs(long nanos) {
        Anchor current = anchor;
        long age = nanos - current.nanos;
        if (age > ANCHOR_LIFE_NANOS || age < -ANCHOR_LIFE_NANOS) {
            current = new Anchor(System.nanoTime(), System.currentTimeMillis());
            anchor = current;
            age = nanos - current.nanos;
        }
        return current.wallMs + Math.floorDiv(age, 1_000_000L);
    }
}
