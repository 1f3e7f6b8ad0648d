package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.controlsfx.control.CheckComboBox;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A small form over the screen: what will happen, what is needed for it, and one button that says
/// what it does. Escape leaves it, but not while what it asked for is under way: nobody may lose
/// sight of a change whose answer is not there yet. Shown by [Overlay].
public final class Sheet extends VBox {
    private final Label heading;
    private final Button confirm;
    private final Button cancel;
    private final Label problem = new Label();
    private final HBox buttons;
    private Runnable leave = () -> {};
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final BooleanProperty ready = new SimpleBooleanProperty(true);
    private @Nullable Node focusBefore;
    private @Nullable FormValues asShown;
    private boolean isDone;

    /// @param title what it is about
    /// @param consequence what will happen and to how many; empty for none
    /// @param verb on the button that does it
    public Sheet(String title, String consequence, String verb) {
        super(12);
        getStyleClass().add("sheet");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setPrefWidth(480);
        setAccessibleText(title);
        heading = new Label(title);
        heading.getStyleClass().add("sheet-title");
        heading.setWrapText(true);
        getChildren().add(heading);
        if (!consequence.isEmpty()) {
            Label text = new Label(consequence);
            text.setWrapText(true);
            text.setMinHeight(USE_PREF_SIZE);
            text.getStyleClass().add("sheet-text");
            getChildren().add(text);
        }
        confirm = new Button(verb);
        confirm.setDefaultButton(true);
        confirm.disableProperty().bind(busy.or(ready.not()));
        confirm.getStyleClass().add("accent");
        cancel = new Button(Texts.of("common.cancel"));
        cancel.setCancelButton(true);
        cancel.disableProperty().bind(busy);
        cancel.setOnAction(_ -> leave());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        buttons = new HBox(8, space, cancel, confirm);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        problem.setWrapText(true);
        problem.setMinHeight(USE_PREF_SIZE);
        problem.getStyleClass().add("problem");
        problem.managedProperty().bind(problem.visibleProperty());
        problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
        getChildren().addAll(problem, buttons);
    }

    /// Adds a part of the form, above the buttons.
    public Sheet with(Node... parts) {
        List<Node> all = new ArrayList<>(List.of(parts));
        getChildren().addAll(getChildren().indexOf(problem), all);
        return this;
    }

    /// What the button does; the form stays until [#leave]. What waits for an answer says so by
    /// [#busy].
    public Sheet onConfirm(Runnable run) {
        confirm.setOnAction(_ -> run.run());
        return this;
    }

    /// Asks why, below what stands there; what the button does with the reason is under way then.
    public Sheet onReason(Consumer<String> run) {
        return onReason(() -> "", run);
    }

    /// The same once nothing else is in the way.
    ///
    /// @param otherProblem empty for none
    public Sheet onReason(Supplier<String> otherProblem, Consumer<String> run) {
        ReasonField reason = new ReasonField();
        return with(reason)
                .onConfirm(
                        () -> {
                            String other = otherProblem.get();
                            String text = other.isEmpty() ? reason.problem() : other;
                            problem(text);
                            if (text.isEmpty()) {
                                busy(true);
                                run.accept(reason.reason());
                            }
                        });
    }

    /// What was asked for is under way: until [#problem], [#leave] or `busy(false)` the form can
    /// neither be sent again nor left.
    public void busy(boolean newBusy) {
        if (newBusy == busy.get()) {
            return;
        }
        if (newBusy && getScene() != null) {
            focusBefore = getScene().getFocusOwner();
        }
        busy.set(newBusy);
        if (!newBusy && focusBefore != null) {
            focusBefore.requestFocus();
            focusBefore = null;
        }
    }

    /// Whether it can be confirmed, as far as the form goes.
    public void ready(boolean newReady) {
        ready.set(newReady);
    }

    /// Whether something is under way.
    public ReadOnlyBooleanProperty busyProperty() {
        return busy;
    }

    /// Paints the button as one that takes something away.
    public Sheet dangerous() {
        confirm.getStyleClass().remove("accent");
        confirm.getStyleClass().add("danger");
        return this;
    }

    /// Takes the button away that leaves it: what it says must be answered.
    public Sheet withoutCancel() {
        buttons.getChildren().remove(cancel);
        return this;
    }

    /// The button that does it.
    public Button confirmButton() {
        return confirm;
    }

    /// Says what is in the way, and lets it be tried again; empty for nothing.
    public void problem(String text) {
        if (!text.isEmpty()) {
            busy(false);
        }
        problem.setText(text);
    }

    /// Goes away: this one, whatever lies over it by now.
    public void leave() {
        isDone = true;
        busy.set(false);
        leave.run();
    }

    /// Whether it went away by [#leave]: it was answered, and is not to be shown again.
    public boolean isDone() {
        return isDone;
    }

    /// What it is about.
    public String title() {
        return heading.getText();
    }

    /// Whether leaving it would lose something that was typed into it.
    public boolean hasUnsaved() {
        return asShown != null && !FormValues.of(this).isSame(asShown);
    }

    /// What is ticked in a box now came with the form, which was shown before it was read: nobody
    /// ticked it.
    public void came(CheckComboBox<?> box) {
        if (asShown != null) {
            asShown.take(box);
        }
    }

    boolean asksForPassword() {
        return FormValues.of(this).hasPassword();
    }

    void shown(Runnable newLeave) {
        leave = newLeave;
        isDone = false;
        // Shown again after a new login, it still holds what was typed before.
        if (asShown == null) {
            asShown = FormValues.of(this);
        }
    }
}
