package io.weighbridge.console.control;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// A field, and below it what may stand there, or what is wrong with what does.
public final class CheckedField extends VBox {
    private final TextField field = new TextField();
    private final Label below = new Label();
    private final String hint;

    /// @param hint what may stand in it; empty for nothing to say
    public CheckedField(String id, String title, String hint) {
        super(4);
        this.hint = hint;
        field.setId(id);
        below.setId(id + "-below");
        below.setWrapText(true);
        below.setMinHeight(USE_PREF_SIZE);
        below.visibleProperty().bind(below.textProperty().isNotEmpty());
        below.managedProperty().bind(below.visibleProperty());
        getChildren().addAll(Described.label(title, field), field, below);
        problem("");
        field.textProperty().subscribe((_, _) -> problem(""));
    }

    /// With what stands in it at first.
    public CheckedField with(String text) {
        field.setText(text);
        return this;
    }

    /// Where it is typed.
    public TextField field() {
        return field;
    }

    /// What was typed.
    public String text() {
        return field.getText();
    }

    /// Says what is wrong, until something else is typed; empty for nothing.
    public void problem(String problem) {
        below.setText(problem.isEmpty() ? hint : problem);
        below.getStyleClass().removeAll("muted", "problem");
        below.getStyleClass().add(problem.isEmpty() ? "muted" : "problem");
        field.setAccessibleHelp(below.getText());
    }
}
