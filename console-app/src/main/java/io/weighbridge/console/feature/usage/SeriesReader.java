package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.feature.usage.sums.Folding;
import io.weighbridge.console.feature.usage.sums.SumRow;
import io.weighbridge.proto.v1.QuerySeriesReply;
import io.weighbridge.proto.v1.QuerySeriesRequest;
import io.weighbridge.proto.v1.Series;
import io.weighbridge.proto.v1.SeriesSum;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Reads sums of usage by service, packed: as numbers of a whole piece of a heat map, not one by
/// one. Blocks: for a background lane.
final class SeriesReader {
    private static final long HOUR_MS = 3_600_000;

    private final Function<QuerySeriesRequest, QuerySeriesReply> source;

    SeriesReader(BackendClient client) {
        this(request -> client.usage().querySeries(request));
    }

    SeriesReader(Function<QuerySeriesRequest, QuerySeriesReply> source) {
        this.source = source;
    }

    /// Whether it has all that a heat map shows.
    static boolean has(HeatLook look) {
        UsageFilter filter = look.filter();
        return (look.level() == Level.SERVICE || look.level() == Level.NONE)
                && filter.equals(UsageFilter.NONE.with(Level.SERVICE, filter.service()))
                && look.measure().parts().stream().allMatch(part -> sum(part) != null);
    }

    private static @Nullable SeriesSum sum(Measure part) {
        return switch (part) {
            case CALLS -> SeriesSum.SERIES_SUM_CALLS;
            case FAILED -> SeriesSum.SERIES_SUM_FAILED_CALLS;
            case UNRATED -> SeriesSum.SERIES_SUM_UNRATED_CALLS;
            case TOKENS -> SeriesSum.SERIES_SUM_TOKENS;
            case PRICE -> SeriesSum.SERIES_SUM_PRICE_NANOS;
            case CHARGE -> SeriesSum.SERIES_SUM_CHARGE_NANOS;
            case REFUNDED -> SeriesSum.SERIES_SUM_REFUNDED_NANOS;
            case COST -> SeriesSum.SERIES_SUM_COST_NANOS;
            case COSTED_CALLS -> SeriesSum.SERIES_SUM_COSTED_CALLS;
            case COSTED_CHARGE -> SeriesSum.SERIES_SUM_COSTED_CHARGE_NANOS;
            default -> null;
        };
    }

    /// What rows are found by, each group's all in the first bucket.
    Exploration rows(HeatLook look, Buckets days) {
        Measure ordering = look.measure().ordering();
        Map<String, Long> totals = new HashMap<>();
        read(
                look,
                List.of(ordering),
                days,
                days.step(),
                (series, _, _) -> {
                    long total = 0;
                    for (int i = 0; i < series.getValuesCount(); i++) {
                        total = Math.addExact(total, series.getValues(i));
                    }
                    totals.merge(series.getService(), total, Math::addExact);
                });
        Folding folding = new Folding(Exploration.unread(days, look.level()));
        totals.forEach(
                (id, total) ->
                        folding.add(
                                new SumRow(
                                        days.begin(0),
                                        id,
                                        measure -> measure == ordering ? total : 0)));
        folding.isRead("");
        return folding.done();
    }

    /// What the values of some hours are made of, by part, row, then hour.
    long[][][] hours(HeatRows rows, Buckets hours, HeatLook look) {
        List<Measure> parts = look.measure().parts();
        long[][][] values = new long[parts.size()][rows.size()][hours.size()];
        Map<String, Integer> places = new HashMap<>();
        for (int row = 0; row < rows.ids().size(); row++) {
            places.put(rows.ids().get(row), row);
        }
        int others = rows.hasRest() ? rows.ids().size() : -1;
        read(
                look,
                parts,
                hours,
                Step.HOUR,
                (series, from, buckets) -> {
                    String id = look.level() == Level.NONE ? "" : series.getService();
                    int row = places.getOrDefault(id, others);
                    for (int part = 0; row >= 0 && part < parts.size(); part++) {
                        add(series, part * buckets, values[part][row], from, buckets);
                    }
                });
        return values;
    }

    private static void add(Series series, int at, long[] to, int from, int count) {
        for (int i = 0; i < count; i++) {
            to[from + i] = Math.addExact(to[from + i], series.getValues(at + i));
        }
    }

    @FunctionalInterface
    private interface Taking {
        /// @param from the first bucket that it tells
        /// @param buckets how many it tells
        void take(Series series, int from, int buckets);
    }

    private void read(
            HeatLook look, List<Measure> parts, Buckets buckets, Step step, Taking taking) {
        long lengthMs = step == Step.HOUR ? HOUR_MS : 24 * HOUR_MS;
        long beginMs = buckets.begin(0);
        long endMs = buckets.end(buckets.size() - 1);
        long atMs = beginMs;
        while (atMs < endMs) {
            QuerySeriesReply reply =
                    source.apply(
                            QuerySeriesRequest.newBuilder()
                                    .setGranularity(step.granularity())
                                    .setFromAtMs(atMs)
                                    .setToAtMs(endMs)
                                    .addAllSums(parts.stream().map(SeriesReader::sum).toList())
                                    .setService(look.filter().service())
                                    .build());
            int from = Math.toIntExact((atMs - beginMs) / lengthMs);
            int count = Math.toIntExact((reply.getUntilAtMs() - atMs) / lengthMs);
            for (Series series : reply.getSeriesList()) {
                taking.take(series, from, count);
            }
            atMs = reply.getUntilAtMs();
        }
    }
}
