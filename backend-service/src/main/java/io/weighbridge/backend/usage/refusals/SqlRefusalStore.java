package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.usage.Granularity;
import io.weighbridge.backend.usage.SqlBucketWindows;
import io.weighbridge.backend.usage.SqlZonePieces;
import io.weighbridge.backend.usage.ZoneBuckets;
import io.weighbridge.backend.usage.ZonePiece;

import org.jdbi.v3.core.Handle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Sums of refused calls in SQL. A page can end early, and be empty: see [SqlBucketWindows].
public final class SqlRefusalStore implements RefusalStore {
    private static final String RANGE =
            "granularity = :granularity AND bucket_at_ms >= :from AND bucket_at_ms < :to";
    private static final List<Granularity> GRANULARITIES =
            List.of(Granularity.HOUR, Granularity.DAY);

    private final Database database;
    private final SqlBucketWindows windows;

    public SqlRefusalStore(Database database) {
        this(database, SqlBucketWindows.USUAL);
    }

    SqlRefusalStore(Database database, SqlBucketWindows windows) {
        this.database = database;
        this.windows = windows;
    }

    private record Row(Granularity granularity, RefusalCell bucket) {
        // That of the table's key: rows that stand together are written together.
        private static final Comparator<Row> ORDER =
                Comparator.comparing(Row::granularity)
                        .thenComparingLong(row -> row.bucket.hourMs())
                        .thenComparingLong(row -> row.bucket.accountId())
                        .thenComparingLong(row -> row.bucket.serviceId())
                        .thenComparingInt(row -> row.bucket.reason().number());
    }

    @Override
    public void add(Map<RefusalCell, Long> refused) {
        Map<Row, Long> rows = new TreeMap<>(Row.ORDER);
        refused.forEach(
                (cell, times) -> {
                    for (Granularity granularity : GRANULARITIES) {
                        RefusalCell bucket =
                                new RefusalCell(
                                        granularity.bucketMs(cell.hourMs()),
                                        cell.accountId(),
                                        cell.serviceId(),
                                        cell.reason());
                        rows.merge(new Row(granularity, bucket), times, Math::addExact);
                    }
                });
        var _ = database.write(connection -> add(connection, rows));
    }

    private static int add(Connection connection, Map<Row, Long> rows) throws SQLException {
        String sql =
                """
                INSERT INTO rollup_refusal
                    (granularity, bucket_at_ms, account_id, service_id, reason, refused)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (granularity, bucket_at_ms, account_id, service_id, reason)
                DO UPDATE SET refused = rollup_refusal.refused + excluded.refused
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<Row, Long> each : rows.entrySet()) {
                RefusalCell bucket = each.getKey().bucket();
                statement.setInt(1, each.getKey().granularity().number());
                statement.setLong(2, bucket.hourMs());
                statement.setLong(3, bucket.accountId());
                statement.setLong(4, bucket.serviceId());
                statement.setInt(5, bucket.reason().number());
                statement.setLong(6, each.getValue());
                statement.addBatch();
            }
            return statement.executeBatch().length;
        }
    }

    @Override
    public Page<RefusalSum> query(RefusalQuery query, PageKey page) {
        SqlBucketWindows.Found<RefusalSum> found =
                database.read(handle -> read(handle, query, page));
        if (found.endMs() < query.toMs() && found.sums().size() <= page.size()) {
            // No bucket begins just before another.
            return Page.upTo(found.sums(), page, new long[] {found.endMs() - 1, 0, 0, 0}, "");
        }
        return Page.ofKeys(
                found.sums(),
                page,
                sum -> new long[] {sum.bucketMs(), sum.accountId(), sum.serviceId(), sum.reason()});
    }

    private SqlBucketWindows.Found<RefusalSum> read(
            Handle handle, RefusalQuery query, PageKey page) {
        ZoneBuckets buckets = query.buckets();
        boolean isUtc = buckets.isUtc();
        Map<String, Object> values = values(query, query.fromMs(), query.toMs());
        values.put("granularity", (isUtc ? query.granularity() : Granularity.HOUR).number());
        SqlBucketWindows.Span span =
                new SqlBucketWindows.Span(
                        "rollup_refusal",
                        indexed(query, RANGE),
                        values,
                        query.fromMs(),
                        query.toMs(),
                        bucketMs -> buckets.next(buckets.begin(bucketMs)));
        SqlZonePieces zoned = new SqlZonePieces(buckets, false);
        return windows.read(
                handle,
                span,
                page,
                isUtc
                        ? (from, end, limit) ->
                                new SqlBucketWindows.Found<>(
                                        kept(handle, query, page, from, end, limit), end)
                        : (from, end, limit) ->
                                zoned.read(
                                        from,
                                        end,
                                        limit,
                                        (at, to) -> SqlBucketWindows.first(handle, span, at, to),
                                        (pieces, left) ->
                                                zoned(handle, query, page, pieces, left)));
    }

    private static List<RefusalSum> kept(
            Handle handle, RefusalQuery query, PageKey page, long from, long end, int limit) {
        String table = "rollup_refusal WHERE " + filter(query, RANGE);
        return sums(handle, query, page, table, values(query, from, end), limit);
    }

    // Of the bucket that the page before ended in, only what comes after is put together.
    private static List<RefusalSum> zoned(
            Handle handle, RefusalQuery query, PageKey page, List<ZonePiece> pieces, int limit) {
        String table =
                SqlZonePieces.union(
                        pieces,
                        i ->
                                ", account_id, service_id, reason, refused"
                                        + " FROM rollup_refusal WHERE "
                                        + filter(query, SqlZonePieces.range(i))
                                        + after(query, page, pieces.get(i)));
        Map<String, Object> values = values(query, 0, 0);
        SqlZonePieces.bind(pieces, values);
        return sums(handle, query, page, table + " WHERE TRUE", values, limit);
    }

    private static String after(RefusalQuery query, PageKey page, ZonePiece piece) {
        return page.isFirst() || piece.bucketMs() != page.after(0, 0)
                ? ""
                : " AND (" + groups(query) + ") > (:a, :s, :r)";
    }

    private static List<RefusalSum> sums(
            Handle handle,
            RefusalQuery query,
            PageKey page,
            String table,
            Map<String, Object> values,
            int limit) {
        values.put("limit", limit);
        String after = "TRUE";
        if (!page.isFirst()) {
            after = "(" + columns(query) + ") > (:b, :a, :s, :r)";
            values.put("b", page.after(0, 0));
            values.put("a", page.after(1, 0));
            values.put("s", page.after(2, 0));
            values.put("r", page.after(3, 0));
        }
        String sql =
                """
                SELECT %s, sum(refused) FROM %s AND %s
                GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4 LIMIT :limit
                """
                        .formatted(columns(query), table, after);
        return handle.createQuery(sql).bindMap(values).map((row, _) -> fromRow(row)).list();
    }

    private static RefusalSum fromRow(ResultSet row) throws SQLException {
        return new RefusalSum(
                row.getLong(1), row.getLong(2), row.getLong(3), row.getInt(4), row.getLong(5));
    }

    // The bucket and what it is told apart by, always four columns.
    private static String columns(RefusalQuery query) {
        return "bucket_at_ms, " + groups(query);
    }

    private static String groups(RefusalQuery query) {
        return (query.groupBy().contains(RefusalGroupBy.ACCOUNT) ? "account_id, " : "0, ")
                + (query.groupBy().contains(RefusalGroupBy.SERVICE) ? "service_id, " : "0, ")
                + (query.groupBy().contains(RefusalGroupBy.REASON) ? "reason" : "0");
    }

    // What an index leads to.
    private static String indexed(RefusalQuery query, String range) {
        return range + (query.accountId().isPresent() ? " AND account_id = :account" : "");
    }

    private static String filter(RefusalQuery query, String range) {
        return indexed(query, range)
                + (query.serviceId().isPresent() ? " AND service_id = :service" : "")
                + (query.reason() == null ? "" : " AND reason = :reason");
    }

    private static Map<String, Object> values(RefusalQuery query, long from, long to) {
        Map<String, Object> values = new HashMap<>();
        values.put("granularity", query.granularity().number());
        values.put("from", from);
        values.put("to", to);
        values.put("account", query.accountId().orElse(0));
        values.put("service", query.serviceId().orElse(0));
        values.put("reason", query.reason() == null ? 0 : query.reason().number());
        return values;
    }
}
