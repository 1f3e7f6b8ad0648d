package io.weighbridge.backend.usage;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/// Records in SQL, in order. Millions of rows are read, and each column of each row is a call of
/// the driver: columns are read by number, small ones in one number, and rare ones where they are.
public final class SqlUsageScan implements UsageScan {
    private static final String NEXT =
            """
            SELECT u.sequence, u.account_id, u.service_id,
                u.tier + 16 * u.outcome + 256 * u.cost_basis
                    + CASE WHEN u.unrated_reason = '' THEN 0 ELSE 4096 END
                    + CASE WHEN u.unrated_reason = '' OR NOT g.written_off THEN 8192 ELSE 0 END
                    + CASE WHEN e.sequence IS NULL THEN 0 ELSE 16384 END,
                u.units, u.upstream_cost_nanos, u.authorized_at_ms, u.settled_at_ms,
                coalesce(g.charge_nanos, u.charge_nanos), e.balance_after_nanos,
                u.predicted_cost_nanos, u.measured_cost_nanos,
                u.proxy, coalesce(g.units, ''), coalesce(g.sequence, 0), coalesce(g.at_ms, 0), u.unrated_reason
            FROM usage_record u
                LEFT JOIN usage_rating g
                    ON u.unrated_reason <> '' AND g.request_id = u.request_id
                LEFT JOIN account_entry e ON e.sequence = u.sequence AND e.sequence >= :from
            WHERE u.sequence >= :from ORDER BY u.sequence LIMIT :limit
            """;

    private static final int NUMBER = 15;
    private static final int OUTCOME_AT = 4;
    private static final int BASIS_AT = 8;
    private static final int LATE = 4_096;
    private static final int CHARGED = 8_192;
    private static final int BALANCE = 16_384;

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
        int small = row.getInt(4);
        boolean isLate = (small & LATE) != 0;
        boolean isCharged = (small & CHARGED) != 0;
        int basis = (small >> BASIS_AT) & NUMBER;
        long upstream = row.getLong(6);
        CallCost ofGpus =
                basis == 0
                        ? CallCost.NONE
                        : SqlUsageStore.cost(basis, row.getLong(11), row.getLong(12));
        return new Scanned(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                Objects.requireNonNull(ServiceTier.byNumber(small & NUMBER)),
                new Settlement(
                        Objects.requireNonNull(Outcome.byNumber((small >> OUTCOME_AT) & NUMBER)),
                        Units.parse(row.getString(5)),
                        -1,
                        -1,
                        upstream),
                isLate ? Units.parse(row.getString(14)) : Units.NONE,
                isLate ? row.getLong(15) : 0,
                isLate ? row.getLong(16) : 0,
                row.getLong(7),
                row.getLong(8),
                isLate ? row.getString(13) : "",
                isLate ? row.getString(17) : "",
                isCharged,
                isCharged ? row.getLong(9) : 0,
                UsageRecord.costNanos(ofGpus, upstream),
                (small & BALANCE) == 0 ? OptionalLong.empty() : OptionalLong.of(row.getLong(10)));
    }
}
