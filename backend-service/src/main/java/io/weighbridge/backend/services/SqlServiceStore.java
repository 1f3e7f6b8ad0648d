package io.weighbridge.backend.services;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.sql.Database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Services in SQL.
public final class SqlServiceStore implements ServiceStore {
    private static final String INSERT =
            """
            INSERT INTO service (id, version, name, category, disabled, vanished_policy, hold_ttl_ms,
                default_output_tokens, meter_slice_tokens, unpriced_ceiling_nanos, created_at_ms)
            VALUES (:id, :version, :name, :category, :disabled, :vanishedPolicy, :holdTtlMs,
                :defaultOutputTokens, :meterSliceTokens, :unpricedCeilingNanos, :createdAtMs)
            ON CONFLICT (name) DO NOTHING
            """;
    private static final String UPDATE =
            """
            UPDATE service SET version = :version, category = :category, disabled = :disabled,
                vanished_policy = :vanishedPolicy, hold_ttl_ms = :holdTtlMs,
                default_output_tokens = :defaultOutputTokens, meter_slice_tokens = :meterSliceTokens,
                unpriced_ceiling_nanos = :unpricedCeilingNanos
            WHERE id = :id AND version = :version - 1
            """;

    private final Database database;

    public SqlServiceStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Service> all() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM service ORDER BY id")
                                .map((row, context) -> fromRow(row))
                                .list());
    }

    @Override
    public boolean add(Service service, Change change) {
        return execute(INSERT, service, change);
    }

    @Override
    public boolean replace(Service service, Change change) {
        return execute(UPDATE, service, change);
    }

    private boolean execute(String sql, Service service, Change change) {
        return database.inTransaction(
                handle -> SqlAuditTrail.appendIf(bound(handle, sql, service) == 1, handle, change));
    }

    private static int bound(Handle handle, String sql, Service service) {
        try (var update = handle.createUpdate(sql)) {
            return bind(update, service).execute();
        }
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Service service) {
        ServiceSettings settings = service.settings();
        return statement
                .bind("id", service.id())
                .bind("version", service.version())
                .bind("name", service.name())
                .bind("category", settings.category().number())
                .bind("disabled", settings.disabled())
                .bind("vanishedPolicy", settings.vanishedPolicy().number())
                .bind("holdTtlMs", settings.holdTtlMs())
                .bind("defaultOutputTokens", settings.defaultOutputTokens())
                .bind("meterSliceTokens", settings.meterSliceTokens())
                .bind("unpricedCeilingNanos", settings.unpricedCeilingNanos())
                .bind("createdAtMs", service.createdAtMs());
    }

    private static Service fromRow(ResultSet row) throws SQLException {
        return new Service(
                row.getLong("id"),
                row.getLong("version"),
                row.getString("name"),
                new ServiceSettings(
                        ServiceCategory.byNumber(row.getInt("category")),
                        row.getBoolean("disabled"),
                        VanishedPolicy.byNumber(row.getInt("vanished_policy")),
                        row.getLong("hold_ttl_ms"),
                        row.getLong("default_output_tokens"),
                        row.getLong("meter_slice_tokens"),
                        row.getLong("unpriced_ceiling_nanos")),
                row.getLong("created_at_ms"));
    }
}
