package io.weighbridge.backend.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

final class HourSplitTest {
    private static final long S = 1_000_000;
    private static final long CHAT = 1;
    private static final long LARGE = 2;
    private static final Owner OF_CHAT = new Owner("", CHAT, 0, 0);
    private static final Owner OF_LARGE = new Owner("", LARGE, 0, 0);
    private static final Owner OF_A = new Owner("A", 0, 0, 0);
    private static final Owner OF_B = new Owner("B", 0, 0, 0);

    // Seen all of the hour; 3,600 millijoules and nanos, so that one of each is a second's.
    private static GpuTime gpu(String gpu, long activeS) {
        return gpu(gpu, new Active(3_600_000, activeS * S), OptionalLong.of(3_600));
    }

    private static GpuTime gpu(String gpu, Active busy, OptionalLong cost) {
        Active none = new Active(0, 0);
        return GpuTime.of(
                new GpuHour(0, gpu, "e", "m", 3_600_000, busy, none, none, 3_600_000, 3_600, 0),
                cost);
    }

    private static Use use(long service, long key, long input, long output, long charge) {
        return new Use(
                new Owner("", service, 7, key), 1, 0, input, 0, output, Use.Made.NOTHING, charge);
    }

    private static Times times(long inputUs, long outputUs) {
        return new TokenTimes(1, 1, Ratio.of(inputUs, S), Ratio.of(outputUs, S));
    }

    private static HourSplit split(
            List<GpuTime> gpus,
            Map<String, List<Long>> running,
            List<Use> uses,
            Map<Long, Times> times) {
        return new HourSplit(new Hour(0, gpus, running, uses, times));
    }

    private static Amounts of(HourSplit split, CostBy by, Owner owner) {
        return split.by(by).getOrDefault(owner, Amounts.of(Taken.NOTHING, false));
    }

    private static Taken taken(long seconds) {
        return new Taken(seconds * S, seconds, 0, seconds, 0);
    }

    @Test
    void shouldSplitByPredictedTimeAmongServicesAndKeys() {
        // 3,000 and 1,000 microseconds; by tokens it would be 110 and 20.
        HourSplit split =
                split(
                        List.of(gpu("A", 1_000)),
                        Map.of("A", List.of(CHAT, LARGE)),
                        List.of(
                                use(CHAT, 1, 100, 0, 50),
                                use(CHAT, 2, 0, 10, 150),
                                use(LARGE, 3, 0, 20, 300)),
                        Map.of(CHAT, times(10, 200), LARGE, times(1, 50)));

        Amounts chat = of(split, CostBy.SERVICE, OF_CHAT);
        assertEquals(taken(750), chat.active());
        assertEquals(OptionalLong.of(200 - 750), chat.marginNanos());
        assertFalse(chat.isIncomplete());
        assertEquals(taken(250), of(split, CostBy.SERVICE, OF_LARGE).active());
        assertEquals(taken(250), of(split, CostBy.KEY, new Owner("", 0, 7, 1)).active());
        assertEquals(taken(500), of(split, CostBy.KEY, new Owner("", 0, 7, 2)).active());
        assertEquals(taken(1_000), of(split, CostBy.ACCOUNT, new Owner("", 0, 7, 0)).active());
        Amounts nobody = of(split, CostBy.SERVICE, Owner.NOBODY);
        assertEquals(taken(2_600), nobody.idle());
        assertEquals(Taken.NOTHING, nobody.active());
        Amounts gpu = of(split, CostBy.GPU, OF_A);
        assertEquals(500, gpu.earnedNanos());
        assertEquals(OptionalLong.of(500 - 3_600), gpu.marginNanos());
        assertEquals(OptionalLong.of(3_600), gpu.energyMj());
    }

    @Test
    void shouldSplitByTokensWhereOneHasNoPredictionAndByCallsWhereOneHasNoTokens() {
        List<GpuTime> gpus = List.of(gpu("A", 1_300));
        Map<String, List<Long>> running = Map.of("A", List.of(CHAT, LARGE));
        Map<Long, Times> times = Map.of(CHAT, times(10, 200));
        List<Use> tokens = List.of(use(CHAT, 1, 100, 10, 0), use(LARGE, 3, 0, 20, 0));
        assertEquals(
                taken(1_100),
                of(split(gpus, running, tokens, times), CostBy.SERVICE, OF_CHAT).active());
        List<Use> pictures = List.of(use(CHAT, 1, 100, 10, 0), use(LARGE, 3, 0, 0, 0));
        assertEquals(
                taken(650),
                of(split(gpus, running, pictures, times), CostBy.SERVICE, OF_LARGE).active());
        // It failed before anything was done.
        Use failed = new Use(new Owner("", LARGE, 7, 3), 5, 5, 0, 0, 0, Use.Made.NOTHING, 0);
        assertEquals(
                taken(1_300),
                of(
                                split(gpus, running, List.of(tokens.getFirst(), failed), times),
                                CostBy.SERVICE,
                                OF_CHAT)
                        .active());
        // As when four of its five calls had done so.
        Use mostly = new Use(new Owner("", LARGE, 7, 3), 5, 4, 0, 0, 0, Use.Made.NOTHING, 0);
        assertEquals(
                taken(650),
                of(
                                split(gpus, running, List.of(pictures.getFirst(), mostly), times),
                                CostBy.SERVICE,
                                OF_CHAT)
                        .active());
    }

    @Test
    void shouldSplitAmongKeysByWhatEachHas() {
        List<GpuTime> gpus = List.of(gpu("A", 1_200));
        Map<String, List<Long>> running = Map.of("A", List.of(CHAT));
        Map<Long, Times> times = Map.of(CHAT, times(0, 200));
        // No time is predicted for what the second only read.
        HourSplit tokens =
                split(
                        gpus,
                        running,
                        List.of(use(CHAT, 1, 0, 10, 0), use(CHAT, 2, 20, 0, 0)),
                        times);
        assertEquals(taken(400), of(tokens, CostBy.KEY, new Owner("", 0, 7, 1)).active());
        Use mostly = new Use(new Owner("", CHAT, 7, 2), 5, 4, 0, 0, 0, Use.Made.NOTHING, 0);
        HourSplit calls = split(gpus, running, List.of(use(CHAT, 1, 0, 10, 0), mostly), Map.of());
        assertEquals(taken(600), of(calls, CostBy.KEY, new Owner("", 0, 7, 1)).active());
    }

    @Test
    void whatWasOnlyRatedInTheHourTakesNothing() {
        Use rated = new Use(new Owner("", LARGE, 7, 3), 0, 0, 500, 0, 500, Use.Made.NOTHING, 70);
        Use other = new Use(new Owner("", CHAT, 7, 4), 0, 0, 500, 0, 500, Use.Made.NOTHING, 30);
        HourSplit split =
                split(
                        List.of(gpu("A", 1_000)),
                        Map.of("A", List.of(CHAT, LARGE)),
                        List.of(use(CHAT, 1, 100, 10, 50), other, rated),
                        Map.of(CHAT, times(10, 200), LARGE, times(10, 200)));
        assertEquals(taken(1_000), of(split, CostBy.SERVICE, OF_CHAT).active());
        assertEquals(taken(1_000), of(split, CostBy.KEY, new Owner("", 0, 7, 1)).active());
        Amounts key = of(split, CostBy.KEY, new Owner("", 0, 7, 4));
        assertEquals(Taken.NOTHING, key.active());
        assertEquals(30, key.earnedNanos());
        assertEquals(70, of(split, CostBy.SERVICE, OF_LARGE).unmeasuredNanos());
        assertFalse(split.services().getOrDefault(LARGE, rated).isWork());
        // Of a key whose calls all failed, when what another's gave is told only now.
        Use failed = new Use(new Owner("", CHAT, 7, 1), 2, 2, 0, 0, 0, Use.Made.NOTHING, 0);
        assertEquals(
                taken(1_000),
                of(
                                split(
                                        List.of(gpu("A", 1_000)),
                                        Map.of("A", List.of(CHAT)),
                                        List.of(failed, other),
                                        Map.of()),
                                CostBy.KEY,
                                new Owner("", 0, 7, 1))
                        .active());
    }

    @Test
    void aPartOfLessThanAMicrosecondStillCosts() {
        Taken one = new Taken(1, 0, 0, 2, 0);
        GpuTime gpu = new GpuTime("A", one, Taken.NOTHING, Taken.NOTHING, Hour.LENGTH_MS);
        HourSplit split =
                split(
                        List.of(gpu),
                        Map.of("A", List.of(CHAT, LARGE)),
                        List.of(use(CHAT, 1, 0, 10, 0), use(LARGE, 2, 0, 10, 0)),
                        Map.of());
        for (CostBy by : CostBy.values()) {
            assertEquals(
                    one,
                    split.by(by).values().stream()
                            .map(Amounts::active)
                            .reduce(Taken.NOTHING, Taken::plus),
                    by.name());
        }
    }

    @Test
    void whatIsHeldAgainstPredictionsIsOfWholeHours() {
        // B is known for nine tenths of the hour.
        HourSplit split =
                split(
                        List.of(
                                gpu("A", 1_000),
                                gpu("B", new Active(3_240_000, 900 * S), OptionalLong.empty())),
                        Map.of("A", List.of(CHAT), "B", List.of(CHAT)),
                        List.of(use(CHAT, 1, 10, 10, 0)),
                        Map.of());
        assertEquals(2_000 * S, split.wholeHourUs(CHAT));
        assertEquals(0, split.wholeHourUs(LARGE));
    }

    @Test
    void shouldCountAServiceOnEachOfItsGpusByWhatTheGpuDid() {
        // A did all of chat's work but for a tenth, so that B is large's.
        HourSplit split =
                split(
                        List.of(gpu("A", 900), gpu("B", 100)),
                        Map.of("A", List.of(CHAT), "B", List.of(CHAT, LARGE)),
                        List.of(use(CHAT, 1, 0, 100, 970), use(LARGE, 2, 0, 100, 70)),
                        Map.of());
        // On B, 1/1,000 of chat's tokens a second against 1/100 of large's.
        assertEquals(9_090_909, of(split, CostBy.SERVICE, OF_CHAT).active().us() - 900 * S);
        assertEquals(90_909_091, of(split, CostBy.SERVICE, OF_LARGE).active().us());
        Amounts onB = of(split, CostBy.GPU, OF_B);
        assertEquals(100 * S, onB.active().us());
        // 970 x 9.09 / 909.09, and all of large's.
        assertEquals(10 + 70, onB.earnedNanos());
        assertEquals(960, of(split, CostBy.GPU, OF_A).earnedNanos());
    }

    @Test
    void whatNobodyCalledIsOwedByNobody() {
        HourSplit split =
                split(
                        List.of(gpu("A", 100), gpu("B", 50)),
                        Map.of("A", List.of(CHAT)),
                        List.of(use(LARGE, 2, 10, 10, 70)),
                        Map.of());
        Amounts nobody = of(split, CostBy.KEY, Owner.NOBODY);
        assertEquals(taken(150), nobody.active());
        assertEquals(taken(7_050), nobody.idle());
        // It runs where nobody said, or measured: neither free nor a gain.
        Amounts large = of(split, CostBy.SERVICE, OF_LARGE);
        assertEquals(70, large.unmeasuredNanos());
        assertTrue(large.isIncomplete());
        assertEquals(OptionalLong.empty(), large.costNanos());
        assertEquals(OptionalLong.empty(), large.marginNanos());
        assertEquals(70, of(split, CostBy.GPU, Owner.NOBODY).unmeasuredNanos());
        assertTrue(of(split, CostBy.GPU, Owner.NOBODY).isIncomplete());
        assertEquals(0, of(split, CostBy.GPU, OF_A).earnedNanos());
    }

    @Test
    void whatIsNotKnownIsNotNothing() {
        // Half of the hour is known, a quarter active, without a price; B was not measured at all.
        HourSplit split =
                split(
                        List.of(gpu("A", new Active(1_800_000, 900 * S), OptionalLong.empty())),
                        Map.of("A", List.of(CHAT), "B", List.of(CHAT)),
                        List.of(use(CHAT, 1, 10, 10, 70)),
                        Map.of());
        Amounts chat = of(split, CostBy.SERVICE, OF_CHAT);
        assertEquals(new Taken(900 * S, 900, 0, 0, 900 * S), chat.active());
        assertTrue(chat.isIncomplete());
        assertEquals(OptionalLong.empty(), chat.costNanos());
        assertEquals(OptionalLong.empty(), chat.marginNanos());
        assertEquals(0, split.knownLeastMs(CHAT));
        Amounts gpu = of(split, CostBy.GPU, OF_A);
        assertEquals(1_800 * S, gpu.unknown().us());
        assertEquals(900 * S, gpu.idle().us());
        assertTrue(gpu.isIncomplete());
    }
}
