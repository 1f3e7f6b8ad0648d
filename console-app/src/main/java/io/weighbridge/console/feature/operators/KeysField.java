package io.weighbridge.console.feature.operators;

import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.UpdateOperatorRequest;

import javafx.scene.control.ComboBox;

/// What becomes of the keys whose secrets an operator has seen who may make none any more.
final class KeysField extends ComboBox<KeysField.Choice> {
    /// The answers, and that there is none yet.
    enum Choice {
        UNDECIDED,
        REVOKE,
        KEEP
    }

    KeysField() {
        setId("operator-keys");
        setMaxWidth(Double.MAX_VALUE);
        getItems().setAll(Choice.REVOKE, Choice.KEEP);
        setValue(Choice.UNDECIDED);
        setConverter(new Chosen<>(KeysField::text));
    }

    private static String text(Choice choice) {
        return switch (choice) {
            case REVOKE -> Texts.of("operators.keys.revoke");
            case KEEP -> Texts.of("operators.keys.keep");
            case UNDECIDED -> Texts.of("operators.keys.undecided");
        };
    }

    /// Puts the answer into a request, where there is one.
    ///
    /// @param before as the operator is kept now
    UpdateOperatorRequest.Builder answered(Operator before, UpdateOperatorRequest.Builder request) {
        if (getValue() != Choice.UNDECIDED) {
            request.setRevokeKeys(getValue() == Choice.REVOKE);
        }
        return OperatorMerge.withoutNeedlessAnswer(before, request);
    }
}
