package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.MigratedStore;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// What the ledger does while SQL cannot be read or written, or is slow.
final class SqlOutageTest {
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

    private record Store(LedgerStore store, AtomicBoolean noGrants, AtomicBoolean noFolds)
            implements LedgerStore {
        @Override
        public Snapshot load(long recentRequestsFromMs) {
            return store.load(recentRequestsFromMs);
        }

        @Override
        public void fold(List<Fact> facts, long foldedSequence) {
            if (noFolds.get()) {
                throw Fault.storeUnavailable("SQL is locked", null);
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
            if (noGrants.get()) {
                throw Fault.storeUnavailable("no connection within 10 s", null);
            }
            return store.grant(id);
        }
    }

    private Ledger start(LedgerStore store) {
        Ledger ledger = Ledger.open(directory, store, time, 180_000);
        ledger.start((posting, hold) -> {}, facts -> {});
        return ledger;
    }

    private long balance(Ledger ledger) {
        AccountState state = Objects.requireNonNull(ledger.account(account.id()));
        synchronized (state) {
            return state.balanceNanos();
        }
    }

    private Call call(RequestId id) {
        return new Call(id, account.id(), 7, 8, ServiceTier.STANDARD, 0, "", "", "", time.wallMs());
    }

    // A refund that fails in the middle of being applied: it is answered "nothing was changed", and
    // yet it is in the journal and in SQL, but not in memory.
    @Test
    void shouldNotJournalARefundThatMemoryDidNotTake() {
        AtomicBoolean noGrants = new AtomicBoolean();
        long inMemory;
        try (Ledger ledger =
                start(new Store(new SqlLedgerStore(database), noGrants, new AtomicBoolean()))) {
            Credit credit = new Credit(new SqlAccountStore(database), ledger, ids);
            credit.grant(account.id(), UUID.randomUUID(), GrantKind.PURCHASED, 100, 0, "");
            RequestId id = RequestId.next(time.wallMs());
            LedgerOperation.run(
                    ledger,
                    posting ->
                            posting.settle(
                                    Objects.requireNonNull(posting.account(account.id())),
                                    call(id),
                                    null,
                                    new Settlement(Outcome.OK, Units.tokens(1, 1), -1, -1, -1),
                                    new Charge(0, List.of(), 100, 0, 100),
                                    CallCost.NONE));
            ledger.awaitFolded();
            assertEquals(0, balance(ledger), "the grant is used up, and forgotten");
            noGrants.set(true);
            var _ =
                    assertThrows(
                            Fault.class,
                            () ->
                                    credit.refund(
                                            id,
                                            UUID.randomUUID(),
                                            40,
                                            AdjustmentReason.GOODWILL,
                                            "x"));
            noGrants.set(false);
            credit.grant(account.id(), UUID.randomUUID(), GrantKind.PURCHASED, 1, 0, "");
            inMemory = balance(ledger);
        }
        long inSql =
                database.read(
                        h ->
                                h.createQuery(
                                                "SELECT sum(balance_nanos) FROM ledger_account WHERE"
                                                        + " account_id > 0")
                                        .mapTo(Long.class)
                                        .one());
        assertEquals(inMemory, inSql, "memory and SQL");
    }

    // docs/ledger.md: holds reach the disk within about 2 ms; when SQL cannot be written and
    // 131,072
    // facts wait, callers get BUSY.
    @Test
    void shouldTakeNothingNewWhileTooMuchWaitsForSql() {
        AtomicBoolean noFolds = new AtomicBoolean(true);
        try (Ledger ledger =
                start(new Store(new SqlLedgerStore(database), new AtomicBoolean(), noFolds))) {
            assertEquals(ErrorCode.BUSY, fill(ledger).code());
            AccountState state = Objects.requireNonNull(ledger.account(account.id()));
            RequestId id = RequestId.next(time.wallMs());
            Ledger.Opened opened;
            synchronized (state) {
                opened =
                        ledger.open(
                                new Hold(
                                        state,
                                        call(id),
                                        5,
                                        Units.tokens(1, 1),
                                        time.wallMs() + 600_000,
                                        time.nanos() / 1_000_000 + 600_000,
                                        HoldKeeper.NONE));
            }
            assertEquals(Ledger.Opened.BUSY, opened);
            assertEquals(0, held(state));
            noFolds.set(false);
            ledger.awaitFolded();
            boolean taken = LedgerOperation.run(ledger, posting -> true);
            assertTrue(taken);
        }
    }

    // Gives the ledger more than may wait; returns how it refuses more.
    private Fault fill(Ledger ledger) {
        try {
            while (true) {
                LedgerOperation.run(
                        ledger,
                        posting -> {
                            for (int i = 0; i < 8_000; i++) {
                                posting.drop(
                                        RequestId.next(time.wallMs()), RequestState.RELEASED, "");
                            }
                            return true;
                        });
            }
        } catch (Fault fault) {
            return fault;
        }
    }

    private static long held(AccountState state) {
        synchronized (state) {
            return state.heldNanos();
        }
    }

    // The writer has a connection of its own.
    @Test
    void shouldNotMakeSettlesWaitForAdministrativeReads() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(4);
        CountDownLatch settled = new CountDownLatch(1);
        try (Ledger ledger = start(new SqlLedgerStore(database));
                ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                var _ = readers.submit(() -> readUntil(reading, settled));
            }
            reading.await();
            // Asks SQL whether an id that memory does not know has ended.
            boolean unknown =
                    LedgerOperation.run(
                            ledger,
                            posting -> posting.ended(RequestId.next(time.wallMs())) == null);
            assertTrue(unknown);
            settled.countDown();
        }
    }

    private boolean readUntil(CountDownLatch reading, CountDownLatch settled) {
        return database.read(
                handle -> {
                    reading.countDown();
                    try {
                        return settled.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                });
    }

    // As a full disk and a read-only file system: SQL itself refuses, in the middle of a
    // transaction.
    @ParameterizedTest
    @ValueSource(strings = {"PRAGMA max_page_count = 1", "PRAGMA query_only = 1"})
    void shouldCatchUpWhenSqlCanBeWrittenAgain(String trouble) {
        try (Ledger ledger = start(new SqlLedgerStore(database))) {
            execute(trouble);
            Credit credit = new Credit(new SqlAccountStore(database), ledger, ids);
            for (int i = 0; i < 2_000; i++) {
                credit.grant(account.id(), UUID.randomUUID(), GrantKind.PURCHASED, 1, 0, "");
            }
            assertEquals(2_000, balance(ledger));
            Fault fault = assertThrows(Fault.class, () -> database.write(this::grow));
            assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
            assertEquals(0, number("SELECT count(*) FROM transfer"), "all or nothing");
            assertTrue(ledger.isHealthy());
            execute("PRAGMA max_page_count = 4294967294");
            execute("PRAGMA query_only = 0");
            ledger.awaitFolded();
            assertEquals(2_000, number("SELECT count(*) FROM transfer"));
        }
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
    }

    private boolean grow(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO request VALUES (zeroblob(1000000), 1, 1)");
        }
        return true;
    }

    private void execute(String sql) {
        var _ =
                database.write(
                        connection -> {
                            try (Statement statement = connection.createStatement()) {
                                return statement.execute(sql);
                            }
                        });
    }

    private long number(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
