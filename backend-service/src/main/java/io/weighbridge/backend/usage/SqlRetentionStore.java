package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.sql.Database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

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
            VALUES (?, 1, ?, ?, ?, ?)
            ON CONFLICT (account_id) DO UPDATE SET calls = calls + 1,
                price_nanos = price_nanos + excluded.price_nanos,
                fee_nanos = fee_nanos + excluded.fee_nanos,
                charge_nanos = charge_nanos + excluded.charge_nanos,
                overrun_nanos = overrun_nanos + excluded.overrun_nanos
            """;

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
            try (ResultSet row = look.executeQuery()) {
                while (row.next() && row.getLong("settled_at_ms") < keptFromMs) {
                    last = row.getLong("sequence");
                    looked++;
                    if (row.getBoolean("plain")) {
                        count(gone, row);
                        delete.setLong(1, last);
                        delete.addBatch();
                        deleted++;
                    }
                }
            }
            gone.executeBatch();
            delete.executeBatch();
            return new Batch(last, deleted, looked == most);
        }
    }

    private static void count(PreparedStatement gone, ResultSet row) throws SQLException {
        gone.setLong(1, row.getLong("account_id"));
        gone.setLong(2, row.getLong("price_nanos"));
        gone.setLong(3, row.getLong("fee_nanos"));
        gone.setLong(4, row.getLong("charge_nanos"));
        gone.setLong(5, row.getLong("overrun_nanos"));
        gone.addBatch();
    }
}
