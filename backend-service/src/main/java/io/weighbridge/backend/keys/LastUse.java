package io.weighbridge.backend.keys;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.Map;

/// Brings the instants at which keys were last used from memory into the store. One round at a
/// time.
public final class LastUse {
    // A call reads the clock a moment before its key is marked as used: look back a little further
    // than the last round, so that no use falls between two.
    private static final long OVERLAP_MS = 5_000;

    private final KeyStore store;
    private final KeyUses uses;
    private final TimeSource time;
    private long savedUntilMs;

    public LastUse(KeyStore store, KeyUses uses, TimeSource time) {
        this.store = store;
        this.uses = uses;
        this.time = time;
        this.savedUntilMs = time.wallMs();
    }

    /// Saves what happened since the last round that succeeded.
    public synchronized void save() {
        long nowMs = time.wallMs();
        Map<Long, Long> used = uses.usedSince(Math.min(savedUntilMs, nowMs) - OVERLAP_MS);
        store.used(used);
        savedUntilMs = nowMs;
    }
}
