package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.feature.accounts.EditModel.Fields;
import io.weighbridge.console.feature.accounts.EditModel.Merge;
import io.weighbridge.proto.v1.Account;

import org.junit.jupiter.api.Test;

/// What becomes of two changes of the same account.
final class EditModelTest {
    private static Account account(String name, long overdraftNanos) {
        return Account.newBuilder().setName(name).setOverdraftLimitNanos(overdraftNanos).build();
    }

    @Test
    void shouldKeepBothWhenTheyTouchDifferentThings() {
        Merge merge = Merge.of(account("Acme", 5), account("Acme", 9), new Fields("Acme Ltd", 5));
        assertEquals(new Fields("Acme Ltd", 9), merge.mine());
        assertFalse(merge.isAgainst());
    }

    @Test
    void shouldSayWhenKeepingMineUndoesTheirs() {
        Merge merge = Merge.of(account("Acme", 5), account("Other", 5), new Fields("Mine", 5));
        assertEquals(new Fields("Mine", 5), merge.mine());
        assertTrue(merge.isAgainst());
    }

    @Test
    void shouldNotCallTheSameChangeTwiceAConflict() {
        Merge merge = Merge.of(account("Acme", 5), account("Other", 7), new Fields("Other", 7));
        assertEquals(new Fields("Other", 7), merge.mine());
        assertFalse(merge.isAgainst());
    }
}
