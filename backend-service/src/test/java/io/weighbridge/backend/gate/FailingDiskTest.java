package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.Account;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestTokens;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void shouldStopAndLoseNothingWhenTheJournalCannotBeWritten() {
        List<String> acknowledged = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        long accountId;
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            Account account = test.account("Acme", 10_000 * Calls.TOKEN);
            accountId = account.id();
            String key = test.key(account).secret();
            List<String> holds = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                holds.add(
                        test.gate()
                                .authorize(Calls.chat(key, 10, 10).build())
                                .getAdmitted()
                                .getHoldId());
            }
            List<String> outcomes =
                    Calls.atOnce(
                            200,
                            i -> {
                                if (i == 100) {
                                    breakJournal();
                                }
                                return Calls.outcome(
                                        () ->
                                                test.gate()
                                                        .settle(
                                                                Calls.settle(holds.get(i), 10, 5)
                                                                        .build()));
                            });
            assertTrue(Set.of("ok", "STORE_UNAVAILABLE").containsAll(outcomes), outcomes::toString);
            for (int i = 0; i < 200; i++) {
                (outcomes.get(i).equals("ok") ? acknowledged : unknown).add(holds.get(i));
            }
            Calls.await("stopped", () -> !test.backend().ledger().isHealthy());
            assertEquals(
                    "STORE_UNAVAILABLE",
                    Calls.outcome(() -> test.gate().authorize(Calls.chat(key, 10, 10).build())));
            assertEquals(
                    "STORE_UNAVAILABLE",
                    Calls.outcome(
                            () -> test.gate().settle(Calls.settle(holds.get(0), 1, 1).build())));
        }
        try (TestBackend test = TestBackend.start(directory)) {
            for (String hold : acknowledged) {
                assertTrue(
                        test.gate().settle(Calls.settle(hold, 10, 5).build()).getRepeated(),
                        "an acknowledged settle is there");
            }
            for (String hold : unknown) {
                assertFalse(test.gate().settle(Calls.settle(hold, 10, 5).build()).getUnrated());
            }
            var balance = test.backend().accounts().balance(accountId, 0);
            assertEquals((10_000 - 200 * 15) * Calls.TOKEN, balance.balanceNanos());
            LedgerSums.check(test, directory);
        }
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
