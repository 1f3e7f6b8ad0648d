package io.weighbridge.backend.platform.audit;

import io.weighbridge.backend.platform.fault.Fault;

import org.jdbi.v3.core.Handle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Appends entries to the audit log, inside the transaction of the change that they are about: both
/// are there, or neither.
public final class SqlAuditTrail {
    // Whoever has the head's row is the only one who appends until its transaction ends.
    private static final String TAKE_HEAD =
            "UPDATE audit_head SET sequence = sequence + ? WHERE id = 1 RETURNING sequence, hash";
    private static final String INSERT =
            """
            INSERT INTO audit_entry (sequence, at_ms, actor_kind, actor_id, actor_name, role,
                session_id, peer, method, action, target, before, after, reason, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private SqlAuditTrail() {}

    /// Appends one.
    ///
    /// @param handle in the change's transaction
    /// @throws Fault STORE_UNAVAILABLE
    public static void append(Handle handle, Change change) {
        try {
            append(handle.getConnection(), List.of(change));
        } catch (SQLException e) {
            throw Fault.storeUnavailable("the audit log cannot be written: " + e.getMessage(), e);
        }
    }

    /// Appends one if its change was made.
    ///
    /// @param handle in the change's transaction
    /// @return whether it was
    /// @throws Fault STORE_UNAVAILABLE
    public static boolean appendIf(boolean made, Handle handle, Change change) {
        if (made) {
            append(handle, change);
        }
        return made;
    }

    /// Appends some, in their order.
    ///
    /// @param connection in the changes' transaction
    public static void append(Connection connection, List<Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        long sequence;
        byte[] hash;
        try (PreparedStatement take = connection.prepareStatement(TAKE_HEAD)) {
            take.setLong(1, changes.size());
            try (ResultSet head = take.executeQuery()) {
                if (!head.next()) {
                    throw new SQLException("the audit log has no head");
                }
                sequence = head.getLong(1) - changes.size();
                hash = head.getBytes(2);
            }
        }
        EntryHash hashing = new EntryHash();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Change change : changes) {
                sequence++;
                hash = hash(hashing.begin(hash), sequence, change);
                bind(insert, sequence, change, hash);
                insert.executeUpdate();
            }
        }
        try (PreparedStatement put =
                connection.prepareStatement("UPDATE audit_head SET hash = ? WHERE id = 1")) {
            put.setBytes(1, hash);
            put.executeUpdate();
        }
    }

    private static byte[] hash(EntryHash hashing, long sequence, Change change) {
        Act act = change.act();
        return hashing.add(sequence)
                .add(change.atMs())
                .add(act.kind().number())
                .add(act.actorId())
                .add(act.actorName())
                .add(act.role())
                .add(act.sessionId())
                .add(act.peer())
                .add(act.method())
                .add(change.action())
                .add(change.target())
                .add(change.before())
                .add(change.after())
                .add(change.reason())
                .end();
    }

    private static void bind(PreparedStatement insert, long sequence, Change change, byte[] hash)
            throws SQLException {
        Act act = change.act();
        insert.setLong(1, sequence);
        insert.setLong(2, change.atMs());
        insert.setInt(3, act.kind().number());
        insert.setLong(4, act.actorId());
        insert.setString(5, act.actorName());
        insert.setInt(6, act.role());
        insert.setLong(7, act.sessionId());
        insert.setString(8, act.peer());
        insert.setString(9, act.method());
        insert.setString(10, change.action());
        insert.setString(11, change.target());
        insert.setString(12, change.before());
        insert.setString(13, change.after());
        insert.setString(14, change.reason());
        insert.setBytes(15, hash);
    }
}
