package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.sql.Database;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/// Reads series from the sums by service. A year of hours is hundreds of thousands of rows, so
/// nothing is made of a row but its numbers, and of days that were read before only their sums are
/// looked at.
final class SqlSeries {
    // Rows of PostgreSQL that are in memory at a time.
    private static final int FETCHED = 10_000;
    private static final long DAY_MS = Granularity.DAY.lengthMs();

    private final Database database;
    private final SeriesDays kept;

    SqlSeries(Database database, SeriesDays kept) {
        this.database = database;
        this.kept = kept;
    }

    List<Series> read(SeriesQuery query) {
        return database.read(
                handle ->
                        query.granularity() == Granularity.HOUR
                                ? hours(handle, query).series()
                                : table(handle, query).series());
    }

    private SqlSeriesTable hours(Handle handle, SeriesQuery query) {
        long fromMs = Granularity.DAY.bucketMs(query.fromMs());
        long toMs = Math.ceilDiv(query.toMs(), DAY_MS) * DAY_MS;
        SeriesQuery whole = query.by(Granularity.DAY).between(fromMs, toMs);
        SqlSeriesTable days = table(handle, whole);
        SqlSeriesTable hours = new SqlSeriesTable(query);
        int unread = -1;
        for (int day = 0; day <= whole.buckets(); day++) {
            boolean isMissing = day < whole.buckets() && !add(hours, days, whole, day);
            if (isMissing && unread < 0) {
                unread = day;
            } else if (!isMissing && unread >= 0) {
                SeriesQuery missing =
                        query.between(fromMs + unread * DAY_MS, fromMs + day * DAY_MS);
                add(hours, days, missing, table(handle, missing));
                unread = -1;
            }
        }
        return hours;
    }

    // False when not all of its hours are kept.
    private boolean add(SqlSeriesTable hours, SqlSeriesTable days, SeriesQuery whole, int day) {
        long dayMs = whole.fromMs() + day * DAY_MS;
        @Nullable SeriesDay[] found = new SeriesDay[whole.sums().size()];
        for (int sum = 0; sum < found.length; sum++) {
            SeriesDay one = kept.get(dayMs, whole.sums().get(sum));
            if (one == null || !days.isSumOf(one, sum, day)) {
                return false;
            }
            found[sum] = one;
        }
        for (int sum = 0; sum < found.length; sum++) {
            SeriesDay one = found[sum];
            if (one != null) {
                hours.add(days, sum, one, dayMs);
            }
        }
        return true;
    }

    private void add(
            SqlSeriesTable hours, SqlSeriesTable days, SeriesQuery missing, SqlSeriesTable read) {
        for (int bucket = 0; bucket < missing.buckets(); bucket += SeriesDay.HOURS) {
            long dayMs = missing.fromMs() + bucket * SeriesDay.HOUR_MS;
            for (int sum = 0; sum < missing.sums().size(); sum++) {
                SeriesDay day = read.day(sum, bucket);
                kept.put(dayMs, missing.sums().get(sum), day);
                hours.add(days, sum, day, dayMs);
            }
        }
    }

    private static SqlSeriesTable table(Handle handle, SeriesQuery query) {
        String sql =
                """
                SELECT bucket_at_ms, service_id, %s FROM rollup_total
                WHERE granularity = :granularity AND bucket_at_ms >= :from AND bucket_at_ms < :to
                ORDER BY bucket_at_ms, service_id
                """
                        .formatted(
                                query.sums().stream()
                                        .map(SeriesSum::sql)
                                        .collect(Collectors.joining(", ")));
        return handle.createQuery(sql)
                .bind("granularity", query.granularity().number())
                .bind("from", query.fromMs())
                .bind("to", query.toMs())
                .setFetchSize(FETCHED)
                .scanResultSet((rows, context) -> new SqlSeriesTable(query).add(rows.get()));
    }
}
