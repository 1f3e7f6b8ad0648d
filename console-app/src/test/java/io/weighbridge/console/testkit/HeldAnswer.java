package io.weighbridge.console.testkit;

import io.weighbridge.console.fx.Background;

import javafx.application.Platform;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// Holds one answer back on its way to the FX thread, as when the service takes its time.
public final class HeldAnswer {
    private final AtomicBoolean isNext = new AtomicBoolean();
    private final ThreadLocal<Boolean> isHeld = ThreadLocal.withInitial(() -> false);
    private final CompletableFuture<Runnable> held = new CompletableFuture<>();

    Background of(Background real) {
        return new Background(
                work ->
                        real.workers()
                                .execute(isNext.compareAndSet(true, false) ? marked(work) : work),
                answer -> {
                    if (isHeld.get()) {
                        held.complete(() -> real.fx().execute(answer));
                    } else {
                        real.fx().execute(answer);
                    }
                });
    }

    private Runnable marked(Runnable work) {
        return () -> {
            isHeld.set(true);
            work.run();
        };
    }

    /// Holds the answer to the next work back that is begun.
    public void holdNext() {
        isNext.set(true);
    }

    /// Waits until the answer is there to be held.
    public void await() {
        Waiting.until(() -> "an answer", held::isDone);
    }

    /// Lets it go, and waits until it was handed over.
    public void letGo() {
        held.join().run();
        var _ = Robot.onFx(() -> 0);
    }

    /// The same, and has something done right after it, before what it begins can be answered.
    public void letGo(Runnable next) {
        var _ =
                Robot.onFx(
                        () -> {
                            held.join().run();
                            Platform.runLater(next);
                            return 0;
                        });
        var _ = Robot.onFx(() -> 0);
    }
}
