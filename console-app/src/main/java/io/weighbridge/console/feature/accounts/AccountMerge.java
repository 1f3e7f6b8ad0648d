package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.console.feature.accounts.EditModel.Fields;
import io.weighbridge.proto.v1.Account;

import java.util.List;
import java.util.Set;

/// Two changes of the same account.
///
/// @param base what both began with
/// @param mine as wanted
/// @param theirs as the other one saved it
record AccountMerge(Account base, Fields mine, Account theirs)
        implements FieldMerge<Fields, AccountField> {
    @Override
    public List<AccountField> fields() {
        return List.of(AccountField.values());
    }

    @Override
    public Fields before() {
        return Fields.of(base);
    }

    @Override
    public Fields other() {
        return Fields.of(theirs);
    }

    /// What comes of it.
    Fields merged(Set<AccountField> takeTheirs) {
        Fields other = Fields.of(theirs);
        return new Fields(
                keeps(AccountField.NAME, takeTheirs) ? mine.name() : other.name(),
                keeps(AccountField.OVERDRAFT, takeTheirs)
                        ? mine.overdraftNanos()
                        : other.overdraftNanos());
    }

    private boolean keeps(AccountField field, Set<AccountField> takeTheirs) {
        return isMine(field) && !takeTheirs.contains(field);
    }
}
