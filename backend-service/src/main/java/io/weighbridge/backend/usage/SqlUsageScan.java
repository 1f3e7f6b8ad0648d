package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/// Records in SQL, in order. Columns are read by number: millions of rows are.
public final class SqlUsageScan implements UsageScan {
    private static final String NEXT =
            """
            SELECT u.sequence, u.account_id, u.service_id, u.tier, u.units,
                u.outcome, u.upstream_cost_nanos, u.settled_at_ms,
                CASE WHEN u.unrated_reason = '' THEN 1
                    WHEN NOT g.written_off THEN 1 ELSE 0 END,
                coalesce(g.charge_nanos, u.charge_nanos), e.balance_after_nanos,
                u.unrated_reason <> '', u.proxy, coalesce(g.units, ''), coalesce(g.sequence, 0),
                coalesce(g.at_ms, 0), u.cost_basis, u.predicted_cost_nanos, u.measured_cost_nanos
            FROM usage_record u
                LEFT JOIN usage_rating g
                    ON u.unrated_reason <> '' AND g.request_id = u.request_id
                LEFT JOIN account_entry e ON e.sequence = u.sequence AND e.sequence >= :from
            WHERE u.sequence >= :from ORDER BY u.sequence LIMIT :limit
            """;

    private final Database database;

    public SqlUsageScan(Database database) {
        this.database = database;
    }

    @Override
    public long firstAt(long atMs) {
        return database.read(handle -> SqlUsageSlice.firstSequenceAt(handle, atMs));
    }

    @Override
    public long keptFromMs() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT kept_from_ms FROM usage_retention")
                                .mapTo(Long.class)
                                .findOne()
                                .orElse(0L));
    }

    @Override
    public List<Scanned> next(long fromSequence, int rowsMax) {
        return database.read(
                handle ->
                        handle.createQuery(NEXT)
                                .bind("from", fromSequence)
                                .bind("limit", rowsMax)
                                .map((row, context) -> scanned(row))
                                .list());
    }

    private static Scanned scanned(ResultSet row) throws SQLException {
        boolean isCharged = row.getInt(9) == 1;
        long charge = row.getLong(10);
        long balance = row.getLong(11);
        OptionalLong after = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(balance);
        return new Scanned(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                Objects.requireNonNull(ServiceTier.byNumber(row.getInt(4))),
                new Settlement(
                        Objects.requireNonNull(Outcome.byNumber(row.getInt(6))),
                        Units.parse(row.getString(5)),
                        -1,
                        -1,
                        row.getLong(7)),
                Units.parse(row.getString(14)),
                row.getLong(15),
                row.getLong(16),
                row.getLong(8),
                row.getString(13),
                row.getBoolean(12),
                isCharged,
                isCharged ? charge : 0,
                UsageRecord.costNanos(
                        SqlUsageStore.cost(row.getInt(17), row.getLong(18), row.getLong(19)),
                        row.getLong(7)),
                after);
    }
}
