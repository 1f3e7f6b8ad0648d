package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.turns.Turns;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

/// Lets one thread at a time work on an order, and knows whether anybody did since what a provider
/// was asked: its answer may then be older than what is known. Safe for sharing.
final class OrderTurns {
    // Orders share these: one that did not change may be asked about once more.
    private static final int STRIPES = 1_024;

    private final Turns<Long> turns = new Turns<>();
    private final AtomicLongArray changedAt = new AtomicLongArray(STRIPES);
    private final AtomicLong clock = new AtomicLong();

    private static int stripe(long orderId) {
        return Math.floorMod(Long.hashCode(orderId * 0x9E37_79B9_7F4A_7C15L), STRIPES);
    }

    /// An instant to compare with, from before a provider is asked.
    long now() {
        return clock.incrementAndGet();
    }

    /// Does something while nobody else works on the order.
    <T> T on(long orderId, Supplier<T> work) {
        return turns.on(orderId, _ -> work.get());
    }

    /// Whether somebody changed the order since an instant. In its turn only.
    boolean changedSince(long orderId, long instant) {
        return changedAt.get(stripe(orderId)) > instant;
    }

    /// Notes that the order was changed. In its turn only.
    void changed(long orderId) {
        // Another order of the same place may be later already.
        changedAt.accumulateAndGet(stripe(orderId), clock.incrementAndGet(), Math::max);
    }
}
