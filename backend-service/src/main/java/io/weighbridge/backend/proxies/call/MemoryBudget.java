package io.weighbridge.backend.proxies.call;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of requests, or of answers, may be in memory at the same time. One key has a part
/// of it, so that nobody takes all from the others. Safe for sharing.
public final class MemoryBudget {
    private static final int KEYS = 8;

    private final long most;
    private final long mostEach;
    private final AtomicLong taken = new AtomicLong();
    private final Map<String, Long> takenByKey = new ConcurrentHashMap<>();

    /// @param bytesMax of one thing: a key can have at least that
    public MemoryBudget(long most, long bytesMax) {
        this.most = most;
        this.mostEach = Math.max(most / KEYS, bytesMax);
    }

    /// Takes some, if there are so many left, for all and for this key.
    public boolean take(String key, long bytes) {
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            return false;
        }
        if (takenByKey.merge(key, bytes, Long::sum) > mostEach) {
            give(key, bytes);
            return false;
        }
        return true;
    }

    /// Gives some back.
    public void give(String key, long bytes) {
        takenByKey.computeIfPresent(key, (_, held) -> held == bytes ? null : held - bytes);
        taken.addAndGet(-bytes);
    }

    /// How many keys have some.
    int keys() {
        return takenByKey.size();
    }
}
