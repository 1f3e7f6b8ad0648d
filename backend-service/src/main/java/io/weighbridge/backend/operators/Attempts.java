package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down who guesses passwords and codes. After some failures a name is locked, each time
/// twice as long, whether it is an operator's or not; and all failures together have a limit. An
/// attempt counts as failed from its begin until it succeeds, so that many at the same time win
/// nothing. Guarded by this object's monitor.
final class Attempts {
    static final int FREE = 5;
    static final long LOCK_FIRST_MS = 10_000;
    static final long LOCK_MAX_MS = 15 * 60_000;

    /// So many failures at once over all names; then one more each second.
    static final int ALL_FREE = 100;

    static final long ALL_REFILL_MS = 1_000;

    // A name is forgotten so long after its last failure.
    private static final long MEMORY_MS = 2 * 60 * 60_000;
    // Only the limit over all lets so many names be tried: it takes hours.
    private static final int NAMES_MAX = 10_000;

    private final TimeSource time;
    private final Map<String, Failures> byName =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                    return size() > NAMES_MAX;
                }
            };
    private long allLevelMs;
    private long allSeenMs;

    /// Failures of one name in a row.
    private record Failures(int count, long lastMs, long lockedUntilMs) {
        static final Failures NONE = new Failures(0, 0, 0);
    }

    Attempts(TimeSource time) {
        this.time = time;
        this.allSeenMs = nowMs();
    }

    // Setting the clock ends no lock.
    private long nowMs() {
        return time.nanos() / 1_000_000;
    }

    /// Before a password or code is looked at.
    ///
    /// @throws Fault TOO_MANY_ATTEMPTS
    synchronized void begin(String name) {
        long now = nowMs();
        Failures failures = of(name, now);
        if (failures.lockedUntilMs > now) {
            throw tooMany("too many failures under it", failures.lockedUntilMs - now);
        }
        allLevelMs = Math.max(0, allLevelMs - (now - allSeenMs));
        allSeenMs = now;
        long over = allLevelMs + ALL_REFILL_MS - ALL_FREE * ALL_REFILL_MS;
        if (over > 0) {
            throw tooMany("too many failures under all names", over);
        }
        allLevelMs += ALL_REFILL_MS;
        put(name, failures.count + 1, now);
    }

    private Failures of(String name, long now) {
        Failures failures = byName.getOrDefault(name, Failures.NONE);
        return failures.lastMs + MEMORY_MS < now ? Failures.NONE : failures;
    }

    private void put(String name, int count, long now) {
        int doublings = Math.clamp(count - FREE, 0, 30);
        long lockMs = count < FREE ? 0 : Math.min(LOCK_MAX_MS, LOCK_FIRST_MS << doublings);
        replace(name, new Failures(count, now, now + lockMs));
    }

    // In the order of their last failures: the oldest are forgotten first.
    private void replace(String name, Failures failures) {
        byName.remove(name);
        byName.put(name, failures);
    }

    private static Fault tooMany(String what, long waitMs) {
        return Fault.of(
                ErrorCode.TOO_MANY_ATTEMPTS,
                "name: "
                        + what
                        + " (expected: the next attempt in "
                        + Math.ceilDiv(waitMs, 1_000)
                        + " s)");
    }

    /// The attempt was right: the name starts anew.
    synchronized void succeeded(String name) {
        byName.remove(name);
        allLevelMs = Math.max(0, allLevelMs - ALL_REFILL_MS);
    }

    /// The attempt told nothing about any secret: as if it had not been made.
    synchronized void undo(String name) {
        long now = nowMs();
        int count = of(name, now).count - 1;
        if (count > 0) {
            replace(name, new Failures(count, now, now));
        } else {
            // Nothing stays of it: else names that nobody tried would push out those that are
            // locked.
            byName.remove(name);
        }
        allLevelMs = Math.max(0, allLevelMs - ALL_REFILL_MS);
    }
}
