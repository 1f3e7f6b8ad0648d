package io.weighbridge.backend.limits;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads and writes limits in SQL, for plans and for keys: the owner's id says whose they are.
public final class SqlServiceLimitRows {
    private static final String INSERT =
            """
            INSERT INTO service_limit (owner_id, service_id, requests_per_minute, tokens_per_minute,
                concurrent_calls, shadow)
            VALUES (:owner, :service, :requests, :tokens, :calls, :shadow)
            """;

    private SqlServiceLimitRows() {}

    /// Replaces all limits of an owner.
    public static void replace(Handle handle, long ownerId, List<ServiceLimits> limits) {
        handle.execute("DELETE FROM service_limit WHERE owner_id = ?", ownerId);
        for (ServiceLimits entry : limits) {
            try (var update = handle.createUpdate(INSERT)) {
                update.bind("owner", ownerId)
                        .bind("service", entry.serviceId())
                        .bind("requests", nullable(entry.requestsPerMinute()))
                        .bind("tokens", nullable(entry.tokensPerMinute()))
                        .bind("calls", nullable(entry.concurrentCalls()))
                        .bind("shadow", entry.shadow())
                        .execute();
            }
        }
    }

    private static @Nullable Long nullable(long limit) {
        return limit < 0 ? null : limit;
    }

    /// The limits of all owners, by owner's id.
    public static Map<Long, List<ServiceLimits>> all(Handle handle) {
        Map<Long, List<ServiceLimits>> byOwner = new HashMap<>();
        try (var query = handle.createQuery("SELECT * FROM service_limit")) {
            query.map(
                            (row, context) ->
                                    byOwner.computeIfAbsent(
                                                    row.getLong("owner_id"),
                                                    id -> new ArrayList<>())
                                            .add(fromRow(row)))
                    .forEach(added -> {});
        }
        return byOwner;
    }

    /// The limits of one owner.
    public static List<ServiceLimits> of(Handle handle, long ownerId) {
        return handle.createQuery("SELECT * FROM service_limit WHERE owner_id = :owner")
                .bind("owner", ownerId)
                .map((row, context) -> fromRow(row))
                .list();
    }

    private static ServiceLimits fromRow(ResultSet row) throws SQLException {
        return new ServiceLimits(
                row.getLong("service_id"),
                limit(row, "requests_per_minute"),
                limit(row, "tokens_per_minute"),
                limit(row, "concurrent_calls"),
                row.getBoolean("shadow"));
    }

    private static long limit(ResultSet row, String column) throws SQLException {
        long limit = row.getLong(column);
        return row.wasNull() ? ServiceLimits.UNLIMITED : limit;
    }
}
