package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestTokens;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The journal's file cannot be written any more, or SQL is locked by somebody else.
final class FailingDiskTest {
    @TempDir Path directory;

    // An interrupted thread's file channel closes: to the ledger the disk is gone.
    private static void breakJournal() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("ledger-writer")) {
                thread.interrupt();
            }
        }
    }

    @Test
    void shouldRefuseLoseNothingAndRecoverByItselfWhenTheJournalCannotBeWritten()
            throws IOException {
        Path journal = directory.resolve(Ledger.JOURNAL);
        Path elsewhere = directory.resolve("gone");
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            Account account = test.account("Acme", 10_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            List<String> holds = new ArrayList<>();
            for (int i = 0; i < 201; i++) {
                holds.add(
                        test.gate()
                                .authorize(Calls.chat(key, 10, 10).build())
                                .getAdmitted()
                                .getHoldId());
            }
            Files.move(journal, elsewhere);
            List<String> outcomes =
                    Calls.atOnce(
                            200,
                            i -> {
                                if (i == 100) {
                                    breakJournal();
                                }
                                return settle(test, holds.get(i));
                            });
            assertTrue(Set.of("ok", "STORE_UNAVAILABLE").containsAll(outcomes), outcomes::toString);
            // However few settles came after the break, this one finds it.
            breakJournal();
            assertEquals("STORE_UNAVAILABLE", settle(test, holds.get(200)));
            assertEquals(
                    "STORE_UNAVAILABLE",
                    Calls.outcome(() -> test.gate().authorize(Calls.chat(key, 10, 10).build())));
            assertTrue(test.balance(account).balanceNanos() > 0, "reads go on");
            Files.move(elsewhere, journal);
            Calls.await("recovered", () -> test.backend().ledger().isHealthy());
            for (int i = 0; i < 200; i++) {
                boolean repeated =
                        test.gate().settle(Calls.settle(holds.get(i), 10, 5).build()).getRepeated();
                assertTrue(repeated || !outcomes.get(i).equals("ok"), "an acknowledged settle");
            }
            assertEquals("ok", settle(test, holds.get(200)));
            assertEquals(
                    "ok",
                    Calls.outcome(() -> test.gate().authorize(Calls.chat(key, 10, 10).build())));
            assertEquals((10_000 - 201 * 15) * Calls.TOKEN, test.balance(account).balanceNanos());
            LedgerSums.check(test, directory);
        }
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
    }

    private static String settle(TestBackend test, String hold) {
        return Calls.outcome(() -> test.gate().settle(Calls.settle(hold, 10, 5).build()));
    }

    @Test
    void shouldGoOnWhileSqlIsLockedAndCatchUpAfterwards() throws SQLException {
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            Account account = test.account("Acme", 100_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            // The proxy's credential is kept in SQL too.
            var _ = test.tokens().proxy(TestTokens.PROXY);
            test.backend().ledger().awaitFolded();
            try (Connection other =
                    DriverManager.getConnection(
                            "jdbc:sqlite:" + directory.resolve(Database.FILE_NAME))) {
                other.createStatement().execute("BEGIN EXCLUSIVE");
                for (int i = 0; i < 50; i++) {
                    String hold =
                            test.gate()
                                    .authorize(Calls.chat(key, 10, 10).build())
                                    .getAdmitted()
                                    .getHoldId();
                    test.gate().settle(Calls.settle(hold, 10, 5).build());
                }
                assertEquals(
                        (100_000 - 50 * 15) * Calls.TOKEN, test.balance(account).balanceNanos());
                other.createStatement().execute("ROLLBACK");
            }
            assertEquals(
                    50, LedgerSums.number(test, directory, "SELECT count(*) FROM usage_record"));
            LedgerSums.check(test, directory);
        }
    }
}
