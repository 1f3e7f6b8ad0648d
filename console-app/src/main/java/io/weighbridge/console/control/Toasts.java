package io.weighbridge.console.control;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.text.Texts;

import javafx.animation.PauseTransition;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Short messages at the edge of the frame: what was done, with the way to undo it, or what failed.
/// A failure stays until it is closed; the rest goes by itself, but not while it has the focus or
/// the mouse is over it. Used on the FX thread only.
public final class Toasts extends VBox {
    private static final int SHOWN_MAX = 4;
    private static final Duration STAY = Duration.seconds(8);

    private final Actions actions;
    private final Duration stay;
    private @Nullable Toast refusal;

    /// @param actions where undoing is a key while it is offered, of the newest one
    public Toasts(Actions actions) {
        this(actions, STAY);
    }

    Toasts(Actions actions, Duration stay) {
        super(8);
        this.actions = actions;
        this.stay = stay;
        // For as long as it is there: below what is bound while something can be undone.
        var _ =
                actions.bind(
                        ConsoleAction.UNDO,
                        new Actions.Binding(
                                () -> {},
                                new SimpleStringProperty(Texts.of("common.undo.nothing"))));
        getStyleClass().add("toasts");
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        getChildren().addListener(Toasts::forget);
    }

    /// One of them.
    private static final class Toast extends HBox {
        private final Subscriptions subscriptions = new Subscriptions();

        private Toast(Node... parts) {
            super(10, parts);
        }
    }

    // However it went away.
    private static void forget(ListChangeListener.Change<? extends Node> change) {
        while (change.next()) {
            change.getRemoved().forEach(gone -> ((Toast) gone).subscriptions.clear());
        }
    }

    /// Says what was done.
    public void done(String text) {
        add(toast("fth-check", "toast-done", text), true);
    }

    /// Says what was done, with a button and a key that undo it.
    public void done(String text, Runnable undo) {
        Toast toast = toast("fth-check", "toast-done", text);
        Button button = new Button(Texts.of("common.undo"));
        button.getStyleClass().addAll("flat", "accent");
        Described.tip(button, ConsoleAction.UNDO.text() + "  " + ConsoleAction.UNDO.keysText());
        button.setOnAction(
                _ -> {
                    getChildren().remove(toast);
                    undo.run();
                });
        toast.getChildren().add(toast.getChildren().size() - 1, button);
        toast.subscriptions.add(
                actions.bind(
                        ConsoleAction.UNDO,
                        new Actions.Binding(button::fire, new SimpleStringProperty(""))));
        add(toast, true);
    }

    /// Says what failed.
    public void failed(String text) {
        add(toast("fth-alert-triangle", "toast-failed", text), false);
    }

    /// Says why what was asked for by a key is not done. It goes by itself, and there is one at a
    /// time, however often the key is pressed.
    public void refused(String text) {
        getChildren().remove(refusal);
        Toast toast = toast("fth-info", "toast-refused", text);
        refusal = toast;
        add(toast, true);
    }

    /// Takes all away: they are not for who comes now.
    public void clear() {
        getChildren().clear();
    }

    private Toast toast(String icon, String style, String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMaxWidth(420);
        Button close = new Button("", new FontIcon("fth-x"));
        close.getStyleClass().addAll("flat", "button-icon", "small");
        Described.named(close, Texts.of("common.close"));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Toast toast = new Toast(new FontIcon(icon), label, space, close);
        toast.setAlignment(Pos.CENTER_LEFT);
        toast.getStyleClass().addAll("toast", style);
        close.setOnAction(_ -> getChildren().remove(toast));
        return toast;
    }

    private void add(Toast toast, boolean leaves) {
        getChildren().add(toast);
        if (getChildren().size() > SHOWN_MAX) {
            getChildren().removeFirst();
        }
        if (leaves) {
            leave(toast);
        }
    }

    private void leave(Toast toast) {
        PauseTransition timer = new PauseTransition(stay);
        timer.setOnFinished(_ -> getChildren().remove(toast));
        toast.subscriptions.add(timer::stop);
        toast.subscriptions.watch(
                toast.hoverProperty().or(toast.focusWithinProperty()),
                isHeld -> {
                    if (isHeld) {
                        timer.stop();
                    } else {
                        timer.playFromStart();
                    }
                });
    }
}
