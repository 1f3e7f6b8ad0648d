package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.feature.accounts.EditModel.Fields;
import io.weighbridge.proto.v1.Account;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/// What becomes of two changes of the same account.
final class AccountMergeTest {
    private static Account account(String name, long overdraftNanos) {
        return Account.newBuilder().setName(name).setOverdraftLimitNanos(overdraftNanos).build();
    }

    @Test
    void shouldKeepBothWhenTheyTouchDifferentThings() {
        AccountMerge merge =
                new AccountMerge(account("Acme", 5), new Fields("Acme Ltd", 5), account("Acme", 9));
        assertEquals(List.of(), merge.clashes());
        assertEquals(new Fields("Acme Ltd", 9), merge.merged(Set.of()));
    }

    @Test
    void shouldAskWhoseStaysWhenBothChangedTheSame() {
        AccountMerge merge =
                new AccountMerge(account("Acme", 5), new Fields("Mine", 5), account("Theirs", 9));
        assertEquals(List.of(AccountField.NAME), merge.clashes());
        assertEquals(new Fields("Mine", 9), merge.merged(Set.of()));
        assertEquals(new Fields("Theirs", 9), merge.merged(Set.of(AccountField.NAME)));
    }

    @Test
    void shouldNotCallTheSameChangeTwiceAConflict() {
        AccountMerge merge =
                new AccountMerge(account("Acme", 5), new Fields("Other", 7), account("Other", 7));
        assertEquals(List.of(), merge.clashes());
        assertEquals(new Fields("Other", 7), merge.merged(Set.of()));
    }
}
