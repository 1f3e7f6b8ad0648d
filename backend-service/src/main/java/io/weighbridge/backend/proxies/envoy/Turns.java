package io.weighbridge.backend.proxies.envoy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/// Does what comes on one stream in its order and one at a time, whatever threads it comes from:
/// what is short at once, where it comes; what is long, and all that comes meanwhile, on a thread
/// of its own. Safe for sharing.
final class Turns {
    private final Executor threads;
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private boolean isTaken;

    /// @param threads for what is long: take all that they are given
    Turns(Executor threads) {
        this.threads = threads;
    }

    private record Turn(BooleanSupplier isLong, Runnable what) {}

    /// Takes a turn, now or after those that came before.
    ///
    /// @param isLong asked when it is its turn
    void take(BooleanSupplier isLong, Runnable what) {
        synchronized (this) {
            waiting.add(new Turn(isLong, what));
            if (isTaken) {
                return;
            }
            isTaken = true;
        }
        doAll(false);
    }

    /// @param mayBeLong whether the thread is one for what is long
    private void doAll(boolean mayBeLong) {
        for (Turn turn = next(); turn != null; turn = next()) {
            if (!mayBeLong && turn.isLong.getAsBoolean()) {
                handOn(turn);
                return;
            }
            doOne(turn);
        }
    }

    private synchronized @Nullable Turn next() {
        Turn next = waiting.poll();
        isTaken = next != null;
        return next;
    }

    private void handOn(Turn turn) {
        threads.execute(
                () -> {
                    doOne(turn);
                    doAll(true);
                });
    }

    private void doOne(Turn turn) {
        boolean isDone = false;
        try {
            turn.what.run();
            isDone = true;
        } finally {
            // Whoever comes next goes on with what waits.
            if (!isDone) {
                leave();
            }
        }
    }

    private synchronized void leave() {
        isTaken = false;
    }
}
