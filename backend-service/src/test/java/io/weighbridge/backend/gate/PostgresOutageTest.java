package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.testkit.Cable;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.PostgresServer;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestPostgres;
import io.weighbridge.backend.testkit.TestTokens;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// The service on PostgreSQL while the database is gone, silent, taken over, or full.
final class PostgresOutageTest {
    private static final int CALLS = 200;

    @TempDir Path directory;

    /// A service with one account, and its calls in flight.
    private static final class Traffic {
        private final TestBackend test;
        private final Account account;
        private final String key;
        private final List<String> holds = new ArrayList<>();

        Traffic(TestBackend test) {
            this.test = test;
            test.chat();
            account = test.account("Acme", 100_000 * Calls.TOKEN);
            key = test.key(account).secret();
            // The proxy's credential is kept in SQL too.
            var _ = test.tokens().proxy(TestTokens.PROXY);
            for (int i = 0; i < CALLS; i++) {
                holds.add(
                        test.gate()
                                .authorize(Calls.chat(key, 10, 10).build())
                                .getAdmitted()
                                .getHoldId());
            }
        }

        String settle(int i) {
            return Calls.outcome(
                    () -> test.gate().settle(Calls.settle(holds.get(i), 10, 5).build()));
        }

        /// Sends every settle again: each is charged once then.
        ///
        /// @param outcomes of the first time
        void settleAgain(List<String> outcomes) {
            for (int i = 0; i < CALLS; i++) {
                boolean repeated =
                        test.gate().settle(Calls.settle(holds.get(i), 10, 5).build()).getRepeated();
                assertTrue(
                        repeated || !outcomes.get(i).equals("ok"),
                        "an acknowledged settle is there");
            }
            assertEquals(
                    (100_000 - CALLS * 15) * Calls.TOKEN, test.balance(account).balanceNanos());
        }
    }

    private static void checkSums(TestBackend test, PostgresAddress store) {
        LedgerSums.check(test, store);
        assertEquals(List.of(), LedgerCheck.of(store).problems());
    }

    @Test
    void shouldRefuseWhileTheDatabaseIsKilledAndGoOnByItself() throws IOException, SQLException {
        try (PostgresServer server = PostgresServer.start(directory.resolve("postgres"))) {
            PostgresAddress store = server.database("killed");
            try (TestBackend test = TestBackend.start(directory.resolve("data"), store)) {
                Traffic traffic = new Traffic(test);
                List<String> outcomes =
                        Calls.atOnce(
                                CALLS,
                                i -> {
                                    if (i == CALLS / 2) {
                                        kill(server);
                                    }
                                    return traffic.settle(i);
                                });
                assertTrue(
                        Set.of("ok", "STORE_UNAVAILABLE").containsAll(outcomes),
                        outcomes::toString);
                Calls.await("away", () -> !test.backend().ledger().isHealthy());
                assertEquals("STORE_UNAVAILABLE", traffic.settle(0));
                assertEquals(
                        "STORE_UNAVAILABLE",
                        Calls.outcome(
                                () ->
                                        test.gate()
                                                .authorize(Calls.chat(traffic.key, 1, 1).build())));
                server.startAgain();
                Calls.await("back", () -> test.backend().ledger().isHealthy());
                traffic.settleAgain(outcomes);
                checkSums(test, store);
            }
        }
    }

    private static void kill(PostgresServer server) {
        try {
            server.kill();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldFindOutWhetherAGroupWasCommittedWhoseAnswerWasLost() throws IOException {
        PostgresAddress store = TestPostgres.database();
        try (Cable cable = Cable.to(store.port());
                TestBackend test =
                        TestBackend.start(
                                directory,
                                PostgresServer.address(store.database(), cable.port()))) {
            Traffic traffic = new Traffic(test);
            test.backend().ledger().awaitFolded();
            long before = groups(store);
            cable.loseAnswers();
            Thread cutting = Thread.ofVirtual().start(() -> cutAfterAGroup(cable, store, before));
            assertEquals("STORE_UNAVAILABLE", traffic.settle(0));
            Calls.join(cutting);
            assertFalse(test.backend().ledger().isHealthy());
            cable.mend();
            Calls.await("back", () -> test.backend().ledger().isHealthy());
            assertTrue(
                    test.gate()
                            .settle(Calls.settle(traffic.holds.get(0), 10, 5).build())
                            .getRepeated(),
                    "it was committed");
            traffic.settleAgain(Collections.nCopies(CALLS, ""));
            checkSums(test, store);
        }
    }

    // What other connections ask is answered into nothing too: only the store tells of the group.
    private static void cutAfterAGroup(Cable cable, PostgresAddress store, long before) {
        Calls.await("a group", () -> groups(store) > before);
        try {
            cable.cut();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long groups(PostgresAddress store) {
        try (Connection connection = Database.openReadOnly(store)) {
            return LedgerSums.number(connection, "SELECT max(sequence) FROM journal_frame");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldAnswerInTimeWhileTheDatabaseIsSilent() throws IOException {
        PostgresAddress store = TestPostgres.database();
        try (Cable cable = Cable.to(store.port());
                TestBackend test =
                        TestBackend.start(
                                directory,
                                PostgresServer.address(store.database(), cable.port()))) {
            Traffic traffic = new Traffic(test);
            test.backend().ledger().awaitFolded();
            cable.loseAnswers();
            // The first waits for the connection's limit, others are refused from then on.
            assertEquals("STORE_UNAVAILABLE", traffic.settle(0));
            assertEquals("STORE_UNAVAILABLE", traffic.settle(1));
            cable.mend();
            Calls.await("back", () -> test.backend().ledger().isHealthy());
            traffic.settleAgain(Collections.nCopies(CALLS, ""));
            checkSums(test, store);
        }
    }

    @Test
    void shouldSurviveLosingItsConnectionsAgainAndAgain() {
        PostgresAddress store = TestPostgres.database();
        try (TestBackend test = TestBackend.start(directory, store)) {
            Traffic traffic = new Traffic(test);
            List<String> outcomes = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                if (i % 20 == 0) {
                    TestPostgres.execute(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                    + " WHERE application_name = 'weighbridge' AND datname = '"
                                    + store.database()
                                    + "'");
                }
                outcomes.add(traffic.settle(i));
                if (!outcomes.get(i).equals("ok")) {
                    Calls.await("back", () -> test.backend().ledger().isHealthy());
                }
            }
            assertTrue(outcomes.contains("ok"), outcomes::toString);
            assertTrue(outcomes.contains("STORE_UNAVAILABLE"), outcomes::toString);
            traffic.settleAgain(outcomes);
            checkSums(test, store);
        }
    }

    @Test
    void shouldRefuseASecondServiceOnTheSameDatabase() {
        PostgresAddress store = TestPostgres.database();
        try (TestBackend _ = TestBackend.start(directory.resolve("one"), store)) {
            Fault fault =
                    assertThrows(
                            Fault.class, () -> TestBackend.start(directory.resolve("two"), store));
            assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
            assertTrue(fault.logText().contains("in use by another"), fault::logText);
        }
        TestBackend.start(directory.resolve("two"), store).close();
    }

    @Test
    void shouldWriteNothingAnyMoreAfterAnotherServiceTookOver() throws SQLException {
        PostgresAddress store = TestPostgres.database();
        Path secrets = directory.resolve("data");
        try (TestBackend test = TestBackend.start(secrets, store)) {
            Traffic traffic = new Traffic(test);
            for (int i = 0; i < CALLS / 2; i++) {
                assertEquals("ok", traffic.settle(i));
            }
            test.backend().ledger().awaitFolded();
            // What an owner does first.
            try (var connection = TestPostgres.connect(store);
                    var statement = connection.createStatement()) {
                statement.execute("UPDATE store_owner SET epoch = epoch + 1");
            }
            assertEquals("STORE_UNAVAILABLE", traffic.settle(CALLS / 2));
            assertFalse(test.backend().ledger().isHealthy());
            assertThrows(Fault.class, () -> test.account("Late", 0));
            assertFalse(test.backend().ledger().isHealthy(), "for ever");
        }
        assertEquals(List.of(), LedgerCheck.of(store).problems());
        try (TestBackend test = TestBackend.start(secrets, store)) {
            assertEquals(
                    CALLS / 2, LedgerSums.number(test, store, "SELECT count(*) FROM usage_record"));
            LedgerSums.check(test, store);
        }
    }

    @Test
    void shouldSayWhenTheDatabaseHasNoConnectionLeft() {
        PostgresAddress store = TestPostgres.bareDatabase();
        String role = "few_" + store.database();
        TestPostgres.execute("CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 2");
        TestPostgres.execute("ALTER DATABASE " + store.database() + " OWNER TO " + role);
        PostgresAddress few =
                new PostgresAddress(
                        store.host(), store.port(), store.database(), role, "", store.options());
        Fault fault = assertThrows(Fault.class, () -> TestBackend.start(directory, few));
        assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
        assertTrue(fault.logText().contains("too many connections"), fault::logText);
        TestPostgres.execute("ALTER ROLE " + role + " CONNECTION LIMIT 20");
        TestBackend.start(directory, few).close();
    }
}
