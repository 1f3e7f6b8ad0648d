package io.weighbridge.backend.compute.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.compute.measure.GpuHour.Active;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import java.util.List;
import java.util.OptionalLong;

/// What becomes of looks at GPUs and model servers.
final class MetersTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long GAP_MS = 45_000;
    private static final OptionalLong NONE = OptionalLong.empty();
    private static final Exporter ONE = new Exporter(Exporter.Kind.DCGM, "http://one");
    private static final Exporter OTHER = new Exporter(Exporter.Kind.DCGM, "http://other");

    private static OptionalLong some(long value) {
        return OptionalLong.of(value);
    }

    private static List<GpuSample> gpu(
            OptionalLong busyPpm, OptionalLong energyMj, OptionalLong powerMw) {
        return List.of(new GpuSample("g", "H100", busyPpm, NONE, NONE, energyMj, powerMw, some(5)));
    }

    private static List<ModelSample> model(String engine, OptionalLong tokens) {
        return List.of(new ModelSample("m", engine, tokens, tokens, tokens, tokens, tokens));
    }

    @Example
    void shouldTakeTheMeanBetweenTwoLooks() {
        GpuMeters meters = new GpuMeters(GAP_MS);
        assertEquals(List.of(), meters.add(ONE, gpu(some(0), some(1_000), NONE), 10_000));
        assertEquals(
                List.of(
                        new GpuHour(
                                0,
                                "g",
                                ONE.toString(),
                                "H100",
                                15_000,
                                new Active(15_000, 7_500_000),
                                Active.NOT_KNOWN,
                                Active.NOT_KNOWN,
                                15_000,
                                5_000,
                                5)),
                meters.add(ONE, gpu(some(1_000_000), some(6_000), NONE), 25_000));
    }

    @Example
    void shouldSplitAnIntervalBetweenItsHours() {
        GpuMeters meters = new GpuMeters(GAP_MS);
        var _ = meters.add(ONE, gpu(some(500_000), some(0), NONE), HOUR_MS - 10_000);
        List<GpuHour> hours =
                meters.add(ONE, gpu(some(500_000), some(3_001), NONE), HOUR_MS + 20_000);
        assertEquals(List.of(0L, HOUR_MS), hours.stream().map(GpuHour::hourMs).toList());
        assertEquals(List.of(10_000L, 20_000L), hours.stream().map(GpuHour::seenMs).toList());
        assertEquals(List.of(1_000L, 2_001L), hours.stream().map(GpuHour::energyMj).toList());
        assertEquals(
                List.of(5_000_000L, 10_000_000L),
                hours.stream().map(hour -> hour.busy().activeUs()).toList());
    }

    @Example
    void shouldLeaveGaps() {
        GpuMeters meters = new GpuMeters(GAP_MS);
        var _ = meters.add(ONE, gpu(some(1), some(0), NONE), 0);
        assertEquals(List.of(), meters.add(ONE, gpu(some(1), some(1), NONE), GAP_MS + 1));
        // The clock goes back: nothing is counted twice.
        assertEquals(List.of(), meters.add(ONE, gpu(some(1), some(2), NONE), 1_000));
        assertEquals(List.of(), meters.add(ONE, gpu(some(1), some(2), NONE), 1_000));
        GpuHour seen = meters.add(ONE, gpu(NONE, NONE, NONE), 2_000).getFirst();
        assertEquals(1_000, seen.seenMs());
        assertEquals(Active.NOT_KNOWN, seen.busy());
        assertEquals(0, seen.energyKnownMs());
    }

    @Example
    void shouldTakePowerWhereTheCounterBeganAnew() {
        GpuMeters meters = new GpuMeters(GAP_MS);
        var _ = meters.add(ONE, gpu(NONE, some(9_000_000), some(300_000)), 0);
        GpuHour again = meters.add(ONE, gpu(NONE, some(5), some(500_000)), 10_000).getFirst();
        assertEquals(4_000_000, again.energyMj());
        GpuHour leap =
                meters.add(ONE, gpu(NONE, some(Long.MAX_VALUE / 2), NONE), 20_000).getFirst();
        assertEquals(0, leap.energyKnownMs());
        assertEquals(0, leap.energyMj());
    }

    @Example
    void shouldCountAGpuOfTwoExportersOnce() {
        GpuMeters meters = new GpuMeters(GAP_MS);
        List<GpuSample> sample = gpu(some(1), NONE, NONE);
        var _ = meters.add(ONE, sample, 0);
        assertEquals(List.of(), meters.add(OTHER, sample, 5_000));
        assertEquals(10_000, meters.add(ONE, sample, 10_000).getFirst().seenMs());
        assertEquals(List.of(), meters.add(OTHER, sample, 15_000));
        // The first is gone.
        assertEquals(List.of(), meters.add(OTHER, sample, 10_000 + GAP_MS + 1));
        GpuHour taken = meters.add(OTHER, sample, 10_000 + GAP_MS + 1_001).getFirst();
        assertEquals(1_000, taken.seenMs());
        assertEquals(OTHER.toString(), taken.exporter());
    }

    @Example
    void shouldKeepNoMoreGpusThanThereCanBe() {
        GpuMeters meters = new GpuMeters(GAP_MS);
        long seen = 0;
        for (int i = 0; i < 6_000; i++) {
            List<GpuSample> made =
                    List.of(new GpuSample("g" + i, "H100", NONE, NONE, NONE, NONE, NONE, NONE));
            var _ = meters.add(ONE, made, 1_000);
            seen += meters.add(ONE, made, 2_000).size();
        }
        assertEquals(4_096, seen);
    }

    @Example
    void shouldCountWhatServersCountSinceTheLastLook() {
        ModelMeters meters = new ModelMeters(GAP_MS);
        assertEquals(List.of(), meters.add(ONE, model("0", some(100)), 0));
        assertEquals(List.of(), meters.add(ONE, model("1", some(1_000_000)), 0));
        assertEquals(
                some(30), meters.add(ONE, model("0", some(130)), 10_000).getFirst().promptTokens());
        // It began anew; the other engine did not.
        assertEquals(
                some(7), meters.add(ONE, model("0", some(7)), 20_000).getFirst().outputTokens());
        assertEquals(
                some(5),
                meters.add(ONE, model("1", some(1_000_005)), 20_000).getFirst().outputTokens());
        assertEquals(NONE, meters.add(ONE, model("0", NONE), 30_000).getFirst().calls());
        // What came while it was not told is not lost.
        assertEquals(some(2), meters.add(ONE, model("0", some(9)), 40_000).getFirst().calls());
        assertEquals(
                NONE,
                meters.add(ONE, model("0", some(Long.MAX_VALUE >> 8)), 50_000).getFirst().calls());
        assertEquals(List.of(), meters.add(ONE, model("0", some(1)), 50_000 + GAP_MS + 1));
    }

    @Property
    void shouldLoseNothingBetweenHours(
            @ForAll @LongRange(min = 0, max = 10 * HOUR_MS) long fromMs,
            @ForAll @LongRange(min = 1, max = 3 * HOUR_MS) long lengthMs,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE >> 8) long whole) {
        Interval interval = new Interval(fromMs, fromMs + lengthMs);
        long shares = 0;
        long length = 0;
        for (Interval.Piece piece : interval.pieces()) {
            assertEquals(0, piece.hourMs() % HOUR_MS);
            assertEquals(piece.hourMs() / HOUR_MS, (fromMs + piece.beforeMs()) / HOUR_MS);
            shares += interval.share(whole, piece);
            length += piece.lengthMs();
        }
        assertEquals(whole, shares);
        assertEquals(lengthMs, length);
    }
}
