package io.weighbridge.backend.gate.event;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/// Lets one delivery of an event in at a time, from the look whether it came before until it is
/// answered: so what the look says still holds when the event is decided, and the ledger's writer
/// need not look itself. Safe for sharing.
final class EventTurns {
    private static final int WAITING_MAX = 1_000;

    private final Executor background;
    // Who waits for whom is before them. Guarded by this.
    private final Map<RequestId, Queue<Runnable>> turns = new HashMap<>();

    /// @param background runs those that had to wait
    EventTurns(Executor background) {
        this.background = background;
    }

    /// Runs a delivery, now or when those before it have [ended][#end].
    ///
    /// @throws Fault BUSY when too many wait for this one
    void take(RequestId id, Runnable delivery) {
        if (isFirst(id, delivery)) {
            delivery.run();
        }
    }

    private synchronized boolean isFirst(RequestId id, Runnable delivery) {
        Queue<Runnable> waiting = turns.get(id);
        if (waiting == null) {
            turns.put(id, new ArrayDeque<>());
            return true;
        }
        if (waiting.size() >= WAITING_MAX) {
            throw Fault.of(ErrorCode.BUSY, "the same event waits too often; send it later");
        }
        waiting.add(delivery);
        return false;
    }

    /// A delivery was answered.
    void end(RequestId id) {
        Runnable next = next(id);
        if (next != null) {
            background.execute(next);
        }
    }

    private synchronized @Nullable Runnable next(RequestId id) {
        Queue<Runnable> waiting = turns.get(id);
        Runnable next = waiting == null ? null : waiting.poll();
        if (next == null) {
            turns.remove(id);
        }
        return next;
    }
}
