package io.weighbridge.console.action;

import io.weighbridge.console.text.Texts;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Which actions can be done now, and by whom: the frame binds its own for good, a screen binds its
/// own while it is shown. Owns the bindings; used on the FX thread only.
public final class Actions {
    /// How an action is done now.
    ///
    /// @param run does it
    /// @param refusal why it cannot be done, empty when it can; the reason is shown, not hidden
    public record Binding(Runnable run, ObservableValue<String> refusal) {
        public boolean isAllowed() {
            return refusal.getValue().isEmpty();
        }

        /// Does this, or the other where this cannot be done.
        public Binding or(Binding other) {
            return new Binding(
                    () -> (isAllowed() ? this : other).run().run(),
                    Bindings.createStringBinding(
                            () -> isAllowed() ? "" : other.refusal().getValue(),
                            refusal,
                            other.refusal()));
        }
    }

    private final Map<ConsoleAction, List<Binding>> bindings = new EnumMap<>(ConsoleAction.class);

    /// Binds an action on top of what was bound; running the result unbinds it.
    public Runnable bind(ConsoleAction action, Binding binding) {
        List<Binding> all = bindings.computeIfAbsent(action, _ -> new ArrayList<>());
        all.addLast(binding);
        return () -> all.remove(binding);
    }

    /// How it is done now; null when nothing here does it.
    public @Nullable Binding binding(ConsoleAction action) {
        List<Binding> all = bindings.get(action);
        return all == null || all.isEmpty() ? null : all.getLast();
    }

    /// Does it, if it can be done.
    ///
    /// @return whether it was done
    public boolean run(ConsoleAction action) {
        Binding binding = binding(action);
        if (binding == null || !binding.isAllowed()) {
            return false;
        }
        binding.run().run();
        return true;
    }

    /// Makes the keys of all actions work in a scene. Typing is never taken for a command: in a
    /// text field, the keys that write and edit text do only that. A key of what cannot be done
    /// here says why; a key of what nothing here does says nothing.
    ///
    /// @param isCovered whether something lies over the screen that wants its own keys
    /// @param refused told what cannot be done and why
    public void listen(Scene scene, BooleanSupplier isCovered, Consumer<String> refused) {
        scene.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> handle(scene, event, isCovered.getAsBoolean(), refused));
    }

    private void handle(Scene scene, KeyEvent event, boolean isCovered, Consumer<String> refused) {
        Node focused = scene.getFocusOwner();
        for (ConsoleAction action : ConsoleAction.values()) {
            boolean isReached = !isCovered || action.where() == ConsoleAction.Where.ALWAYS;
            Binding binding = binding(action);
            if (binding != null
                    && isReached
                    && action.keys().match(event)
                    && worksAt(action, focused)) {
                if (!run(action)) {
                    refused.accept(
                            Texts.of(
                                    "action.refused", action.text(), binding.refusal().getValue()));
                }
                event.consume();
                return;
            }
        }
    }

    static boolean worksAt(ConsoleAction action, @Nullable Node focused) {
        if (action.where() == ConsoleAction.Where.TABLE) {
            return focused instanceof TableView;
        }
        return !isForTyping(focused) || !EditingKeys.includes(action.keys());
    }

    // Whoever draws a field of its own has the focus itself, not its field.
    private static boolean isForTyping(@Nullable Node focused) {
        return switch (focused) {
            case TextInputControl _ -> true;
            case ComboBoxBase<?> box -> box.isEditable();
            case Spinner<?> spinner -> spinner.isEditable();
            case null, default -> false;
        };
    }
}
