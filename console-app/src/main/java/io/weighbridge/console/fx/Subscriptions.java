package io.weighbridge.console.fx;

import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// What a view began when it was shown, and undoes when it hides: bindings, listeners, timers.
/// Used on the FX thread only.
public final class Subscriptions {
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /// Remembers how to undo something.
    public void add(Runnable undoing) {
        undo.push(undoing);
    }

    /// Binds one way.
    public <T> void bind(Property<T> target, ObservableValue<? extends T> source) {
        target.bind(source);
        add(target::unbind);
    }

    /// Binds both ways.
    public <T> void bindBoth(Property<T> target, Property<T> source) {
        target.bindBidirectional(source);
        add(() -> target.unbindBidirectional(source));
    }

    /// Calls now and with each change.
    public <T> void watch(ObservableValue<T> source, Consumer<? super T> receiver) {
        add(source.subscribe(receiver)::unsubscribe);
    }

    /// Undoes everything, the newest first.
    public void clear() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
