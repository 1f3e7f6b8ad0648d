package io.weighbridge.backend.operators;

import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.sql.Database;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Sessions in SQL.
public final class SqlSessionStore implements SessionStore {
    private final Database database;

    public SqlSessionStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Session> all() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM operator_session ORDER BY id")
                                .map((row, context) -> fromRow(row))
                                .list());
    }

    @Override
    public Optional<Session> find(long id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM operator_session WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> fromRow(row))
                                .findOne());
    }

    private static Session fromRow(ResultSet row) throws SQLException {
        return new Session(
                row.getLong("id"),
                row.getLong("operator_id"),
                Objects.requireNonNull(SessionStart.byNumber(row.getInt("begun_by"))),
                KeyDigest.of(row.getBytes("access_digest")),
                row.getLong("access_expires_at_ms"),
                KeyDigest.of(row.getBytes("refresh_digest")),
                row.getLong("started_at_ms"),
                row.getLong("ends_at_ms"),
                row.getInt("refreshes"));
    }

    @Override
    public Map<KeyDigest, Long> used() {
        return database.read(
                handle -> {
                    Map<KeyDigest, Long> used = new HashMap<>();
                    handle.createQuery("SELECT digest, session_id FROM operator_refresh_used")
                            .map(
                                    (row, context) ->
                                            used.put(
                                                    KeyDigest.of(row.getBytes("digest")),
                                                    row.getLong("session_id")))
                            .list();
                    return used;
                });
    }

    @Override
    public void add(Session session, Change change) {
        database.inTransaction(
                handle -> {
                    handle.execute(
                            "INSERT INTO operator_session (id, operator_id, begun_by,"
                                    + " access_digest, access_expires_at_ms, refresh_digest,"
                                    + " started_at_ms, ends_at_ms, refreshes)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            session.id(),
                            session.operatorId(),
                            session.begunBy().number(),
                            session.access().toBytes(),
                            session.accessExpiresAtMs(),
                            session.refresh().toBytes(),
                            session.startedAtMs(),
                            session.endsAtMs(),
                            session.refreshes());
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public void replace(Session session, KeyDigest used, Change change) {
        database.inTransaction(
                handle -> {
                    // It is there when the answer of this very change was lost, and is asked again.
                    int first =
                            handle.execute(
                                    "INSERT INTO operator_refresh_used (digest, session_id)"
                                            + " VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
                                    used.toBytes(),
                                    session.id());
                    if (first == 1) {
                        SqlAuditTrail.append(handle, change);
                    }
                    return handle.execute(
                            "UPDATE operator_session SET access_digest = ?,"
                                    + " access_expires_at_ms = ?, refresh_digest = ?,"
                                    + " refreshes = ? WHERE id = ?",
                            session.access().toBytes(),
                            session.accessExpiresAtMs(),
                            session.refresh().toBytes(),
                            session.refreshes(),
                            session.id());
                });
    }

    @Override
    public void remove(Collection<Long> ids, List<Change> changes) {
        if (ids.isEmpty()) {
            return;
        }
        database.inTransaction(
                handle -> {
                    remove(handle, ids);
                    changes.forEach(change -> SqlAuditTrail.append(handle, change));
                    return true;
                });
    }

    /// Removes these within another change's transaction.
    static void remove(Handle handle, Collection<Long> ids) {
        for (long id : ids) {
            handle.execute("DELETE FROM operator_refresh_used WHERE session_id = ?", id);
            handle.execute("DELETE FROM operator_session WHERE id = ?", id);
        }
    }
}
