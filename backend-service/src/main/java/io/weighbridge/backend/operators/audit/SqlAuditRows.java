package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.audit.EntryHash;
import io.weighbridge.backend.platform.fault.Fault;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/// Reads the log from a connection as it is checked.
final class SqlAuditRows {
    private static final String SCAN =
            """
            SELECT sequence, at_ms, actor_kind, actor_id, actor_name, role, session_id, peer, method,
                action, target, before, after, reason, hash
            FROM audit_entry WHERE sequence >= ? AND sequence < ? ORDER BY sequence
            """;
    private static final String BOUNDS =
            """
            SELECT (SELECT coalesce(max(sequence), 0) FROM audit_entry) AS last, sequence, hash
            FROM audit_head WHERE id = 1
            """;
    private static final int HASH = 15;

    private SqlAuditRows() {}

    static AuditChain.Bounds bounds(Connection connection) {
        try (PreparedStatement query = connection.prepareStatement(BOUNDS);
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the audit log has no head");
            }
            return new AuditChain.Bounds(
                    row.getLong(1), row.getLong(2), HexFormat.of().formatHex(row.getBytes(3)));
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    static List<Checkpoint> checkpoints(Connection connection) {
        String sql = "SELECT * FROM audit_checkpoint ORDER BY sequence, at_ms";
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            List<Checkpoint> checkpoints = new ArrayList<>();
            while (row.next()) {
                checkpoints.add(
                        new Checkpoint(
                                row.getLong("sequence"),
                                row.getLong("at_ms"),
                                HexFormat.of().formatHex(row.getBytes("hash")),
                                HexFormat.of().formatHex(row.getBytes("public_key")),
                                HexFormat.of().formatHex(row.getBytes("signature"))));
            }
            return checkpoints;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    static void scan(Connection connection, long from, long to, Consumer<AuditChain.Row> rows) {
        try (PreparedStatement query = connection.prepareStatement(SCAN)) {
            query.setLong(1, from);
            query.setLong(2, to);
            query.setFetchSize(1_000);
            try (ResultSet row = query.executeQuery()) {
                Entry entry = new Entry(row);
                while (row.next()) {
                    rows.accept(entry);
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static Fault unreadable(SQLException e) {
        return Fault.storeUnavailable("the audit log cannot be read: " + e.getMessage(), e);
    }

    /// The row that the result is at.
    private record Entry(ResultSet row) implements AuditChain.Row {
        @Override
        public long sequence() {
            try {
                return row.getLong(1);
            } catch (SQLException e) {
                throw unreadable(e);
            }
        }

        @Override
        public byte[] hash() {
            try {
                return row.getBytes(HASH);
            } catch (SQLException e) {
                throw unreadable(e);
            }
        }

        @Override
        public void addTo(EntryHash hashing) {
            try {
                for (int column = 1; column <= 4; column++) {
                    var _ = hashing.add(row.getLong(column));
                }
                hashing.add(row.getString(5)).add(row.getLong(6)).add(row.getLong(7));
                for (int column = 8; column < HASH; column++) {
                    var _ = hashing.add(row.getString(column));
                }
            } catch (SQLException e) {
                throw unreadable(e);
            }
        }
    }
}
