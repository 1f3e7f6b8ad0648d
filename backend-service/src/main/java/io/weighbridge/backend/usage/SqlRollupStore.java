package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Rollups in SQL. A page can end early, and be empty: see [SqlBucketWindows].
public final class SqlRollupStore implements RollupStore {

    private static final Set<GroupBy> BY_SERVICE = EnumSet.of(GroupBy.SERVICE);

    private final Database database;
    private final SqlBucketWindows windows;

    public SqlRollupStore(Database database) {
        this(database, SqlBucketWindows.USUAL);
    }

    SqlRollupStore(Database database, SqlBucketWindows windows) {
        this.database = database;
        this.windows = windows;
    }

    @Override
    public List<String> tagKeys() {
        return SqlTagKeys.keysIn(database);
    }

    @Override
    public Rebuilt rebuild() {
        return database.write(SqlRollupRebuild::run);
    }

    @Override
    public Page<Rollup> query(RollupQuery query, PageKey page) {
        SqlBucketWindows.Found<Rollup> found = database.read(handle -> read(handle, query, page));
        if (found.endMs() < query.toMs() && found.sums().size() <= page.size()) {
            // No bucket begins just before another.
            return Page.upTo(found.sums(), page, new long[] {found.endMs() - 1, 0, 0, 0}, "");
        }
        return Page.ofKeys(
                found.sums(),
                page,
                rollup ->
                        new long[] {
                            rollup.group().bucketMs(),
                            rollup.group().accountId(),
                            rollup.group().keyId(),
                            rollup.group().serviceId()
                        },
                SqlRollupStore::textOf);
    }

    // At most one of them is told apart by.
    private static String textOf(Rollup rollup) {
        return rollup.group().tag().isEmpty() ? rollup.group().subject() : rollup.group().tag();
    }

    private SqlBucketWindows.Found<Rollup> read(Handle handle, RollupQuery query, PageKey page) {
        SqlBucketWindows.Found<Rollup> found =
                windows.read(
                        handle,
                        new SqlBucketWindows.Span(
                                table(query),
                                indexed(query),
                                values(query, query.fromMs(), query.toMs()),
                                query.fromMs(),
                                query.toMs(),
                                query.granularity().lengthMs()),
                        page,
                        (from, end, limit) -> sums(handle, query, page, from, end, limit));
        return found.sums().isEmpty()
                ? found
                : new SqlBucketWindows.Found<>(
                        withUnits(handle, query, found.sums()), found.endMs());
    }

    private static List<Rollup> sums(
            Handle handle, RollupQuery query, PageKey page, long from, long end, int limit) {
        Map<String, Object> values = values(query, from, end);
        values.put("limit", limit);
        String after = "TRUE";
        if (!page.isFirst()) {
            after = "(" + columns(query) + ") > (:b, :a, :k, :s, :t)";
            values.put("b", page.after(0, 0));
            values.put("a", page.after(1, 0));
            values.put("k", page.after(2, 0));
            values.put("s", page.after(3, 0));
            values.put("t", page.afterText());
        }
        String sql =
                """
                SELECT %s, sum(calls), sum(failed_calls), sum(unrated_calls), sum(input_tokens),
                    sum(cached_input_tokens), sum(output_tokens), sum(price_nanos), sum(fee_nanos),
                    sum(charge_nanos), sum(overrun_nanos), sum(refunded_nanos)
                FROM %s WHERE %s AND %s
                GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5 LIMIT :limit
                """
                        .formatted(columns(query), table(query), filter(query), after);
        return handle.createQuery(sql)
                .bindMap(values)
                .map((row, context) -> fromRow(row, query))
                .list();
    }

    // Who asks for nothing of accounts is served from the sums of all of them.
    private static String table(RollupQuery query) {
        if (!query.tag().isNone()) {
            return "rollup_tag";
        }
        boolean ofAll =
                query.accountId() == 0
                        && query.keyId() == 0
                        && query.subject().isEmpty()
                        && BY_SERVICE.containsAll(query.groupBy());
        return ofAll ? "rollup_total" : "rollup";
    }

    // The bucket and what it is told apart by, always five columns.
    private static String columns(RollupQuery query) {
        return "bucket_at_ms, "
                + (query.groupBy().contains(GroupBy.ACCOUNT) ? "account_id, " : "0, ")
                + (query.groupBy().contains(GroupBy.KEY) ? "key_id, " : "0, ")
                + (query.groupBy().contains(GroupBy.SERVICE) ? "service_id, " : "0, ")
                + (query.groupBy().contains(GroupBy.TAG)
                        ? "tag_value"
                        : query.groupBy().contains(GroupBy.SUBJECT) ? "subject" : "''");
    }

    // What an index leads to. A key leads to its account.
    private static String indexed(RollupQuery query) {
        StringBuilder where =
                new StringBuilder(
                        "granularity = :granularity AND bucket_at_ms >= :from"
                                + " AND bucket_at_ms < :to");
        if (!query.tag().isNone()) {
            where.append(" AND tag_key = :tag_key");
        }
        if (query.accountId() != 0) {
            where.append(" AND account_id = :account");
        } else if (query.keyId() != 0) {
            where.append(" AND account_id = (SELECT account_id FROM api_key WHERE id = :key)");
        }
        return where.toString();
    }

    private static String filter(RollupQuery query) {
        StringBuilder where = new StringBuilder(indexed(query));
        if (query.keyId() != 0) {
            where.append(" AND key_id = :key");
        }
        if (query.serviceId() != 0) {
            where.append(" AND service_id = :service");
        }
        if (!query.subject().isEmpty()) {
            where.append(" AND subject = :subject");
        }
        if (!query.tag().value().isEmpty()) {
            where.append(" AND tag_value = :tag");
        }
        return where.toString();
    }

    private static Map<String, Object> values(RollupQuery query, long from, long to) {
        Map<String, Object> values = new HashMap<>();
        values.put("granularity", query.granularity().number());
        values.put("from", from);
        values.put("to", to);
        values.put("account", query.accountId());
        values.put("key", query.keyId());
        values.put("service", query.serviceId());
        values.put("subject", query.subject());
        values.put("tag_key", query.tag().key());
        values.put("tag", query.tag().value());
        return values;
    }

    private static Rollup.Group groupFromRow(ResultSet row, RollupQuery query) throws SQLException {
        boolean isTag = query.groupBy().contains(GroupBy.TAG);
        return new Rollup.Group(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                isTag ? "" : row.getString(5),
                isTag ? row.getString(5) : "");
    }

    private static Rollup fromRow(ResultSet row, RollupQuery query) throws SQLException {
        Units units = Units.NONE;
        units = plus(units, Unit.INPUT_TOKENS, row.getLong(9));
        units = plus(units, Unit.CACHED_INPUT_TOKENS, row.getLong(10));
        units = plus(units, Unit.OUTPUT_TOKENS, row.getLong(11));
        return new Rollup(
                groupFromRow(row, query),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                units,
                row.getLong(12),
                row.getLong(13),
                row.getLong(14),
                row.getLong(15),
                row.getLong(16));
    }

    private static Units plus(Units units, Unit unit, long count) {
        return count == 0 ? units : units.with(unit, count);
    }

    private static List<Rollup> withUnits(Handle handle, RollupQuery query, List<Rollup> rollups) {
        long first = rollups.getFirst().group().bucketMs();
        long end = rollups.getLast().group().bucketMs() + query.granularity().lengthMs();
        Map<Rollup.Group, Units> others = new HashMap<>();
        String sql =
                """
                SELECT %s, unit, sum(count) FROM %s_unit WHERE %s
                GROUP BY 1, 2, 3, 4, 5, unit
                """
                        .formatted(columns(query), table(query), filter(query));
        handle.createQuery(sql)
                .bindMap(values(query, first, end))
                .map(
                        (row, context) -> {
                            Unit unit = Objects.requireNonNull(Unit.byNumber(row.getInt(6)));
                            long count = row.getLong(7);
                            return others.compute(
                                    groupFromRow(row, query),
                                    (group, units) ->
                                            plus(units == null ? Units.NONE : units, unit, count));
                        })
                .forEach(units -> {});
        List<Rollup> full = new ArrayList<>(rollups.size());
        for (Rollup rollup : rollups) {
            full.add(
                    rollup.with(
                            rollup.units().max(others.getOrDefault(rollup.group(), Units.NONE))));
        }
        return full;
    }
}
