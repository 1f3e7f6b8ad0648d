package io.weighbridge.backend.usage;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads series from the sums by service. A year of hours is hundreds of thousands of rows, so
/// nothing is made of a row but its numbers.
final class SqlSeries {
    // Rows of PostgreSQL that are in memory at a time.
    private static final int FETCHED = 10_000;
    private static final int NUMBERS_FROM = 3;

    private final SeriesQuery query;
    private final long[] ids;
    // By the place of the service in the question; null while nothing was found.
    private final long[][] values;

    private SqlSeries(SeriesQuery query) {
        this.query = query;
        this.ids = query.serviceIds().stream().mapToLong(Long::longValue).toArray();
        this.values = new long[ids.length][];
    }

    static List<Series> read(Handle handle, SeriesQuery query) {
        SqlSeries series = new SqlSeries(query);
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
                .scanResultSet((rows, context) -> series.add(rows));
    }

    private List<Series> add(Supplier<ResultSet> rows) throws SQLException {
        ResultSet row = rows.get();
        long lengthMs = query.granularity().lengthMs();
        int buckets = query.buckets();
        int sums = query.sums().size();
        int last = -1;
        while (row.next()) {
            int place = place(row.getLong(2), last);
            if (place >= 0) {
                last = place;
                int bucket = (int) ((row.getLong(1) - query.fromMs()) / lengthMs);
                if (values[place] == null) {
                    values[place] = new long[buckets * sums];
                }
                for (int sum = 0; sum < sums; sum++) {
                    values[place][sum * buckets + bucket] = row.getLong(NUMBERS_FROM + sum);
                }
            }
        }
        List<Series> found = new ArrayList<>();
        for (int place = 0; place < values.length; place++) {
            if (values[place] != null) {
                found.add(new Series(ids[place], values[place]));
            }
        }
        return found;
    }

    // Mostly it is the one after the last.
    private int place(long serviceId, int last) {
        return last + 1 < ids.length && ids[last + 1] == serviceId
                ? last + 1
                : Arrays.binarySearch(ids, serviceId);
    }
}
