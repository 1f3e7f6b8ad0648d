package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.sql.Database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/// Deletes usage records from SQL.
public final class SqlRetentionStore implements RetentionStore {
    private static final String KEPT_FROM =
            "UPDATE usage_retention SET kept_from_ms = ? WHERE kept_from_ms < ?";
    // Records lie in the order of their instants.
    private static final String LOOK =
            """
            SELECT u.sequence, u.settled_at_ms, u.account_id, u.price_nanos, u.fee_nanos,
                u.charge_nanos, u.overrun_nanos,
                u.unrated_reason = '' AND NOT EXISTS
                    (SELECT 1 FROM usage_refund f WHERE f.request_id = u.request_id) AS plain
            FROM usage_record u WHERE u.sequence > ? ORDER BY u.sequence LIMIT ?
            """;
    private static final String GONE =
            """
            INSERT INTO usage_record_gone
                (account_id, calls, price_nanos, fee_nanos, charge_nanos, overrun_nanos)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (account_id) DO UPDATE SET calls = usage_record_gone.calls + excluded.calls,
                price_nanos = usage_record_gone.price_nanos + excluded.price_nanos,
                fee_nanos = usage_record_gone.fee_nanos + excluded.fee_nanos,
                charge_nanos = usage_record_gone.charge_nanos + excluded.charge_nanos,
                overrun_nanos = usage_record_gone.overrun_nanos + excluded.overrun_nanos
            """;

    /// What deleted records of an account came to.
    private record Gone(
            long calls, long priceNanos, long feeNanos, long chargeNanos, long overrunNanos) {
        Gone plus(Gone other) {
            return new Gone(
                    Math.addExact(calls, other.calls),
                    Math.addExact(priceNanos, other.priceNanos),
                    Math.addExact(feeNanos, other.feeNanos),
                    Math.addExact(chargeNanos, other.chargeNanos),
                    Math.addExact(overrunNanos, other.overrunNanos));
        }
    }

    private final Database database;

    public SqlRetentionStore(Database database) {
        this.database = database;
    }

    @Override
    public Batch delete(long keptFromMs, long afterSequence, int most) {
        return database.write(connection -> delete(connection, keptFromMs, afterSequence, most));
    }

    private static Batch delete(Connection connection, long keptFromMs, long after, int most)
            throws SQLException {
        try (PreparedStatement keptFrom = connection.prepareStatement(KEPT_FROM);
                PreparedStatement look = connection.prepareStatement(LOOK);
                PreparedStatement gone = connection.prepareStatement(GONE);
                PreparedStatement delete =
                        connection.prepareStatement(
                                "DELETE FROM usage_record WHERE sequence = ?")) {
            keptFrom.setLong(1, keptFromMs);
            keptFrom.setLong(2, keptFromMs);
            keptFrom.executeUpdate();
            look.setLong(1, after);
            look.setInt(2, most);
            long last = after;
            int looked = 0;
            int deleted = 0;
            // A batch may have each account only once: PostgreSQL's driver makes it one statement.
            Map<Long, Gone> byAccount = new TreeMap<>();
            try (ResultSet row = look.executeQuery()) {
                while (row.next() && row.getLong("settled_at_ms") < keptFromMs) {
                    last = row.getLong("sequence");
                    looked++;
                    if (row.getBoolean("plain")) {
                        byAccount.merge(row.getLong("account_id"), gone(row), Gone::plus);
                        delete.setLong(1, last);
                        delete.addBatch();
                        deleted++;
                    }
                }
            }
            for (Map.Entry<Long, Gone> account : byAccount.entrySet()) {
                add(gone, account.getKey(), account.getValue());
            }
            gone.executeBatch();
            delete.executeBatch();
            return new Batch(last, deleted, looked == most);
        }
    }

    private static Gone gone(ResultSet row) throws SQLException {
        return new Gone(
                1,
                row.getLong("price_nanos"),
                row.getLong("fee_nanos"),
                row.getLong("charge_nanos"),
                row.getLong("overrun_nanos"));
    }

    private static void add(PreparedStatement to, long accountId, Gone gone) throws SQLException {
        to.setLong(1, accountId);
        to.setLong(2, gone.calls);
        to.setLong(3, gone.priceNanos);
        to.setLong(4, gone.feeNanos);
        to.setLong(5, gone.chargeNanos);
        to.setLong(6, gone.overrunNanos);
        to.addBatch();
    }
}
