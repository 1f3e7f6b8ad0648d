package io.weighbridge.console.fx;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Hands values from any thread to the FX thread; of values that come faster than frames only the
/// newest arrives.
public final class Latest<T> {
    private final Executor fx;
    private final Consumer<? super T> receiver;
    private final AtomicReference<@Nullable T> waiting = new AtomicReference<>();

    /// @param receiver called on the FX thread
    public Latest(Executor fx, Consumer<? super T> receiver) {
        this.fx = fx;
        this.receiver = receiver;
    }

    /// Takes a value, from any thread.
    public void put(T value) {
        if (waiting.getAndSet(value) == null) {
            fx.execute(this::deliver);
        }
    }

    private void deliver() {
        T value = waiting.getAndSet(null);
        if (value != null) {
            receiver.accept(value);
        }
    }
}
