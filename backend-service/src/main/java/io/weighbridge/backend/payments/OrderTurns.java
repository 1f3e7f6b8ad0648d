package io.weighbridge.backend.payments;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets one thread at a time work on an order, and knows whether anybody did since what a provider
/// was asked: its answer may then be older than what is known. Safe for sharing; orders share a
/// number of locks.
final class OrderTurns {
    private static final int STRIPES = 1_024;

    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];
    // Each guarded by the lock of the same place.
    private final long[] changedAt = new long[STRIPES];
    private final AtomicLong clock = new AtomicLong();

    OrderTurns() {
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    private static int stripe(long orderId) {
        return Math.floorMod(Long.hashCode(orderId * 0x9E37_79B9_7F4A_7C15L), STRIPES);
    }

    /// An instant to compare with, from before a provider is asked.
    long now() {
        return clock.incrementAndGet();
    }

    /// Does something while nobody else works on the order.
    <T> T on(long orderId, Supplier<T> work) {
        ReentrantLock lock = locks[stripe(orderId)];
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// Whether somebody changed the order since an instant. In its turn only.
    boolean changedSince(long orderId, long instant) {
        return changedAt[stripe(orderId)] > instant;
    }

    /// Notes that the order was changed. In its turn only.
    void changed(long orderId) {
        changedAt[stripe(orderId)] = clock.incrementAndGet();
    }
}
