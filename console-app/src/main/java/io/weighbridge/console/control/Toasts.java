package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.kordamp.ikonli.javafx.FontIcon;

/// Short messages at the edge of the frame: what was done, with the way to undo it, or what failed.
/// A failure stays until it is closed; the rest goes by itself. Used on the FX thread only.
public final class Toasts extends VBox {
    private static final int SHOWN_MAX = 4;
    private static final Duration STAY = Duration.seconds(8);

    public Toasts() {
        super(8);
        getStyleClass().add("toasts");
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    }

    /// Says what was done.
    public void done(String text) {
        add(toast("fth-check", "toast-done", text), true);
    }

    /// Says what was done, with a button that undoes it.
    public void done(String text, Runnable undo) {
        HBox toast = toast("fth-check", "toast-done", text);
        Button button = new Button(Texts.of("common.undo"));
        button.getStyleClass().addAll("flat", "accent");
        button.setOnAction(
                _ -> {
                    getChildren().remove(toast);
                    undo.run();
                });
        toast.getChildren().add(2, button);
        add(toast, true);
    }

    /// Says what failed.
    public void failed(String text) {
        add(toast("fth-alert-triangle", "toast-failed", text), false);
    }

    /// Takes all away: they are not for who comes now.
    public void clear() {
        getChildren().clear();
    }

    private HBox toast(String icon, String style, String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMaxWidth(420);
        Button close = new Button("", new FontIcon("fth-x"));
        close.getStyleClass().addAll("flat", "button-icon", "small");
        Described.named(close, Texts.of("common.close"));
        HBox toast = new HBox(10, new FontIcon(icon), label, close);
        toast.setAlignment(Pos.CENTER_LEFT);
        toast.getStyleClass().addAll("toast", style);
        close.setOnAction(_ -> getChildren().remove(toast));
        return toast;
    }

    private void add(Node toast, boolean leaves) {
        getChildren().add(toast);
        if (getChildren().size() > SHOWN_MAX) {
            getChildren().removeFirst();
        }
        if (leaves) {
            PauseTransition stay = new PauseTransition(STAY);
            stay.setOnFinished(_ -> getChildren().remove(toast));
            stay.play();
        }
    }
}
