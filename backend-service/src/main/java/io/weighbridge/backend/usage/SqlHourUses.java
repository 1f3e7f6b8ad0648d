package io.weighbridge.backend.usage;

import io.weighbridge.model.Unit;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads what was used in hours from the sums by service. A year of hours is hundreds of thousands
/// of rows, so only what is asked for is made of one.
final class SqlHourUses {
    /// Where it is counted how often a day was changed.
    static final String CHANGES = "use_day";

    // Rows of PostgreSQL that are in memory at a time.
    private static final int FETCHED = 10_000;
    private static final String SUMS =
            """
            SELECT bucket_at_ms, service_id, calls, failed_calls, input_tokens, cached_input_tokens,
                output_tokens, charge_nanos
            FROM rollup_total
            WHERE granularity = :granularity AND bucket_at_ms >= :from AND bucket_at_ms < :to
            ORDER BY bucket_at_ms, service_id
            """;
    private static final String UNITS =
            """
            SELECT bucket_at_ms, service_id, unit, count FROM rollup_total_unit
            WHERE granularity = :granularity AND bucket_at_ms >= :from AND bucket_at_ms < :to
                AND unit IN (%d, %d, %d)
            """
                    .formatted(
                            Unit.IMAGES.number(),
                            Unit.PIXELS.number(),
                            Unit.AUDIO_MILLISECONDS.number());

    private record Cell(long hourMs, long serviceId) {}

    private SqlHourUses() {}

    static List<HourUse> read(Handle handle, long fromMs, long toMs) {
        List<HourUse> uses = new ArrayList<>();
        scan(handle, SUMS, fromMs, toMs, row -> uses.add(use(row)));
        Map<Cell, HourUse> made = new HashMap<>();
        scan(
                handle,
                UNITS,
                fromMs,
                toMs,
                row ->
                        made.merge(
                                new Cell(row.getLong(1), row.getLong(2)),
                                made(row),
                                SqlHourUses::both));
        if (!made.isEmpty()) {
            uses.replaceAll(
                    use -> {
                        HourUse more = made.get(new Cell(use.hourMs(), use.serviceId()));
                        return more == null ? use : both(use, more);
                    });
        }
        return uses;
    }

    private static HourUse both(HourUse use, HourUse made) {
        return use.with(made.images(), made.pixels(), made.audioMs());
    }

    private static HourUse use(ResultSet row) throws SQLException {
        return new HourUse(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                0,
                0,
                0,
                row.getLong(8));
    }

    // Nothing but one unit.
    private static HourUse made(ResultSet row) throws SQLException {
        int unit = row.getInt(3);
        long count = row.getLong(4);
        return new HourUse(
                row.getLong(1),
                row.getLong(2),
                0,
                0,
                0,
                0,
                0,
                unit == Unit.IMAGES.number() ? count : 0,
                unit == Unit.PIXELS.number() ? count : 0,
                unit == Unit.AUDIO_MILLISECONDS.number() ? count : 0,
                0);
    }

    private interface Taking {
        void take(ResultSet row) throws SQLException;
    }

    private static void scan(Handle handle, String sql, long fromMs, long toMs, Taking taking) {
        var _ =
                handle.createQuery(sql)
                        .bind("granularity", Granularity.HOUR.number())
                        .bind("from", fromMs)
                        .bind("to", toMs)
                        .setFetchSize(FETCHED)
                        .scanResultSet(
                                (rows, _) -> {
                                    ResultSet row = rows.get();
                                    while (row.next()) {
                                        taking.take(row);
                                    }
                                    return true;
                                });
    }
}
