package io.weighbridge.backend.upstreamkeys;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.sql.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys in SQL.
public final class SqlUpstreamKeyStore implements UpstreamKeyStore {
    private static final String INSERT =
            """
            INSERT INTO upstream_key (id, account_id, provider, sealed, hint, given_at_ms, given_by,
                last_used_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE =
            """
            UPDATE upstream_key SET sealed = ?, hint = ?, given_at_ms = ?, given_by = ?,
                last_used_at_ms = ?
            WHERE id = ?
            """;

    private final Database database;

    public SqlUpstreamKeyStore(Database database) {
        this.database = database;
    }

    @Override
    public List<UpstreamKey> all() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM upstream_key ORDER BY id")
                                .map((row, context) -> fromRow(row))
                                .list());
    }

    @Override
    public Optional<UpstreamKey> find(long id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM upstream_key WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> fromRow(row))
                                .findOne());
    }

    @Override
    public void add(UpstreamKey key, Change change) {
        database.inTransaction(
                handle -> {
                    handle.execute(
                            INSERT,
                            key.id(),
                            key.accountId(),
                            key.provider(),
                            key.sealed(),
                            key.hint(),
                            key.givenAtMs(),
                            key.givenBy(),
                            key.lastUsedAtMs());
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public void replace(UpstreamKey key, Change change) {
        database.inTransaction(
                handle -> {
                    handle.execute(
                            UPDATE,
                            key.sealed(),
                            key.hint(),
                            key.givenAtMs(),
                            key.givenBy(),
                            key.lastUsedAtMs(),
                            key.id());
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public void remove(long id, Change change) {
        database.inTransaction(
                handle -> {
                    handle.execute("DELETE FROM upstream_key WHERE id = ?", id);
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public void used(Map<Long, Long> atMsById) {
        if (atMsById.isEmpty()) {
            return;
        }
        database.inTransaction(
                handle -> {
                    try (var batch =
                            handle.prepareBatch(
                                    "UPDATE upstream_key SET last_used_at_ms = ? WHERE id = ?")) {
                        atMsById.forEach((id, atMs) -> batch.add(atMs, id));
                        return batch.execute();
                    }
                });
    }

    private static UpstreamKey fromRow(ResultSet row) throws SQLException {
        return new UpstreamKey(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("provider"),
                row.getString("sealed"),
                row.getString("hint"),
                row.getLong("given_at_ms"),
                row.getLong("given_by"),
                row.getLong("last_used_at_ms"));
    }
}
