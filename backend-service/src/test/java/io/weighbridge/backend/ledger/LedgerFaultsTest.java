package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.MigratedStore;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What the ledger does when SQL or one of its own parts fails.
final class LedgerFaultsTest {
    private static final HoldExpiry NO_EXPIRY = (posting, hold) -> {};

    @TempDir Path directory;
    private final SystemTime time = new SystemTime();
    private final IdSource ids = new IdSource(time);
    @AutoClose private Database database;
    private Account account;

    @BeforeEach
    void open() {
        database = MigratedStore.open(directory);
        account = new Account(ids.next(), 1, "Acme", 0, false, "", time.wallMs());
        new SqlAccountStore(database).add(account, Changes.ANY);
    }

    /// SQL that refuses some folds.
    private record Refusing(
            LedgerStore store,
            Predicate<List<Fact>> refuses,
            AtomicInteger count,
            RuntimeException fault)
            implements LedgerStore {
        @Override
        public Snapshot load(long recentRequestsFromMs) {
            return store.load(recentRequestsFromMs);
        }

        @Override
        public void fold(List<Fact> facts, long foldedSequence) {
            if (refuses.test(facts)) {
                count.incrementAndGet();
                throw fault;
            }
            store.fold(facts, foldedSequence);
        }

        @Override
        public void requests(long fromMs, long untilMs, Consumer<RequestId> to) {
            store.requests(fromMs, untilMs, to);
        }

        @Override
        public Optional<RequestState> request(RequestId id) {
            return store.request(id);
        }

        @Override
        public Optional<OperationResult> operation(UUID id) {
            return store.operation(id);
        }

        @Override
        public Optional<Grant> grant(long id) {
            return store.grant(id);
        }
    }

    private Ledger start(LedgerStore store) {
        Ledger ledger = Ledger.open(directory, store, time, 180_000);
        ledger.start(NO_EXPIRY, facts -> {});
        return ledger;
    }

    private void grant(Ledger ledger, long nanos) {
        new Credit(new SqlAccountStore(database), ledger, ids)
                .grant(account.id(), UUID.randomUUID(), GrantKind.PURCHASED, nanos, 0, "");
    }

    private long balance(Ledger ledger) {
        AccountState state = ledger.account(account.id());
        assertTrue(state != null);
        synchronized (state) {
            return state.balanceNanos();
        }
    }

    private long number(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Test
    void shouldLoseNothingWhenSqlRefusesOnlyTheOldestFactsWhileClosing() {
        AtomicInteger refused = new AtomicInteger();
        Ledger ledger =
                start(
                        new Refusing(
                                new SqlLedgerStore(database),
                                facts -> facts.getFirst().sequence() == 1,
                                refused,
                                Fault.storeUnavailable("SQL is locked", null)));
        grant(ledger, 5);
        Calls.await("a refused fold", () -> refused.get() > 0);
        grant(ledger, 7);
        ledger.close();
        try (Ledger again = start(new SqlLedgerStore(database))) {
            assertEquals(12, balance(again));
            again.awaitFolded();
            assertEquals(2, number("SELECT count(*) FROM transfer"));
        }
    }

    @Test
    void shouldCatchUpWhenSqlWorksAgain() {
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger refused = new AtomicInteger();
        LedgerStore store =
                new Refusing(
                        new SqlLedgerStore(database),
                        facts -> broken.get(),
                        refused,
                        new UnsupportedOperationException("a fault of ours"));
        try (Ledger ledger = start(store)) {
            for (int i = 0; i < 20; i++) {
                grant(ledger, 1);
            }
            Calls.await("a refused fold", () -> refused.get() > 0);
            assertEquals(20, balance(ledger), "memory does not wait for SQL");
            broken.set(false);
            ledger.awaitFolded();
        }
        assertEquals(20, number("SELECT sum(amount_nanos) FROM transfer"));
    }

    @Test
    void shouldStopForGoodInsteadOfHangingWhenTheWriterFails() {
        try (Ledger ledger = start(new SqlLedgerStore(database))) {
            grant(ledger, 5);
            Command bad = new Told(new AssertionError("a fault of ours"), null);
            ledger.submit(bad);
            Calls.await("stopped", () -> !ledger.isHealthy());
            Fault fault = assertThrows(Fault.class, () -> grant(ledger, 1));
            assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
        }
        try (Ledger again = start(new SqlLedgerStore(database))) {
            assertEquals(5, balance(again));
        }
    }

    /// A command that fails in one way or the other.
    private record Told(@Nullable Error inDecide, @Nullable RuntimeException inCommitted)
            implements Command {
        @Override
        public void decide(Posting posting) {
            if (inDecide != null) {
                throw inDecide;
            }
        }

        @Override
        public void committed() {
            if (inCommitted != null) {
                throw inCommitted;
            }
        }

        @Override
        public void failed(Fault fault) {}
    }

    @Test
    void shouldGoOnWhenWhoWaitsForACommandCannotBeTold() {
        try (Ledger ledger = start(new SqlLedgerStore(database))) {
            ledger.submit(new Told(null, new IllegalStateException("nobody is there")));
            grant(ledger, 5);
            assertTrue(ledger.isHealthy());
            assertEquals(5, balance(ledger));
        }
    }

    @Test
    void shouldSayWhatToDoWithADamagedJournal() throws IOException {
        LedgerStore store =
                new Refusing(
                        new SqlLedgerStore(database),
                        facts -> true,
                        new AtomicInteger(),
                        Fault.storeUnavailable("SQL gets nothing", null));
        try (Ledger ledger = start(store)) {
            grant(ledger, 5);
            grant(ledger, 7);
        }
        Path segment = directory.resolve(Ledger.JOURNAL).resolve("00000000000000000001.journal");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[100] = (byte) (bytes[100] ^ 1);
        Files.write(segment, bytes);
        Fault fault = assertThrows(Fault.class, () -> start(store).close());
        assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
        assertTrue(fault.logText().contains(segment + " is damaged at byte 64"), fault.logText());
        assertTrue(fault.logText().contains("weighbridge restore"), fault.logText());
    }
}
