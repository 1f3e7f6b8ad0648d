package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.DayChanges;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Rollups in SQL. A page can end early, and be empty: see [SqlBucketWindows].
public final class SqlRollupStore implements RollupStore {
    private static final long COST_PART = 1_000_000_000;

    private final Database database;
    private final SqlBucketWindows windows;
    private final SqlSeries series;

    public SqlRollupStore(Database database) {
        this(database, SqlBucketWindows.USUAL);
    }

    SqlRollupStore(Database database, SqlBucketWindows windows) {
        this.database = database;
        this.windows = windows;
        this.series = new SqlSeries(database, new SeriesDays());
    }

    @Override
    public List<String> tagKeys() {
        return SqlTagKeys.keysIn(database);
    }

    @Override
    public List<Series> series(SeriesQuery query) {
        return series.read(query);
    }

    @Override
    public Rebuilt rebuild() {
        return database.write(SqlRollupRebuild::run);
    }

    @Override
    public List<MovedUnits> movedUnits(long fromMs, long toMs, boolean byKey) {
        return database.read(handle -> SqlMovedUnits.read(handle, fromMs, toMs, byKey));
    }

    @Override
    public List<HourUse> hourUses(long fromMs, long toMs) {
        return database.read(handle -> SqlHourUses.read(handle, fromMs, toMs));
    }

    @Override
    public Map<Long, Long> dayChanges(long fromMs, long toMs) {
        return database.read(handle -> DayChanges.read(handle, SqlHourUses.CHANGES, fromMs, toMs));
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
        SqlRollupTerms terms = new SqlRollupTerms(query, page);
        ZoneBuckets buckets = query.buckets();
        SqlBucketWindows.Span span =
                new SqlBucketWindows.Span(
                        terms.table(),
                        terms.indexed(SqlRollupTerms.RANGE),
                        terms.values(looked(query), query.fromMs(), query.toMs()),
                        query.fromMs(),
                        query.toMs(),
                        bucketMs -> buckets.next(buckets.begin(bucketMs)));
        SqlZonePieces zoned = new SqlZonePieces(buckets, !terms.isByTag());
        return windows.read(
                handle,
                span,
                page,
                buckets.isUtc()
                        ? (from, end, limit) ->
                                new SqlBucketWindows.Found<>(
                                        sums(handle, terms, List.of(), from, end, limit), end)
                        : (from, end, limit) ->
                                zoned.read(
                                        from,
                                        end,
                                        limit,
                                        (at, to) -> SqlBucketWindows.first(handle, span, at, to),
                                        (pieces, left) ->
                                                sums(handle, terms, pieces, from, end, left)));
    }

    // The kept buckets whose rows are looked at for what is asked for, or most of them. Where only
    // some hours of the span do not begin with one of UTC, as in half of Lord Howe's year, those
    // are the dear ones.
    private static Granularity looked(RollupQuery query) {
        ZoneBuckets buckets = query.buckets();
        if (buckets.isUtc()) {
            return query.granularity();
        }
        return query.granularity() == Granularity.DAY
                        || !query.tag().isNone()
                        || buckets.areOfHours(query.fromMs(), query.toMs())
                ? Granularity.HOUR
                : Granularity.MINUTE;
    }

    // Of pieces, or when there are none, of buckets as they are kept.
    private static List<Rollup> sums(
            Handle handle,
            SqlRollupTerms terms,
            List<ZonePiece> pieces,
            long from,
            long end,
            int limit) {
        SqlRollupTerms.Source source = pieces.isEmpty() ? terms.kept(from, end) : terms.of(pieces);
        Map<String, Object> values = new HashMap<>(source.values());
        values.put("limit", limit);
        String sql =
                """
                SELECT %s, sum(calls), sum(failed_calls), sum(unrated_calls), sum(input_tokens),
                    sum(cached_input_tokens), sum(output_tokens), sum(price_nanos), sum(fee_nanos),
                    sum(charge_nanos), sum(overrun_nanos), sum(refunded_nanos), sum(costed_calls),
                    sum(costed_charge_nanos), sum(compared_calls), %s, %s, %s
                FROM %s WHERE %s AND %s
                GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5 LIMIT :limit
                """
                        .formatted(
                                terms.columns(),
                                cost("cost_nanos"),
                                cost("predicted_cost_nanos"),
                                cost("measured_cost_nanos"),
                                source.sums(),
                                source.where(),
                                terms.isNext());
        List<Rollup> sums =
                handle.createQuery(sql)
                        .bindMap(values)
                        .map((row, context) -> fromRow(row, terms.query()))
                        .list();
        return sums.isEmpty() ? sums : withUnits(handle, terms, pieces, sums);
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
                row.getLong(16),
                costs(row));
    }

    private static Rollup.Costs costs(ResultSet row) throws SQLException {
        return new Rollup.Costs(
                row.getLong(17),
                cost(row, 20),
                row.getLong(18),
                row.getLong(19),
                cost(row, 22),
                cost(row, 24));
    }

    // In two parts: a sum of costs may be above what a long holds, which ends a query.
    private static String cost(String column) {
        return "sum(%1$s / %2$d), sum(%1$s %% %2$d)".formatted(column, COST_PART);
    }

    private static long cost(ResultSet row, int at) throws SQLException {
        long high = row.getLong(at);
        return high >= RollupSums.COST_MAX / COST_PART
                ? RollupSums.COST_MAX
                : Math.min(RollupSums.COST_MAX, high * COST_PART + row.getLong(at + 1));
    }

    private static Units plus(Units units, Unit unit, long count) {
        return count == 0 ? units : units.with(unit, count);
    }

    private static List<Rollup> withUnits(
            Handle handle, SqlRollupTerms terms, List<ZonePiece> pieces, List<Rollup> rollups) {
        RollupQuery query = terms.query();
        long first = rollups.getFirst().group().bucketMs();
        long last = rollups.getLast().group().bucketMs();
        SqlRollupTerms.Source source =
                pieces.isEmpty()
                        ? terms.kept(first, last + query.granularity().lengthMs())
                        : terms.of(
                                pieces.stream()
                                        .filter(piece -> piece.bucketMs() >= first)
                                        .filter(piece -> piece.bucketMs() <= last)
                                        .toList());
        Map<Rollup.Group, Units> others = new HashMap<>();
        String sql =
                """
                SELECT %s, unit, sum(count) FROM %s WHERE %s
                GROUP BY 1, 2, 3, 4, 5, unit
                """
                        .formatted(terms.columns(), source.units(), source.where());
        handle.createQuery(sql)
                .bindMap(source.values())
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
