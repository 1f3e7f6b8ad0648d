package io.weighbridge.backend.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Quarantine;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/// The ledger's invariants, proved by sums over SQL that share nothing with the service.
public final class LedgerSums {
    private LedgerSums() {}

    /// Fails when transfers, balances, entries, records and memory do not agree.
    public static void check(TestBackend test, Path directory) {
        check(test, new StoreAddress.Embedded(directory));
    }

    /// The same for any store.
    public static void check(TestBackend test, StoreAddress store) {
        test.backend().ledger().atBarrier(() -> {});
        try (Connection connection = Database.openReadOnly(store)) {
            checkSql(connection);
            checkMemory(test, connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void checkSql(Connection connection) throws SQLException {
        Map<Long, Long> byTransfers = new HashMap<>();
        rows(
                connection,
                "SELECT from_ledger, to_ledger, amount_nanos FROM transfer",
                row -> {
                    byTransfers.merge(row.getLong(1), -row.getLong(3), Math::addExact);
                    byTransfers.merge(row.getLong(2), row.getLong(3), Math::addExact);
                });
        byTransfers.values().removeIf(sum -> sum == 0);
        Map<Long, Long> balances = new HashMap<>();
        rows(
                connection,
                "SELECT id, balance_nanos FROM ledger_account WHERE balance_nanos <> 0",
                row -> balances.put(row.getLong(1), row.getLong(2)));
        assertEquals(byTransfers, balances, "balances are the sums of transfers");
        assertEquals(
                0,
                balances.values().stream().mapToLong(Long::longValue).sum(),
                "balances sum to zero");
        assertEquals(
                number(connection, "SELECT coalesce(sum(charge_nanos), 0) FROM usage_record")
                        + number(
                                connection,
                                "SELECT coalesce(sum(charge_nanos), 0) FROM usage_rating"),
                number(
                        connection,
                        "SELECT coalesce(sum(amount_nanos), 0) FROM transfer"
                                + " WHERE to_ledger IN (1, 2)"),
                "revenue is the sum of records");
        assertEquals(
                0,
                number(
                        connection,
                        "SELECT count(*) FROM (SELECT request_id FROM usage_record"
                                + " GROUP BY request_id HAVING count(*) > 1) AS twice"),
                "one record a request");
        assertEquals(
                0,
                number(
                        connection,
                        """
                        SELECT count(*) FROM (
                            SELECT balance_after_nanos, sum(amount_nanos) OVER
                                (PARTITION BY account_id ORDER BY sequence) AS running
                            FROM account_entry) AS entries
                        WHERE balance_after_nanos <> running
                        """),
                "every running balance is the sum of the entries before it");
    }

    private static void checkMemory(TestBackend test, Connection connection) throws SQLException {
        Map<Long, Long> byAccount = new HashMap<>();
        rows(connection, "SELECT id FROM account", row -> byAccount.put(row.getLong(1), 0L));
        rows(
                connection,
                "SELECT account_id, sum(balance_nanos) FROM ledger_account WHERE account_id > 0"
                        + " GROUP BY account_id",
                row -> byAccount.put(row.getLong(1), row.getLong(2)));
        for (Map.Entry<Long, Long> account : byAccount.entrySet()) {
            long id = account.getKey();
            var balance = test.backend().accounts().balance(id, 0);
            assertEquals(account.getValue(), balance.balanceNanos(), "memory agrees with SQL");
            long held = 0;
            for (Hold hold : test.backend().ledger().holds(id)) {
                held += hold.heldNanos();
            }
            for (Quarantine kept : test.backend().ledger().quarantines(id)) {
                held += kept.heldNanos();
            }
            assertEquals(held, balance.heldNanos().orElseThrow(), "held is the sum of holds");
        }
    }

    /// One number from SQL.
    public static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// One number from the store in a directory, after everything answered is in it.
    public static long number(TestBackend test, Path directory, String sql) {
        return number(test, new StoreAddress.Embedded(directory), sql);
    }

    /// The same for any store.
    public static long number(TestBackend test, StoreAddress store, String sql) {
        test.backend().ledger().atBarrier(() -> {});
        try (Connection connection = Database.openReadOnly(store)) {
            return number(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void rows(Connection connection, String sql, RowReader reader)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                reader.read(row);
            }
        }
    }
}
