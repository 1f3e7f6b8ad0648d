package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.ledger.journal.FaultyDisk;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;

/// The disk of the journal fails, and comes back. SQL gets nothing meanwhile, so that what is left
/// is what the journal has.
final class JournalOutageTest {
    @TempDir Path scratch;
    private final SystemTime time = new SystemTime();
    private final IdSource ids = new IdSource(time);
    private final FaultyDisk disk = new FaultyDisk();
    private final SplittableRandom random = new SplittableRandom(5);
    private Path directory;
    private Database database;
    private Account account;
    private Ledger ledger;

    private record NoFolds(LedgerStore store) implements LedgerStore {
        @Override
        public Snapshot load(long recentRequestsFromMs) {
            return store.load(recentRequestsFromMs);
        }

        @Override
        public void fold(List<Fact> facts, long foldedSequence) {
            throw Fault.storeUnavailable("SQL gets nothing", null);
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

    @BeforeEach
    void open() throws IOException {
        directory = Files.createDirectory(scratch.resolve("data"));
        database = Database.open(directory);
        account = new Account(ids.next(), 1, "Acme", 0, false, "", time.wallMs());
        new SqlAccountStore(database).add(account, Changes.ANY);
        LedgerStore store = new NoFolds(new SqlLedgerStore(database));
        ledger = Ledger.open(directory, disk, store, time, 180_000);
        ledger.start((posting, hold) -> {}, facts -> {});
    }

    @AfterEach
    void close() {
        ledger.close();
        database.close();
    }

    private void grant(UUID operation, long nanos) {
        new Credit(new SqlAccountStore(database), ledger, ids)
                .grant(account.id(), operation, GrantKind.PURCHASED, nanos, 0, "");
    }

    private Ledger.Opened hold(long nanos) {
        AccountState state = Objects.requireNonNull(ledger.account(account.id()));
        long nowMs = time.wallMs();
        Call call =
                new Call(
                        RequestId.next(nowMs),
                        account.id(),
                        7,
                        8,
                        ServiceTier.STANDARD,
                        0,
                        "",
                        "",
                        "",
                        nowMs);
        synchronized (state) {
            return ledger.open(
                    new Hold(
                            state,
                            call,
                            nanos,
                            Units.tokens(1, 1),
                            nowMs + 600_000,
                            time.nanos() / 1_000_000 + 600_000,
                            HoldKeeper.NONE));
        }
    }

    private record Money(long balanceNanos, long heldNanos) {}

    private Money money(Ledger of) {
        AccountState state = Objects.requireNonNull(of.account(account.id()));
        synchronized (state) {
            return new Money(state.balanceNanos(), state.heldNanos());
        }
    }

    // What a start finds after the power went now.
    private Money afterPowerCut() throws IOException, SQLException {
        Path image = Files.createTempDirectory(scratch, "image");
        try (Connection sql = Database.openReadOnly(directory);
                Statement statement = sql.createStatement()) {
            statement.execute("VACUUM INTO '" + image.resolve(Database.FILE_NAME) + "'");
        }
        disk.cutPower(image.resolve(Ledger.JOURNAL), random);
        assertEquals(List.of(), LedgerCheck.of(image).problems());
        try (Database copy = Database.open(image);
                Ledger again = Ledger.open(image, new SqlLedgerStore(copy), time, 180_000)) {
            return money(again);
        }
    }

    private void mend() {
        disk.set(FaultyDisk.Trouble.NONE);
        Calls.await("recovered", ledger::isHealthy);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldRefuseGoOnReadingAndRecoverByItself(FaultyDisk.Trouble trouble) throws Exception {
        grant(UUID.randomUUID(), 1_000);
        assertEquals(Ledger.Opened.DONE, hold(30));
        // A command flushes the hold before it.
        grant(UUID.randomUUID(), 1);
        Money acknowledged = new Money(1_001, 30);
        disk.set(trouble);
        UUID undecided = UUID.randomUUID();
        Fault first = assertThrows(Fault.class, () -> grant(undecided, 5));
        assertEquals(ErrorCode.STORE_UNAVAILABLE, first.code());
        assertTrue(first.text().contains("sent again with the same ids"), first::text);
        Fault second = assertThrows(Fault.class, () -> grant(UUID.randomUUID(), 7));
        assertEquals(ErrorCode.STORE_UNAVAILABLE, second.code());
        assertTrue(second.text().contains("nothing was changed"), second::text);
        assertEquals(Ledger.Opened.BUSY, hold(1));
        assertEquals(ErrorCode.STORE_UNAVAILABLE, ledger.refusal().code());
        assertEquals(1, ledger.holds(account.id()).size(), "reads go on");
        int failures = disk.failures();
        Calls.await("tried again", () -> disk.failures() > failures);
        Money left = afterPowerCut();
        assertTrue(left.equals(acknowledged) || left.equals(new Money(1_006, 30)), left::toString);
        mend();
        assertEquals(new Money(1_006, 30), money(ledger), "what was undecided is durable");
        assertEquals(money(ledger), afterPowerCut());
        grant(undecided, 5);
        grant(UUID.randomUUID(), 10);
        assertEquals(new Money(1_016, 30), money(ledger), "and counts once");
        assertEquals(money(ledger), afterPowerCut());
    }

    @Test
    void shouldLoseNothingAndCountNothingTwiceWhenItFailsAgainAndAgain() throws Exception {
        FaultyDisk.Trouble[] troubles = FaultyDisk.Trouble.values();
        long sum = 0;
        long heldNanos = 0;
        for (int round = 1; round <= 30; round++) {
            List<UUID> operations = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                operations.add(UUID.randomUUID());
            }
            FaultyDisk.Trouble trouble = troubles[random.nextInt(troubles.length)];
            long nanos = round;
            List<String> outcomes =
                    Calls.atOnce(
                            20,
                            i -> {
                                if (i == 10) {
                                    disk.set(trouble);
                                }
                                return outcome(operations.get(i), nanos);
                            });
            heldNanos += hold(3) == Ledger.Opened.DONE ? 3 : 0;
            long before = sum;
            long told = outcomes.stream().filter("ok"::equals).count() * nanos;
            long left = afterPowerCut().balanceNanos();
            assertTrue(left >= before + told, () -> before + " + " + told + " > " + left);
            mend();
            for (UUID operation : operations) {
                assertEquals("ok", outcome(operation, nanos));
            }
            sum += 20 * nanos;
            assertEquals(sum, money(ledger).balanceNanos());
            assertEquals(sum, afterPowerCut().balanceNanos());
        }
        assertEquals(new Money(sum, heldNanos), money(ledger));
        assertEquals(new Money(sum, heldNanos), afterPowerCut());
        assertTrue(disk.failures() > 0);
    }

    private String outcome(UUID operation, long nanos) {
        try {
            grant(operation, nanos);
            return "ok";
        } catch (Fault fault) {
            assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
            return "failed";
        }
    }
}
