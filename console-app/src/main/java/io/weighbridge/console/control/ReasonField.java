package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// Asks why: it stands in the audit log.
public final class ReasonField extends VBox {
    private static final int CHARACTERS_MAX = 200;

    private final TextField field = new TextField();

    public ReasonField() {
        this("");
    }

    /// With what was said before, to be kept or said otherwise.
    public ReasonField(String before) {
        super(4);
        field.setText(before);
        field.setId("reason");
        field.setPromptText(Texts.of("common.reason.prompt"));
        getChildren().addAll(Described.label(Texts.of("common.reason"), field), field);
    }

    /// What was typed.
    public String reason() {
        return field.getText().strip();
    }

    /// What is wrong with it; empty when it can be sent.
    public String problem() {
        if (reason().isEmpty()) {
            return Texts.of("common.reason.missing");
        }
        return reason().length() > CHARACTERS_MAX ? Texts.of("common.reason.long") : "";
    }
}
