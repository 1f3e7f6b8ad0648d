package io.weighbridge.backend.proxies.envoy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Does what comes on one stream in its order and one at a time, whatever threads it comes from:
/// what is short at once, where it comes; what is long, and all that comes meanwhile, on a thread
/// of its own. One that fails keeps nobody. Safe for sharing.
final class Turns {
    private final Executor threads;
    private final Consumer<Throwable> failed;
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private boolean isTaken;

    /// @param threads for what is long: take all that they are given
    /// @param failed told, in the turn, what failed in it
    Turns(Executor threads, Consumer<Throwable> failed) {
        this.threads = threads;
        this.failed = failed;
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

    // Errors too: whoever has the thread knows nothing of the stream, which would hang.
    private void doOne(Turn turn) {
        boolean isDone = false;
        try {
            turn.what.run();
            isDone = true;
        } catch (RuntimeException | Error e) {
            failed.accept(e);
            isDone = true;
        } finally {
            if (!isDone) {
                threads.execute(() -> doAll(true));
            }
        }
    }
}
