package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.Together;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.feature.usage.sums.RollupReader;

import org.jspecify.annotations.Nullable;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Reads the rows and the hours of a heat map. Blocks: for a background lane.
final class HeatReader {
    private final RollupReader reader;
    // Null where all is read sum by sum.
    private final @Nullable SeriesReader series;
    private final Names names;

    HeatReader(RollupReader reader, @Nullable SeriesReader series, Names names) {
        this.reader = reader;
        this.series = series;
        this.names = names;
    }

    /// The rows of a map of these hours.
    HeatRows rows(HeatLook look, Span span, CallScope scope) throws Exception {
        // Days of UTC: it is only to find and order the rows, and they are the fewest sums to read.
        Buckets days = Buckets.of(span, Step.DAY, ZoneOffset.UTC);
        SeriesReader packed = packed(look);
        Exploration found =
                packed == null
                        ? reader.of(look.measure()).read(days, look.level(), look.filter(), scope)
                        : scope.call(() -> packed.rows(look, days));
        return HeatRows.of(look, found, names);
    }

    private @Nullable SeriesReader packed(HeatLook look) {
        return series != null && series.has(look) ? series : null;
    }

    /// Whether so little is asked for a piece that all pieces are read in one go.
    boolean isAtOnce(HeatLook look) {
        return packed(look) != null;
    }

    /// The same hours with some pieces more.
    HeatHours with(HeatPage page, List<Integer> pieces, CallScope scope) throws Exception {
        return scope.call(
                () -> {
                    HeatHours[] all = {page.hours()};
                    List<Callable<long[][][]>> questions = new ArrayList<>();
                    for (int piece : pieces) {
                        Buckets hours = page.hours().hours(piece);
                        questions.add(() -> hours(page.rows(), hours, page.look(), scope));
                    }
                    Iterator<Integer> next = pieces.iterator();
                    Together.ask(
                            questions,
                            parts -> {
                                all[0] =
                                        all[0].with(
                                                next.next(),
                                                page.look().measure(),
                                                page.rows(),
                                                parts);
                                return true;
                            });
                    return all[0];
                });
    }

    /// The rows when more is read of what they are found by.
    HeatRows readOn(HeatRows before, HeatLook look, CallScope scope) throws Exception {
        return HeatRows.of(
                look,
                reader.of(look.measure()).readOn(before.found(), look.filter(), scope),
                names);
    }

    /// What the values of some hours are made of, by part, row, then hour. What is asked for is
    /// bounded by the rows that are shown: of all others only the sum is read.
    long[][][] hours(HeatRows rows, Buckets hours, HeatLook look, CallScope scope)
            throws Exception {
        SeriesReader packed = packed(look);
        if (packed != null) {
            return scope.call(() -> packed.hours(rows, hours, look));
        }
        RollupReader asked = reader.of(look.measure());
        List<Measure> parts = look.measure().parts();
        long[][][] values = new long[parts.size()][rows.size()][hours.size()];
        if (!rows.hasRest() || look.isReadWhole()) {
            Exploration read = asked.read(hours, look.level(), look.filter(), scope);
            while (look.isReadWhole() && read.isPartial()) {
                read = asked.readOn(read, look.filter(), scope);
            }
            Map<String, Exploration.Group> groups = new HashMap<>();
            read.groups().forEach(group -> groups.put(group.id(), group));
            for (int row = 0; row < rows.ids().size(); row++) {
                Exploration.Group group = groups.remove(rows.ids().get(row));
                if (group != null) {
                    add(values, row, group, parts, 1);
                }
            }
            if (rows.hasRest()) {
                groups.values().forEach(group -> add(values, rows.ids().size(), group, parts, 1));
            }
            return values;
        }
        List<Callable<Exploration>> questions = new ArrayList<>();
        for (String id : rows.ids()) {
            UsageFilter own = look.filter().only(look.level(), id);
            questions.add(() -> asked.read(hours, Level.NONE, own, scope));
        }
        // Asked last, so that it has no call less than the others together.
        List<Exploration> read = new ArrayList<>();
        Together.ask(questions, read::add);
        Exploration all = asked.read(hours, Level.NONE, look.filter(), scope);
        int rest = rows.ids().size();
        add(values, rest, all.together(), parts, 1);
        for (int row = 0; row < read.size(); row++) {
            add(values, row, read.get(row).together(), parts, 1);
            add(values, rest, read.get(row).together(), parts, -1);
        }
        return values;
    }

    private static void add(
            long[][][] to, int row, Exploration.Group group, List<Measure> parts, int times) {
        for (int part = 0; part < to.length; part++) {
            long[] hours = to[part][row];
            for (int hour = 0; hour < hours.length; hour++) {
                long more = Math.multiplyExact(times, group.at(hour, parts.get(part)));
                hours[hour] = Math.addExact(hours[hour], more);
            }
        }
    }
}
