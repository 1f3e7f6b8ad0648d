package io.weighbridge.console.feature.operators;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Operator;

/// What is changed of an operator.
enum OperatorField implements FieldMerge.Field<Operator> {
    DISPLAY("operators.display"),
    ROLE("operators.role"),
    PERSON("operators.person"),
    STATE("operators.state");

    private final String key;

    OperatorField(String key) {
        this.key = key;
    }

    @Override
    public String text() {
        return Texts.of(key);
    }

    /// The value in words.
    String shown(Operator operator) {
        return switch (this) {
            case DISPLAY -> operator.getDisplayName();
            case ROLE -> OperatorForm.roleText(operator.getRole());
            case PERSON -> operator.getPerson();
            case STATE ->
                    Texts.of(operator.getDisabled() ? "operators.disabled" : "operators.enabled");
        };
    }

    /// Takes this field of one over into another.
    void copy(Operator from, Operator.Builder to) {
        switch (this) {
            case DISPLAY -> to.setDisplayName(from.getDisplayName());
            case ROLE -> to.setRole(from.getRole());
            case PERSON -> to.setPerson(from.getPerson());
            case STATE -> to.setDisabled(from.getDisabled());
        }
    }

    @Override
    public boolean isSame(Operator one, Operator other) {
        return shown(one).equals(shown(other));
    }
}
