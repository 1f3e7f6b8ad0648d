package io.weighbridge.backend.platform.net;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.LinkedHashMap;
import java.util.Map;

/// How often each of many may do something: some at once, then one in a while. Guarded by this
/// object's monitor.
public final class KeyedLimits<K> {
    // Above that, the one that was silent for longest starts anew.
    private static final int KEYS_MAX = 10_000;

    private final TimeSource time;
    private final int atOnce;
    private final long refillMs;
    // When what each did is worked off, in milliseconds that setting the clock does not change.
    private final Map<K, Long> freeAtMs =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
                    return size() > KEYS_MAX;
                }
            };

    public KeyedLimits(TimeSource time, int atOnce, long refillMs) {
        this.time = time;
        this.atOnce = atOnce;
        this.refillMs = refillMs;
    }

    /// Counts one, if it may.
    ///
    /// @return 0, or in how many milliseconds it may: then it is not counted
    public synchronized long take(K key) {
        long nowMs = time.nanos() / 1_000_000;
        long free = Math.max(nowMs, freeAtMs.getOrDefault(key, nowMs));
        long overMs = free + refillMs - nowMs - atOnce * refillMs;
        if (overMs > 0) {
            return overMs;
        }
        // In the order of their last times.
        freeAtMs.remove(key);
        freeAtMs.put(key, free + refillMs);
        return 0;
    }

    /// What was taken counts no longer.
    public synchronized void giveBack(K key) {
        freeAtMs.computeIfPresent(key, (_, free) -> free - refillMs);
    }
}
