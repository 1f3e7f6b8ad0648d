package io.weighbridge.backend.ledger.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LosingStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Accounts whose change is in the store although it seemed to fail: what calls see is what the
/// store has.
final class LostAccountAnswersTest {
    private static final long RETENTION_MS = 200_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private EmptyStore opened;
    private Ledger ledger;
    private LosingStore<AccountStore> losing;
    private Accounts accounts;
    private Account account;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory);
        ledger = Ledger.open(directory, new SqlLedgerStore(opened.database()), time, RETENTION_MS);
        losing = new LosingStore<>(AccountStore.class, new SqlAccountStore(opened.database()));
        accounts = new Accounts(losing.store(), ledger, new IdSource(time), time);
        account = accounts.create("Acme", 0);
    }

    @AfterEach
    void close() {
        ledger.close();
        opened.close();
    }

    private void fails(boolean staysAway, Executable change) {
        losing.loseAnswer(staysAway);
        assertThrows(Fault.class, change);
    }

    private boolean isSuspended() {
        AccountState state = Objects.requireNonNull(ledger.account(account.id()));
        synchronized (state) {
            return state.isSuspended();
        }
    }

    @Test
    void shouldSeeWhatWasDoneAlthoughItFailed() {
        fails(false, () -> accounts.suspend(account.id(), "unpaid"));
        assertTrue(isSuspended());
        fails(false, () -> accounts.resume(account.id()));
        assertFalse(isSuspended());
        fails(false, () -> accounts.create("Other", 0));
        List<Account> all = accounts.list("", PageKey.of(0, "", "")).items();
        assertEquals(2, all.size());
        assertNotNull(ledger.account(all.getLast().id()));
    }

    @Test
    void shouldRepairWhatCallsSeeWhenItIsAskedAgain() {
        fails(true, () -> accounts.suspend(account.id(), "unpaid"));
        assertFalse(isSuspended());
        losing.comeBack();
        var _ = accounts.suspend(account.id(), "unpaid");
        assertTrue(isSuspended());
        fails(true, () -> accounts.resume(account.id()));
        assertTrue(isSuspended());
        losing.comeBack();
        var _ = accounts.resume(account.id());
        assertFalse(isSuspended());
    }

    // Whatever the reason is that memory has it otherwise.
    @Test
    void shouldTellAgainWhatIsDoneAlready() {
        var _ = accounts.suspend(account.id(), "unpaid");
        ledger.setAccount(account.id(), 0, false);
        var _ = accounts.suspend(account.id(), "unpaid");
        assertTrue(isSuspended());
        var _ = accounts.resume(account.id());
        ledger.setAccount(account.id(), 0, true);
        var _ = accounts.resume(account.id());
        assertFalse(isSuspended());
    }
}
