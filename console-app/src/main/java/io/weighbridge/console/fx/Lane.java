package io.weighbridge.console.fx;

import io.weighbridge.console.client.Failure;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Work one after another, of which only the newest counts: an answer that comes after newer work
/// was begun, or after [#cancel], is dropped.
public final class Lane {
    private final Background background;
    private final AtomicLong newest = new AtomicLong();
    // Whose answer came, or that need not come any more.
    private final AtomicLong settled = new AtomicLong();

    Lane(Background background) {
        this.background = background;
    }

    /// Begins work; what was begun before is forgotten.
    ///
    /// @param done gets the result, on the FX thread
    /// @param failed gets what was thrown instead, on the FX thread
    public <T> void run(
            Callable<? extends T> work,
            Consumer<? super T> done,
            Consumer<? super Failure> failed) {
        long ticket = newest.incrementAndGet();
        background
                .workers()
                .execute(
                        () -> {
                            if (ticket != newest.get()) {
                                return;
                            }
                            Runnable answer = answer(work, done, failed);
                            background
                                    .fx()
                                    .execute(
                                            () -> {
                                                if (ticket == newest.get()) {
                                                    settled.set(ticket);
                                                    answer.run();
                                                }
                                            });
                        });
    }

    private static <T> Runnable answer(
            Callable<? extends T> work,
            Consumer<? super T> done,
            Consumer<? super Failure> failed) {
        try {
            T result = work.call();
            return () -> done.accept(result);
        } catch (Throwable e) {
            // Errors too: who waits for an answer gets one.
            Failure failure = Failure.of(e);
            return () -> failed.accept(failure);
        }
    }

    /// Whether an answer is still to come. On the FX thread. What reads again and again leaves a
    /// turn out then: reading that takes longer than the time between two turns would never end.
    public boolean isBusy() {
        return settled.get() != newest.get();
    }

    /// Forgets what is under way.
    public void cancel() {
        settled.set(newest.incrementAndGet());
    }
}
