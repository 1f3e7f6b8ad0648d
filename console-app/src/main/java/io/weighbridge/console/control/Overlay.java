package io.weighbridge.console.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What lies over the frame: sheets and the command palette, one on top of another, each with the
/// focus until it leaves. Used on the FX thread only.
public final class Overlay extends StackPane {
    private record Shown(
            Node veil, @Nullable Sheet sheet, boolean isKept, @Nullable Node focusBefore) {
        boolean hasUnsaved() {
            return sheet != null && !isKept && sheet.hasUnsaved();
        }
    }

    // The topmost last.
    private final List<Shown> shown = new ArrayList<>();

    public Overlay() {
        getStyleClass().add("overlay");
        setVisible(false);
        setPickOnBounds(false);
    }

    /// Shows a sheet in the middle.
    public void show(Sheet sheet) {
        show(sheet, false);
    }

    /// Shows a sheet that stays until it is answered: neither Escape nor a click beside it takes it
    /// away, nor does [#clear].
    public void keep(Sheet sheet) {
        show(sheet, true);
    }

    private void show(Sheet sheet, boolean isKept) {
        StackPane veil = new StackPane(sheet);
        Shown one = new Shown(veil, sheet, isKept, focusOwner());
        show(
                one,
                veil,
                sheet,
                Pos.CENTER,
                () -> {
                    if (!isKept && !sheet.busyProperty().get()) {
                        sheet.leave();
                    }
                });
        sheet.shown(() -> leave(one));
    }

    /// Shows a node; Escape and a click beside it take it away.
    ///
    /// @return takes it away, and nothing else
    public Runnable show(Parent node, Pos where) {
        StackPane veil = new StackPane(node);
        Shown one = new Shown(veil, null, false, focusOwner());
        show(one, veil, node, where, () -> leave(one));
        return () -> leave(one);
    }

    private void show(Shown one, StackPane veil, Parent node, Pos where, Runnable dismiss) {
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
        shown.add(one);
        getChildren().add(veil);
        setVisible(true);
        // Nodes take the focus once they are laid out.
        applyCss();
        layout();
        if (!focusFirst(node)) {
            // Keys that were pressed elsewhere would not get here: not even Escape.
            node.requestFocus();
        }
    }

    private @Nullable Node focusOwner() {
        return getScene() == null ? null : getScene().getFocusOwner();
    }

    // What lies over it stays, and keeps the focus.
    private void leave(Shown one) {
        int index = shown.indexOf(one);
        if (index < 0) {
            return;
        }
        boolean isTop = index == shown.size() - 1;
        shown.remove(index);
        getChildren().remove(one.veil());
        setVisible(!shown.isEmpty());
        if (isTop && one.focusBefore() != null) {
            one.focusBefore().requestFocus();
        }
    }

    /// Takes everything away but what must be answered.
    public void clear() {
        List.copyOf(shown).reversed().stream().filter(one -> !one.isKept()).forEach(this::leave);
    }

    /// Takes away what must be answered, without an answer: it is not for who comes now.
    public void endKept() {
        List.copyOf(shown).reversed().stream().filter(Shown::isKept).forEach(this::leave);
    }

    /// Takes everything away as [#clear] does, and gives back what was typed into: sheets that
    /// hold something unsaved, the lowest first. One that asks for a password is not among them.
    public List<Sheet> putAside() {
        List<Sheet> typed =
                sheets(Shown::hasUnsaved).filter(sheet -> !sheet.asksForPassword()).toList();
        clear();
        return typed;
    }

    /// Titles of the sheets that hold something which was typed and not saved.
    public List<String> unsaved() {
        return sheets(Shown::hasUnsaved).map(Sheet::title).toList();
    }

    /// Titles of the sheets that must be answered, such as secrets that can be seen only now.
    public List<String> kept() {
        return sheets(Shown::isKept).map(Sheet::title).toList();
    }

    /// Whether what a sheet asked for is under way.
    public boolean isBusy() {
        return sheets(_ -> true).anyMatch(sheet -> sheet.busyProperty().get());
    }

    private Stream<Sheet> sheets(Predicate<Shown> which) {
        return shown.stream().filter(which).map(Shown::sheet).filter(Objects::nonNull);
    }

    /// Whether something is shown.
    public boolean isShowing() {
        return !shown.isEmpty();
    }

    /// Whether a sheet is shown.
    public boolean holds(Sheet sheet) {
        return sheets(_ -> true).anyMatch(sheet::equals);
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
