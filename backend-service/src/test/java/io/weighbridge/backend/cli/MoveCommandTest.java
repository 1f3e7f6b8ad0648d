package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.ledger.check.LedgerReport;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestPostgres;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A store with history and open calls is carried over to PostgreSQL.
final class MoveCommandTest {
    private static final int CALLS = 60;

    @TempDir Path scratch;
    private final PostgresAddress target = TestPostgres.bareDatabase();
    private final List<String> holds = new ArrayList<>();
    private Path data;
    private Account account;

    @BeforeEach
    void fill() {
        data = scratch.resolve("data");
        try (TestBackend test = TestBackend.start(data)) {
            test.chat();
            account = test.account("Äcme ☃", 100_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            for (int i = 0; i < CALLS; i++) {
                holds.add(
                        test.gate()
                                .authorize(Calls.chat(key, 10, 10).build())
                                .getAdmitted()
                                .getHoldId());
            }
            for (int i = 0; i < CALLS / 2; i++) {
                settle(test, i);
            }
        }
    }

    private boolean settle(TestBackend test, int i) {
        return test.gate().settle(Calls.settle(holds.get(i), 10, 5).build()).getRepeated();
    }

    private record Run(int status, String out, String error) {}

    private Run move() throws IOException {
        return run("move", "--data", data.toString(), "--to", target + "?sslmode=disable");
    }

    private Run run(String... words) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        CommandLine command = Commands.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(error));
        List<String> all = new ArrayList<>(List.of(words));
        if (!words[0].equals("backup")) {
            Path password = Files.writeString(scratch.resolve("password"), "postgres\n");
            all.add("--store-password-file");
            all.add(password.toString());
        }
        int status = command.execute(all.toArray(String[]::new));
        return new Run(status, out.toString(), error.toString());
    }

    @Test
    void shouldCarryEverythingOverAndGoOnThere() throws IOException {
        LedgerReport before = LedgerCheck.of(data);
        assertEquals(CALLS / 2, before.openHolds());
        Run run = move();
        assertEquals(0, run.status, run::toString);
        assertTrue(run.out.contains("every table is the same"), run::toString);
        assertEquals(before, LedgerCheck.of(target));
        // Two services on two copies would each charge.
        Fault fault = assertThrows(Fault.class, () -> TestBackend.start(data));
        assertTrue(fault.logText().contains("was moved"), fault::logText);
        try (TestBackend test = TestBackend.start(data, target)) {
            for (int i = 0; i < CALLS; i++) {
                assertEquals(i < CALLS / 2, settle(test, i), "settled before the move");
            }
            assertEquals(
                    (100_000 - CALLS * 15) * Calls.TOKEN, test.balance(account).balanceNanos());
            LedgerSums.check(test, target);
        }
        assertEquals(List.of(), LedgerCheck.of(target).problems());
        Run again = move();
        assertEquals(1, again.status, again::toString);
        Run audit =
                run(
                        "audit",
                        "verify",
                        "--data",
                        data.toString(),
                        "--store",
                        target + "?sslmode=disable");
        assertEquals(0, audit.status, audit::toString);
        assertTrue(audit.out.contains("is whole"), audit::toString);
        Run backup =
                run("backup", "--data", data.toString(), "--to", scratch.resolve("b").toString());
        assertEquals(1, backup.status, backup::toString);
        assertTrue(backup.error.contains("was moved"), backup::toString);
    }

    @Test
    void shouldRefuseATargetThatIsNotEmptyAndChangeNothing() throws IOException {
        Path other = scratch.resolve("other");
        try (TestBackend test = TestBackend.start(other, target)) {
            test.account("Other", 5);
        }
        LedgerReport there = LedgerCheck.of(target);
        Run run = move();
        assertEquals(1, run.status, run::toString);
        assertTrue(run.error.contains("expected: an empty database"), run::toString);
        assertEquals(there, LedgerCheck.of(target));
        try (TestBackend test = TestBackend.start(data)) {
            assertTrue(settle(test, 0), "the old store is served as before");
        }
    }

    @Test
    void shouldLeaveTheTargetEmptyWhenTheCopyDiffers() throws IOException, SQLException {
        TestBackend.start(scratch.resolve("schema"), target).close();
        try (var connection = TestPostgres.connect(target);
                var statement = connection.createStatement()) {
            // What a start leaves.
            statement.execute("TRUNCATE installation, gpu CASCADE");
            // A rule that loses an account's entry without a word.
            statement.execute(
                    "CREATE RULE lose AS ON INSERT TO account_entry WHERE new.sequence = 1"
                            + " DO INSTEAD NOTHING");
        }
        Run run = move();
        assertEquals(1, run.status, run::toString);
        assertTrue(run.error.contains("the copy differs"), run::toString);
        try (var connection = TestPostgres.connect(target);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM account")) {
            assertTrue(rows.next());
            assertEquals(0, rows.getLong(1));
        }
        try (TestBackend test = TestBackend.start(data)) {
            assertTrue(settle(test, 0), "the old store is served as before");
        }
    }
}
