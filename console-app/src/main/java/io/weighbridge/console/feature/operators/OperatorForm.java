package io.weighbridge.console.feature.operators;

import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CreateOperatorRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.UpdateOperatorRequest;

import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/// What can be said of an operator.
final class OperatorForm {
    private final GridPane grid = new GridPane(12, 8);
    private final TextField name = new TextField();
    private final TextField display = new TextField();
    private final ComboBox<Role> role = new ComboBox<>();
    private final TextField person = new TextField();
    private final CheckBox disabled = new CheckBox(Texts.of("operators.disabled.box"));
    private final KeysField keys = new KeysField();
    private final TextField reason = new TextField();
    private int row;

    private OperatorForm() {
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(110);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(labels, fields);
        role.getItems()
                .setAll(Role.ROLE_VIEWER, Role.ROLE_SUPPORT, Role.ROLE_FINANCE, Role.ROLE_ADMIN);
        role.setConverter(new Chosen<>(OperatorForm::roleText));
        role.setValue(Role.ROLE_SUPPORT);
        person.setPromptText(Texts.of("operators.person.prompt"));
        reason.setPromptText(Texts.of("common.reason.prompt"));
    }

    static String roleText(Role role) {
        return Texts.of("common.role." + role.name());
    }

    static OperatorForm forNew() {
        OperatorForm form = new OperatorForm();
        form.add("operators.name", form.name, "operator-name");
        form.addCommon();
        return form;
    }

    static OperatorForm of(Operator operator) {
        OperatorForm form = new OperatorForm();
        form.display.setText(operator.getDisplayName());
        form.role.setValue(operator.getRole());
        form.person.setText(operator.getPerson());
        form.disabled.setSelected(operator.getDisabled());
        form.addCommon();
        form.grid.add(form.disabled, 1, form.row++);
        form.disabled.setId("operator-disabled");
        return form;
    }

    private void addCommon() {
        add("operators.display", display, "operator-display");
        add("operators.role", role, "operator-role");
        add("operators.person", person, "operator-person");
        add("common.reason", reason, "reason");
    }

    private void add(String key, Control field, String id) {
        field.setId(id);
        field.setMaxWidth(Double.MAX_VALUE);
        grid.addRow(row++, Described.label(Texts.of(key), field), field);
    }

    /// Asks what becomes of the keys whose secrets this operator has seen.
    void askForKeys() {
        if (!grid.getChildren().contains(keys)) {
            add("operators.keys", keys, "operator-keys");
        }
    }

    Parent node() {
        return grid;
    }

    String reason() {
        return reason.getText().strip();
    }

    /// What is in the way of a change; empty when it can be sent. Who may do what, or may not log
    /// in any more, needs a reason.
    String problem(Operator before) {
        boolean isOfRights =
                role.getValue() != before.getRole()
                        || disabled.isSelected() != before.getDisabled();
        return isOfRights && reason().isEmpty() ? Texts.of("common.reason.missing") : "";
    }

    CreateOperatorRequest creation() {
        return CreateOperatorRequest.newBuilder()
                .setName(name.getText().strip())
                .setDisplayName(display.getText().strip())
                .setRole(role.getValue())
                .setPerson(person.getText().strip())
                .build();
    }

    UpdateOperatorRequest update(Operator operator) {
        UpdateOperatorRequest.Builder request =
                UpdateOperatorRequest.newBuilder()
                        .setOperator(operator.getId())
                        .setVersion(operator.getVersion())
                        .setDisplayName(display.getText().strip())
                        .setRole(role.getValue())
                        .setPerson(person.getText().strip())
                        .setDisabled(disabled.isSelected());
        return keys.answered(operator, request).build();
    }
}
