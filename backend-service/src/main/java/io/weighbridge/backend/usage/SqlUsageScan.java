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
    // The eight that each row needs; then those that few do.
    private static final String NEXT =
            """
            SELECT u.sequence, u.account_id, u.service_id, u.units, u.settled_at_ms, u.charge_nanos,
                e.balance_after_nanos,
                u.tier + 16 * u.outcome + 256 * u.cost_basis
                    + CASE WHEN u.unrated_reason <> '' THEN 4096 ELSE 0 END
                    + CASE WHEN u.unrated_reason = '' OR NOT g.written_off THEN 8192 ELSE 0 END
                    + CASE WHEN e.sequence IS NULL THEN 0 ELSE 16384 END
                    + CASE WHEN u.upstream_cost_nanos < 0 THEN 0 ELSE 32768 END
                    + 65536 * (u.settled_at_ms - u.authorized_at_ms),
                u.upstream_cost_nanos, u.predicted_cost_nanos, u.measured_cost_nanos, u.proxy,
                g.units, g.sequence, g.at_ms, g.charge_nanos, u.unrated_reason
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
    private static final int UPSTREAM_COST = 32_768;
    private static final int TOOK_AT = 16;

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
        long small = row.getLong(8);
        boolean isLate = (small & LATE) != 0;
        boolean isCharged = (small & CHARGED) != 0;
        int basis = (int) (small >> BASIS_AT) & NUMBER;
        long upstream = (small & UPSTREAM_COST) == 0 ? -1 : row.getLong(9);
        CallCost ofGpus =
                basis == 0
                        ? CallCost.NONE
                        : SqlUsageStore.cost(basis, row.getLong(10), row.getLong(11));
        String toldLater = isLate ? row.getString(13) : null;
        long settledAtMs = row.getLong(5);
        return new Scanned(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                Objects.requireNonNull(ServiceTier.byNumber((int) small & NUMBER)),
                new Settlement(
                        Objects.requireNonNull(
                                Outcome.byNumber((int) (small >> OUTCOME_AT) & NUMBER)),
                        Units.parse(row.getString(4)),
                        -1,
                        -1,
                        upstream),
                toldLater == null ? Units.NONE : Units.parse(toldLater),
                isLate ? row.getLong(14) : 0,
                isLate ? row.getLong(15) : 0,
                settledAtMs - (small >> TOOK_AT),
                settledAtMs,
                isLate ? row.getString(12) : "",
                isLate ? row.getString(17) : "",
                isCharged,
                isCharged ? row.getLong(isLate ? 16 : 6) : 0,
                UsageRecord.costNanos(ofGpus, upstream),
                (small & BALANCE) == 0 ? OptionalLong.empty() : OptionalLong.of(row.getLong(7)));
    }
}
