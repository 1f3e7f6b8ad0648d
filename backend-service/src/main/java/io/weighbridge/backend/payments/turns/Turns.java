package io.weighbridge.backend.payments.turns;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one thread at a time work on a thing; what takes long with one keeps nobody from another.
/// Remembers only what is worked on now. Safe for sharing.
///
/// @param <K> what names a thing
public final class Turns<K> {
    private final ConcurrentHashMap<K, Turn> all = new ConcurrentHashMap<>();

    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock();
        // Those that work or wait; changed in the map's own turn only.
        private int users;
    }

    /// What is done in a turn.
    ///
    /// @param <T> what comes of it
    @FunctionalInterface
    public interface Work<T> {
        /// Does it.
        ///
        /// @param waited whether another had its turn before
        T in(boolean waited);
    }

    /// Does something while nobody else works on the thing. In its turn again is at once.
    public <T> T on(K key, Work<T> work) {
        Turn turn =
                all.compute(
                        key,
                        (_, known) -> {
                            Turn now = known == null ? new Turn() : known;
                            now.users++;
                            return now;
                        });
        boolean waited = !turn.lock.tryLock();
        if (waited) {
            turn.lock.lock();
        }
        try {
            return work.in(waited);
        } finally {
            turn.lock.unlock();
            all.computeIfPresent(key, (_, now) -> --now.users == 0 ? null : now);
        }
    }

    /// How many things are worked on.
    public int size() {
        return all.size();
    }
}
