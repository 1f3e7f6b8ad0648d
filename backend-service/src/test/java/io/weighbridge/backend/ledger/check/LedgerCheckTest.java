package io.weighbridge.backend.ledger.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerTraffic;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

final class LedgerCheckTest {
    @TempDir static Path store;
    private static String busy;
    private static String other;

    @TempDir Path copy;

    @BeforeAll
    static void fillStore() {
        try (TestBackend test = TestBackend.start(store)) {
            LedgerTraffic traffic = new LedgerTraffic(test);
            busy = "account " + IdKind.ACCOUNT.format(traffic.busy.id());
            other = "account " + IdKind.ACCOUNT.format(traffic.other.id());
            for (int i = 0; i < 5; i++) {
                traffic.round();
            }
            traffic.corrections();
            traffic.open();
        }
    }

    private static void copyStore(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static Connection open(Path directory) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
    }

    @Test
    void balancesAfterTrafficOfEveryKind() {
        LedgerReport report = LedgerCheck.of(store);
        assertEquals(List.of(), report.problems());
        assertTrue(report.balanced());
        assertEquals(2, report.accounts());
        // 2 grants, 11 charges, a refund and an adjustment.
        assertEquals(15, report.transfers());
        assertEquals(1, report.openHolds());
        assertTrue(report.foldedSequence() > 0);
    }

    @Test
    void balancesBelowZeroWhenAnOverrunExplainsIt() {
        try (TestBackend test = TestBackend.start(copy)) {
            LedgerTraffic traffic = new LedgerTraffic(test);
            traffic.overdraw();
            assertTrue(test.backend().accounts().balance(traffic.busy.id(), 0).balanceNanos() < 0);
            assertEquals(List.of(), LedgerCheck.of(copy).problems());
        }
    }

    @Test
    void balancesAtEveryInstantWhileTrafficFlows() throws InterruptedException {
        try (TestBackend test = TestBackend.start(copy)) {
            LedgerTraffic traffic = new LedgerTraffic(test);
            AtomicBoolean stop = new AtomicBoolean();
            Thread caller =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        while (!stop.get()) {
                                            traffic.round();
                                            traffic.corrections();
                                        }
                                    });
            try {
                long first = -1;
                long last = 0;
                for (int i = 0; i < 25 || last < first + 100; i++) {
                    LedgerReport report = LedgerCheck.of(copy);
                    assertEquals(List.of(), report.problems());
                    first = first < 0 ? report.transfers() : first;
                    last = report.transfers();
                }
            } finally {
                stop.set(true);
                caller.join();
            }
        }
    }

    @Test
    void readsWhatOnlyTheJournalHas() throws IOException {
        Path files = copy.resolve("copy");
        try (TestBackend test = TestBackend.start(copy.resolve("live"))) {
            LedgerTraffic traffic = new LedgerTraffic(test);
            // SQL is copied before the traffic, the journal after it.
            test.backend().ledger().awaitFolded();
            Files.createDirectories(files.resolve(Ledger.JOURNAL));
            copySql(copy.resolve("live"), files);
            traffic.round();
            traffic.open();
            traffic.corrections();
            try (Stream<Path> segments = Files.list(copy.resolve("live").resolve(Ledger.JOURNAL))) {
                for (Path segment : segments.toList()) {
                    Files.copy(
                            segment, files.resolve(Ledger.JOURNAL).resolve(segment.getFileName()));
                }
            }
        }
        LedgerReport report = LedgerCheck.of(files);
        assertEquals(List.of(), report.problems());
        assertTrue(report.journalTail() >= 10, report::toString);
        assertEquals(1, report.openHolds());
        assertEquals(7, report.transfers());
    }

    // A copy of SQL by itself, as a backup makes it.
    private static void copySql(Path from, Path to) {
        try (Connection connection = open(from);
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + to.resolve(Database.FILE_NAME) + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void changesNothing() throws IOException {
        copyStore(store, copy);
        byte[] before = Files.readAllBytes(copy.resolve(Database.FILE_NAME));
        assertTrue(LedgerCheck.of(copy).balanced());
        assertEquals(
                -1,
                java.util.Arrays.mismatch(
                        before, Files.readAllBytes(copy.resolve(Database.FILE_NAME))));
    }

    /// @param account whose damage must be reported, "busy", "other" or none
    /// @param sql what to do to the store, statements with semicolons
    /// @param expected end of the problem's line, with '@' for any number
    record Damage(String account, String sql, String expected) {}

    private static final String OF = "(SELECT id FROM account WHERE name = ";
    private static final String FIRST_USAGE =
            "(SELECT min(sequence) FROM usage_record WHERE account_id = " + OF + "'Other'))";

    static Stream<Damage> damages() {
        Damage ofTotals =
                new Damage(
                        "",
                        "UPDATE rollup_total SET fee_nanos = fee_nanos + 3 WHERE granularity = 3",
                        "all accounts, rollups by day: fee 3 nanos, records sum to 0 nanos: off by 3"
                                + " nanos");
        return Stream.of(damagesOfTransfers(), damagesOfWhatDependsOnThem(), Stream.of(ofTotals))
                .flatMap(damages -> damages);
    }

    private static Stream<Damage> damagesOfTransfers() {
        return Stream.of(
                new Damage(
                        "busy",
                        "UPDATE ledger_account SET balance_nanos = balance_nanos + 1"
                                + " WHERE account_id = "
                                + OF
                                + "'Busy')",
                        "balance @ nanos, transfers sum to @ nanos: off by 1 nano"),
                new Damage(
                        "other",
                        "UPDATE ledger_account SET balance_nanos = balance_nanos - 3"
                                + " WHERE account_id = "
                                + OF
                                + "'Other')",
                        "balance @ nanos, transfers sum to @ nanos: off by -3 nanos"),
                new Damage(
                        "",
                        "UPDATE ledger_account SET balance_nanos = balance_nanos + 2 WHERE id = 1",
                        "installation account usage revenue: balance @ nanos, transfers sum to @"
                                + " nanos: off by 2 nanos"),
                new Damage(
                        "other",
                        "DROP TRIGGER transfer_is_kept; DELETE FROM transfer WHERE sequence = "
                                + FIRST_USAGE,
                        "charge 75000 nanos, transfers sum to 0 nanos: off by 75000 nanos"),
                new Damage(
                        "other",
                        "DROP TRIGGER transfer_is_immutable; UPDATE transfer SET amount_nanos ="
                                + " amount_nanos + 5 WHERE sequence = "
                                + FIRST_USAGE,
                        "balance @ nanos, transfers sum to @ nanos: off by 5 nanos"),
                new Damage(
                        "busy",
                        "DROP TRIGGER transfer_is_immutable; UPDATE transfer SET from_ledger ="
                                + " (SELECT id FROM ledger_account WHERE account_id = "
                                + OF
                                + "'Busy')) WHERE sequence = "
                                + FIRST_USAGE,
                        "balance @ nanos, transfers sum to @ nanos: off by 75000 nanos"));
    }

    private static Stream<Damage> damagesOfWhatDependsOnThem() {
        return Stream.of(
                new Damage(
                        "other",
                        "DROP TRIGGER usage_record_is_immutable; UPDATE usage_record SET"
                                + " charge_nanos = charge_nanos + 7 WHERE sequence = "
                                + FIRST_USAGE,
                        "charge 75007 nanos, price plus fee is 75000 nanos: off by 7 nanos"),
                new Damage(
                        "other",
                        "DROP TRIGGER usage_record_is_immutable; UPDATE usage_record SET fee_nanos"
                                + " = 4, price_nanos = price_nanos - 4 WHERE sequence = "
                                + FIRST_USAGE,
                        "fee 4 nanos, transfers to fee revenue sum to 0 nanos: off by 4 nanos"),
                new Damage(
                        "busy",
                        "UPDATE credit_grant SET granted_nanos = granted_nanos - 11"
                                + " WHERE account_id = "
                                + OF
                                + "'Busy')",
                        "granted @ nanos, transfers bring @ nanos: off by -11 nanos"),
                new Damage(
                        "busy",
                        "UPDATE account_entry SET balance_after_nanos = balance_after_nanos + 9"
                                + " WHERE account_id = "
                                + OF
                                + "'Busy') AND sequence = (SELECT max(sequence) FROM usage_record)",
                        "balance @ nanos, entries sum to @ nanos: off by 9 nanos"),
                new Damage(
                        "other",
                        "UPDATE rollup SET charge_nanos = charge_nanos - 1 WHERE granularity = 2"
                                + " AND account_id = "
                                + OF
                                + "'Other')",
                        "rollups by hour: charge @ nanos, records sum to @ nanos: off by -1 nano"),
                new Damage(
                        "busy",
                        "UPDATE usage_refund SET amount_nanos = amount_nanos + 1",
                        "amount 101 nanos, transfers sum to 100 nanos: off by 1 nano"),
                new Damage(
                        "busy",
                        "UPDATE quarantine SET held_nanos = held_nanos + 5000000000",
                        "overruns explain @ nanos: off by @ nanos"),
                new Damage(
                        "other",
                        "DROP TRIGGER request_ends_once; UPDATE request SET sequence = sequence + 1 WHERE id = (SELECT request_id"
                                + " FROM usage_record WHERE sequence = "
                                + FIRST_USAGE
                                + ")",
                        "but the request ended with fact @ (expected: the same, once)"),
                new Damage(
                        "",
                        "DROP TRIGGER request_is_kept; DELETE FROM request WHERE state = 4",
                        "11 request ids ended with a usage record, but there are 12 usage records"),
                new Damage(
                        "",
                        "UPDATE ledger_state SET folded_sequence = folded_sequence - 10",
                        "ended in the store, and again in the journal"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void namesWhatIsDamagedAndByHowMuch(Damage damage) throws IOException, SQLException {
        copyStore(store, copy);
        try (Connection connection = open(copy);
                Statement statement = connection.createStatement()) {
            for (String sql : damage.sql().split(";")) {
                statement.execute(sql);
            }
        }
        LedgerReport report = LedgerCheck.of(copy);
        assertFalse(report.balanced());
        String pattern = "\\Q" + damage.expected().replace("@", "\\E-?[0-9]+\\Q") + "\\E";
        String begin =
                switch (damage.account()) {
                    case "busy" -> busy;
                    case "other" -> other;
                    default -> "";
                };
        assertTrue(
                report.problems().stream()
                        .anyMatch(line -> line.startsWith(begin) && line.matches(".*" + pattern)),
                () -> String.join("\n", report.problems()));
    }

    @Test
    void saysThatTheJournalIsDamaged() throws IOException, SQLException {
        copyStore(store, copy);
        Path segment;
        try (Stream<Path> files = Files.list(copy.resolve(Ledger.JOURNAL))) {
            segment = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[200] ^= 1;
        Files.write(segment, bytes);
        LedgerReport report = LedgerCheck.of(copy);
        assertTrue(
                report.problems().getFirst().matches("journal: .* is damaged at byte [0-9]+.*"),
                report::toString);
    }

    @Test
    void saysThatFactsAreMissingBeforeTheJournal() throws IOException, SQLException {
        copyStore(store, copy);
        // A start begins another segment, and may have trimmed the one before.
        try (TestBackend test = TestBackend.start(copy)) {
            var _ = test.account("Later", 1_000);
            test.backend().ledger().awaitFolded();
        }
        List<Path> segments;
        try (Stream<Path> files = Files.list(copy.resolve(Ledger.JOURNAL))) {
            segments = files.sorted().toList();
        }
        for (Path segment : segments.subList(0, segments.size() - 1)) {
            Files.delete(segment);
        }
        try (Connection connection = open(copy);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE ledger_state SET folded_sequence = 2");
        }
        List<String> problems = LedgerCheck.of(copy).problems();
        assertTrue(problems.getFirst().endsWith("between them are missing"), problems::toString);
    }
}
