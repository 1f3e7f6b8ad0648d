package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.HeatMap;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.HeatShape;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.TimeRange;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.text.Formats;

import javafx.beans.property.SimpleBooleanProperty;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;

/// How long it takes from the sums of a year of hours and 50 services to the picture of them: what
/// is made in the background, what is drawn, and the file. A main class, run by hand.
public final class HeatBenchmark {
    private static final int SERVICES = 50;
    private static final int ROUNDS = 51;
    private static final double WIDTH = 1_600;
    private static final double HEIGHT = 1_000;
    private static final double NANOS_PER_MS = 1e6;
    private static final Formats FORMATS =
            new Formats(InstantSource.system(), ZoneId.of("Europe/Berlin"), "$");

    private final Buckets hours =
            Buckets.of(
                    TimeRange.of(TimeRange.Kind.YEAR)
                            .span(FORMATS.clock().millis(), FORMATS.zone()),
                    Step.HOUR,
                    FORMATS.zone());
    private final HourAxis axis = new HourAxis(hours);
    private final Random random = new Random(5);

    private HeatBenchmark() {}

    public static void main(String[] args) {
        Robot.startToolkit();
        for (Measure measure : List.of(Measure.CHARGE, Measure.MARGIN)) {
            new HeatBenchmark().run(measure);
        }
        System.exit(0);
    }

    private void run(Measure measure) {
        HeatLook look = new HeatLook(HeatShape.HOUR_SERVICE, measure, UsageFilter.NONE);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            names.add("chat" + i);
        }
        HeatRows rows = new HeatRows(names, names, false, Exploration.unread(hours, look.level()));
        List<long[][][]> pieces = new ArrayList<>();
        HeatHours unread = HeatHours.unread(hours);
        for (int piece = 0; piece < unread.pieces(); piece++) {
            pieces.add(parts(measure, unread.hours(piece).size()));
        }
        HeatPage page = page(look, rows, pieces);
        HeatMap map = Robot.onFx(() -> map(page));
        time(measure + ", the page", () -> timed(() -> page(look, rows, pieces)));
        time(measure + ", the cells", () -> Robot.onFx(() -> timed(() -> drawn(map, page))));
        time(
                measure + ", the PNG",
                () -> Robot.onFx(() -> timed(() -> HeatFile.png(map.picture(), SERVICES))));
    }

    private long[][][] parts(Measure measure, int size) {
        long[][][] parts = new long[measure.parts().size()][SERVICES][size];
        for (long[][] part : parts) {
            for (long[] row : part) {
                Arrays.setAll(row, _ -> 1 + random.nextInt(200_000_000));
            }
        }
        return parts;
    }

    private HeatPage page(HeatLook look, HeatRows rows, List<long[][][]> pieces) {
        HeatHours read = HeatHours.unread(hours);
        for (int piece = 0; piece < pieces.size(); piece++) {
            read = read.with(piece, look.measure(), rows, pieces.get(piece));
        }
        return HeatPage.of(look, rows, read, axis, FORMATS);
    }

    private static HeatMap map(HeatPage page) {
        HeatMap map = new HeatMap(new SimpleBooleanProperty(false));
        map.resize(WIDTH, HEIGHT);
        return drawn(map, page);
    }

    private static HeatMap drawn(HeatMap map, HeatPage page) {
        map.show(page.grid());
        map.layout();
        return map;
    }

    private static long timed(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
    }

    private static void time(String what, LongSupplier work) {
        long[] nanos = new long[ROUNDS];
        Arrays.setAll(nanos, _ -> work.getAsLong());
        double first = nanos[0] / NANOS_PER_MS;
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-20s first %.1f ms; of %d median %.1f, longest %.1f, least %.1f%n",
                what,
                first,
                ROUNDS,
                nanos[ROUNDS / 2] / NANOS_PER_MS,
                nanos[ROUNDS - 1] / NANOS_PER_MS,
                nanos[0] / NANOS_PER_MS);
    }
}
