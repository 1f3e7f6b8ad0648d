package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.keys.KeySecret;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.RefusalReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// CVE-2026-42208 at LiteLLM: SQL in the key reached the database before anybody was known. Here
/// the check of a key is a checksum, a hash and a look into memory.
final class KeyCheckTest {
    private static final String HIDDEN = "hidden_";
    private static final String TABLES =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    private static final List<String> TEXTS =
            List.of(
                    "' OR '1'='1",
                    "'; DROP TABLE api_key; --",
                    "\" UNION SELECT secret FROM api_key --",
                    "wb_live_' OR 1=1 --",
                    "%",
                    "_",
                    "\u0000");

    @TempDir Path directory;

    @Test
    void shouldNeverTouchSqlWhateverTheKeySays() throws SQLException {
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            Account account = test.account("Acme", 1_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            var first = test.gate().authorize(Calls.chat(key, 1, 1).build()).getAdmitted();
            test.gate().release(Calls.release(first.getHoldId()));
            test.backend().ledger().awaitFolded();
            // All tables are gone: whoever asked one would fail.
            rename("", HIDDEN);
            for (String text : TEXTS) {
                for (String asked : List.of(text, key + text, text + key, body(key, text))) {
                    assertRefused(test, asked, RefusalReason.REFUSAL_REASON_MALFORMED_KEY);
                }
            }
            assertRefused(
                    test,
                    KeySecret.generate("wb", "live", new SecureRandom()),
                    RefusalReason.REFUSAL_REASON_UNKNOWN_KEY);
            AuthorizeReply reply = test.gate().authorize(Calls.chat(key, 1, 1).build());
            rename(HIDDEN, "");
            test.gate().settle(Calls.settle(reply.getAdmitted().getHoldId(), 1, 1).build());
            assertEquals(998 * Calls.TOKEN, test.balance(account).balanceNanos());
            LedgerSums.check(test, directory);
        }
    }

    // As long as a key, and with its head.
    private static String body(String key, String text) {
        return key.substring(0, key.length() - text.length()) + text;
    }

    private static void assertRefused(TestBackend test, String key, RefusalReason reason) {
        AuthorizeReply reply = test.gate().authorize(Calls.chat(key, 1, 1).build());
        assertEquals(reason, reply.getRefused().getReason(), key);
    }

    // Gives all tables another head of their names.
    private void rename(String from, String to) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(TABLES)) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                String renamed = to + table.substring(from.length());
                statement.execute("ALTER TABLE " + table + " RENAME TO " + renamed);
            }
            statement.execute("COMMIT");
        }
    }
}
