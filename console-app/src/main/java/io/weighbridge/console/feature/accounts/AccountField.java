package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

/// What can be changed of an account by its form.
enum AccountField implements FieldMerge.Field<EditModel.Fields> {
    NAME,
    OVERDRAFT;

    /// What it is called.
    @Override
    public String text() {
        return Texts.of(this == NAME ? "accounts.name" : "accounts.overdraft");
    }

    String shown(EditModel.Fields fields, Formats formats) {
        return this == NAME ? fields.name() : formats.exactMoney(fields.overdraftNanos());
    }

    @Override
    public boolean isSame(EditModel.Fields one, EditModel.Fields other) {
        return this == NAME
                ? one.name().equals(other.name())
                : one.overdraftNanos() == other.overdraftNanos();
    }
}
