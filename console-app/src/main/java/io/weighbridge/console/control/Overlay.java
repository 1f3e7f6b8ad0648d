package io.weighbridge.console.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/// What lies over the frame: sheets and the command palette, one on top of another, each with the
/// focus until it leaves. Used on the FX thread only.
public final class Overlay extends StackPane {
    private record Shown(Node veil, @Nullable Node focusBefore) {}

    private final Deque<Shown> shown = new ArrayDeque<>();

    public Overlay() {
        getStyleClass().add("overlay");
        setVisible(false);
        setPickOnBounds(false);
    }

    /// Shows a sheet in the middle.
    public void show(Sheet sheet) {
        sheet.onLeave(this::leave);
        show(sheet, Pos.CENTER);
    }

    /// Shows a sheet that stays until it is answered: neither Escape nor a click beside it takes it
    /// away.
    public void keep(Sheet sheet) {
        sheet.onLeave(this::leave);
        show(sheet, Pos.CENTER, () -> {});
    }

    /// Shows a node; Escape and a click beside it take it away.
    public void show(Parent node, Pos where) {
        show(node, where, this::leave);
    }

    private void show(Parent node, Pos where, Runnable dismiss) {
        StackPane veil = new StackPane(node);
        veil.getStyleClass().add("veil");
        veil.setAlignment(where);
        veil.setOnMousePressed(
                event -> {
                    if (veil.equals(event.getTarget())) {
                        dismiss.run();
                    }
                });
        veil.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        event.consume();
                        dismiss.run();
                    }
                });
        shown.push(new Shown(veil, getScene() == null ? null : getScene().getFocusOwner()));
        getChildren().add(veil);
        setVisible(true);
        // Nodes take the focus once they are laid out.
        applyCss();
        layout();
        focusFirst(node);
    }

    /// Takes away what was shown last and gives the focus back.
    public void leave() {
        if (shown.isEmpty()) {
            return;
        }
        Shown last = shown.pop();
        getChildren().remove(last.veil());
        setVisible(!shown.isEmpty());
        if (last.focusBefore() != null) {
            last.focusBefore().requestFocus();
        }
    }

    /// Whether something is shown.
    public boolean isShowing() {
        return !shown.isEmpty();
    }

    private static boolean focusFirst(Parent parent) {
        for (Node child : parent.getChildrenUnmodifiable()) {
            if (child.isFocusTraversable() && !child.isDisabled() && child.isVisible()) {
                child.requestFocus();
                return true;
            }
            if (child instanceof Parent inner && focusFirst(inner)) {
                return true;
            }
        }
        return false;
    }
}
