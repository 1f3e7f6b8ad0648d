package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.feature.usage.sums.Folding;
import io.weighbridge.console.feature.usage.sums.SumRow;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads sums that come packed: as numbers of a whole piece of a heat map, not one by one. Blocks:
/// for a background lane.
final class SeriesReader {
    private static final long HOUR_MS = 3_600_000;

    private final List<SeriesSource> sources;

    SeriesReader(BackendClient client) {
        this(new UsageSource(client), new CostSource(client));
    }

    SeriesReader(SeriesSource... sources) {
        this.sources = List.of(sources);
    }

    /// Whether it has all that a heat map shows.
    boolean has(HeatLook look) {
        return of(look) != null;
    }

    private @Nullable SeriesSource of(HeatLook look) {
        return sources.stream().filter(source -> source.has(look)).findFirst().orElse(null);
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
                (id, _, count, values) -> {
                    long total = 0;
                    for (int i = 0; i < count; i++) {
                        total = Math.addExact(total, values.at(0, i));
                    }
                    totals.merge(id, total, Math::addExact);
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
                (id, from, count, told) -> {
                    int row = places.getOrDefault(id, others);
                    for (int part = 0; row >= 0 && part < parts.size(); part++) {
                        add(told, part, values[part][row], from, count);
                    }
                });
        return values;
    }

    private static void add(SeriesSource.Values told, int part, long[] to, int from, int count) {
        for (int i = 0; i < count; i++) {
            to[from + i] = Math.addExact(to[from + i], told.at(part, i));
        }
    }

    @FunctionalInterface
    private interface Taking {
        /// @param from the first bucket that it tells
        /// @param count how many it tells
        void take(String id, int from, int count, SeriesSource.Values values);
    }

    private void read(
            HeatLook look, List<Measure> parts, Buckets buckets, Step step, Taking taking) {
        SeriesSource source = of(look);
        if (source == null) {
            throw new IllegalArgumentException(look + " (expected: one that comes packed)");
        }
        long lengthMs = step == Step.HOUR ? HOUR_MS : 24 * HOUR_MS;
        long beginMs = buckets.begin(0);
        long endMs = buckets.end(buckets.size() - 1);
        long atMs = beginMs;
        while (atMs < endMs) {
            int from = Math.toIntExact((atMs - beginMs) / lengthMs);
            atMs =
                    source.read(
                            look,
                            parts,
                            new SeriesSource.Asked(step, atMs, endMs),
                            (id, count, values) -> taking.take(id, from, count, values));
        }
    }
}
