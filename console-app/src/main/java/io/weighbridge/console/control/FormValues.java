package io.weighbridge.console.control;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextInputControl;

import org.controlsfx.control.CheckComboBox;

import java.util.HashMap;
import java.util.Map;

/// What stands in the fields of a form that people type into or tick, to find out whether somebody
/// did since. A field that is empty counts as one that is not there: forms grow as they are read.
final class FormValues {
    private final Map<Node, String> values = new HashMap<>();
    private boolean hasPassword;

    private FormValues() {}

    static FormValues of(Parent form) {
        FormValues found = new FormValues();
        found.read(form);
        return found;
    }

    private void read(Parent parent) {
        for (Node child : parent.getChildrenUnmodifiable()) {
            switch (child) {
                case PasswordField field -> {
                    hasPassword = true;
                    put(field, field.getText());
                }
                case TextInputControl field when field.isEditable() -> put(field, field.getText());
                case CheckBox box -> put(box, box.isSelected() ? "x" : "");
                case CheckComboBox<?> box -> put(box, ticked(box));
                case Parent inner -> read(inner);
                default -> {}
            }
        }
    }

    private static String ticked(CheckComboBox<?> box) {
        return String.join(
                "\n",
                box.getCheckModel().getCheckedItems().stream()
                        .map(Object::toString)
                        .sorted()
                        .toList());
    }

    private void put(Node field, String value) {
        if (value != null && !value.isEmpty()) {
            values.put(field, value);
        }
    }

    /// What a field says now counts as what it said from the beginning.
    void take(CheckComboBox<?> box) {
        values.remove(box);
        put(box, ticked(box));
    }

    /// Whether a password is asked for, which is kept nowhere.
    boolean hasPassword() {
        return hasPassword;
    }

    /// Whether the same stands in the same fields.
    boolean isSame(FormValues other) {
        return values.equals(other.values);
    }
}
