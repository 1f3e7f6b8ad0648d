package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.UsageGrpc;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// Old usage records are deleted, and nothing else: money, sums and ids stay.
final class RetentionTest {
    private static final int DAYS = 2;

    @TempDir Path directory;
    private final ShiftedTime time = new ShiftedTime();
    private Account account = new Account(1, 1, "not yet", 0, false, "", 0);
    private String oldHold = "";
    private String refunded = "";
    private String young = "";
    private String youngHold = "";

    // Three old calls: one is refunded later, another unrated; and a young one.
    @BeforeEach
    void fill() throws SQLException {
        try (TestBackend test = TestBackend.start(directory, time)) {
            test.chat();
            account = test.account("Acme", 1_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            oldHold = authorize(test, key);
            var _ = test.gate().settle(Calls.settle(oldHold, 10, 5).build());
            refunded =
                    test.gate()
                            .settle(Calls.settle(authorize(test, key), 10, 4).build())
                            .getRecordId();
            var _ =
                    test.gate()
                            .settle(Calls.settle(authorize(test, key), 0, 0).clearUnits().build());
            var _ =
                    test.backend()
                            .credit()
                            .refund(
                                    id(refunded),
                                    UUID.randomUUID(),
                                    Calls.TOKEN,
                                    AdjustmentReason.TEST,
                                    "test");
        }
        time.shift(Duration.ofDays(5));
        try (TestBackend test = TestBackend.start(directory, time)) {
            String key = test.key(account).secret();
            youngHold = authorize(test, key);
            young = test.gate().settle(Calls.settle(youngHold, 10, 5).build()).getRecordId();
        }
    }

    private static RequestId id(String text) {
        return Objects.requireNonNull(RequestId.parse(text));
    }

    private static String authorize(TestBackend test, String key) {
        return test.gate().authorize(Calls.chat(key, 10, 10).build()).getAdmitted().getHoldId();
    }

    private int deleteOld(int days) {
        try (Database database = Database.open(directory)) {
            UsageRetention retention =
                    new UsageRetention(new SqlRetentionStore(database), time, days, Runnable::run);
            int rounds = 0;
            while (retention.round()) {
                rounds++;
            }
            return rounds;
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = Database.openReadOnly(directory);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                StringBuilder text = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append('|').append(row.getString(i));
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }

    @Test
    void shouldDeleteOldRecordsAndKeepMoneySumsAndIds() throws SQLException {
        List<String> tables =
                List.of("rollup", "rollup_unit", "transfer", "account_entry", "request");
        List<List<String>> before = new ArrayList<>();
        for (String table : tables) {
            before.add(rows("SELECT * FROM " + table));
        }
        assertEquals(0, deleteOld(0));
        assertEquals(4, rows("SELECT sequence FROM usage_record").size());
        assertEquals(0, deleteOld(DAYS));
        assertEquals(3, rows("SELECT sequence FROM usage_record").size());
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
        try (Database database = Database.open(directory)) {
            var rebuilt = new SqlRollupStore(database).rebuild();
            assertEquals(0, rebuilt.removed() + rebuilt.added());
        }
        for (int i = 0; i < tables.size(); i++) {
            assertEquals(before.get(i), rows("SELECT * FROM " + tables.get(i)), tables.get(i));
        }
    }

    @Test
    void shouldSayThatARecordIsNoLongerKept() throws SQLException {
        String gone = idOfTheFirst();
        assertEquals(0, deleteOld(DAYS));
        try (TestBackend test = TestBackend.start(directory, time)) {
            UsageGrpc.UsageBlockingStub usage = UsageGrpc.newBlockingStub(test.channel());
            assertEquals("RECORD_NOT_KEPT", Calls.outcome(() -> get(usage, gone)));
            assertEquals("ok", Calls.outcome(() -> get(usage, refunded)));
            assertEquals("ok", Calls.outcome(() -> get(usage, young)));
            assertEquals(
                    "RECORD_UNKNOWN",
                    Calls.outcome(() -> get(usage, RequestId.next(time.wallMs()).toString())));
            long balance = balance(test);
            assertEquals(
                    "RECORD_NOT_KEPT",
                    Calls.outcome(() -> test.gate().settle(Calls.settle(oldHold, 10, 5).build())));
            Fault fault =
                    assertThrows(
                            Fault.class,
                            () ->
                                    test.backend()
                                            .credit()
                                            .refund(
                                                    id(gone),
                                                    UUID.randomUUID(),
                                                    1,
                                                    AdjustmentReason.TEST,
                                                    "test"));
            assertEquals(ErrorCode.RECORD_NOT_KEPT, fault.code());
            assertEquals(balance, balance(test));
            assertTrue(test.gate().settle(Calls.settle(youngHold, 10, 5).build()).getRepeated());
        }
    }

    private String idOfTheFirst() throws SQLException {
        String hex =
                rows("SELECT hex(request_id) FROM usage_record ORDER BY sequence LIMIT 1")
                        .getFirst()
                        .substring(1);
        return new RequestId(
                        Long.parseUnsignedLong(hex.substring(0, 16), 16),
                        Long.parseUnsignedLong(hex.substring(16), 16))
                .toString();
    }

    private static void get(UsageGrpc.UsageBlockingStub usage, String id) {
        assertFalse(
                usage.getRecord(GetRecordRequest.newBuilder().setRecordId(id).build())
                        .toString()
                        .isEmpty());
    }

    private long balance(TestBackend test) {
        return test.balance(account).balanceNanos();
    }

    @Test
    void shouldDeleteNothingYoungerEvenByHand() throws SQLException {
        assertEquals(0, deleteOld(DAYS));
        try (Database database = Database.open(directory)) {
            for (String sql :
                    List.of(
                            "DELETE FROM usage_record WHERE sequence ="
                                    + " (SELECT max(sequence) FROM usage_record)",
                            "DELETE FROM request",
                            "DELETE FROM account_entry",
                            "DELETE FROM transfer",
                            "UPDATE usage_retention SET kept_from_ms = 0")) {
                assertThrows(Fault.class, () -> execute(database, sql), sql);
            }
            execute(database, "UPDATE usage_record_gone SET charge_nanos = charge_nanos + 1");
        }
        assertFalse(LedgerCheck.of(directory).balanced());
    }

    private static void execute(Database database, String sql) {
        var _ =
                database.write(
                        connection -> {
                            try (Statement statement = connection.createStatement()) {
                                return statement.execute(sql);
                            }
                        });
    }
}
