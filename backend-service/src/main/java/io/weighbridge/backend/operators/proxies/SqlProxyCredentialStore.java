package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.platform.sql.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The proxies' credentials in SQL.
public final class SqlProxyCredentialStore implements ProxyCredentialStore {
    private static final String INSERT =
            """
            INSERT INTO proxy_credential (id, name, all_services, digest, hint, previous_digest,
                previous_until_ms, created_at_ms, expires_at_ms, revoked_at_ms, revoked_reason,
                client_address_ignored)
            VALUES (?, ?, ?, ?, ?, NULL, 0, ?, ?, 0, '', ?)
            """;
    private static final String UPDATE =
            """
            UPDATE proxy_credential SET digest = ?, hint = ?, previous_digest = ?,
                previous_until_ms = ?, revoked_at_ms = ?, revoked_reason = ?
            WHERE id = ?
            """;

    private final Database database;

    public SqlProxyCredentialStore(Database database) {
        this.database = database;
    }

    @Override
    public List<ProxyCredential> all() {
        return database.read(
                handle -> {
                    Map<Long, Set<Long>> services = new HashMap<>();
                    handle.createQuery("SELECT * FROM proxy_credential_service")
                            .map(
                                    (row, context) ->
                                            services.computeIfAbsent(
                                                            row.getLong("credential_id"),
                                                            id -> new HashSet<>())
                                                    .add(row.getLong("service_id")))
                            .list();
                    return handle.createQuery("SELECT * FROM proxy_credential ORDER BY id")
                            .map((row, context) -> fromRow(row, services))
                            .list();
                });
    }

    @Override
    public void add(ProxyCredential credential) {
        database.inTransaction(
                handle -> {
                    handle.execute(
                            INSERT,
                            credential.id(),
                            credential.name(),
                            credential.allServices(),
                            credential.digest().toBytes(),
                            credential.hint(),
                            credential.createdAtMs(),
                            credential.expiresAtMs(),
                            credential.clientAddressIgnored());
                    for (long serviceId : credential.serviceIds()) {
                        handle.execute(
                                "INSERT INTO proxy_credential_service (credential_id, service_id)"
                                        + " VALUES (?, ?)",
                                credential.id(),
                                serviceId);
                    }
                    return true;
                });
    }

    @Override
    public void replace(ProxyCredential credential) {
        KeyDigest previous = credential.previous();
        database.inTransaction(
                handle ->
                        handle.execute(
                                UPDATE,
                                credential.digest().toBytes(),
                                credential.hint(),
                                previous == null ? null : previous.toBytes(),
                                credential.previousUntilMs(),
                                credential.revokedAtMs(),
                                credential.revokedReason(),
                                credential.id()));
    }

    private static ProxyCredential fromRow(ResultSet row, Map<Long, Set<Long>> services)
            throws SQLException {
        long id = row.getLong("id");
        byte[] previous = row.getBytes("previous_digest");
        return new ProxyCredential(
                id,
                row.getString("name"),
                row.getBoolean("all_services"),
                services.getOrDefault(id, Set.of()),
                KeyDigest.of(row.getBytes("digest")),
                row.getString("hint"),
                previous == null ? null : KeyDigest.of(previous),
                row.getLong("previous_until_ms"),
                row.getLong("created_at_ms"),
                row.getLong("expires_at_ms"),
                row.getLong("revoked_at_ms"),
                row.getString("revoked_reason"),
                row.getBoolean("client_address_ignored"));
    }
}
