package io.weighbridge.backend.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/// Whatever happened in an hour, who took what adds up to what GPUs did and cost and to what was
/// charged, to the microsecond, the millijoule and the nano, and the same whatever it is told apart
/// by.
final class HourSplitPropertyTest {
    private static final long NANOS_MAX = 1L << 43;

    private final Random random = new Random();

    private long upTo(long most) {
        // Often nothing.
        return random.nextInt(4) == 0 ? 0 : random.nextLong(most + 1);
    }

    private GpuTime gpu(int number) {
        long seenMs = upTo(Hour.LENGTH_MS);
        long knownMs = upTo(seenMs);
        Active busy = new Active(knownMs, upTo(knownMs * 1_000));
        Active none = new Active(0, 0);
        long energyKnownMs = upTo(seenMs);
        GpuHour hour =
                new GpuHour(
                        0,
                        "GPU-" + number,
                        "e",
                        "m",
                        seenMs,
                        busy,
                        none,
                        none,
                        energyKnownMs,
                        energyKnownMs == 0 ? 0 : upTo(NANOS_MAX),
                        0);
        return GpuTime.of(
                hour,
                random.nextBoolean() ? OptionalLong.of(upTo(NANOS_MAX)) : OptionalLong.empty());
    }

    private Hour hour() {
        List<GpuTime> gpus = new ArrayList<>();
        Map<String, List<Long>> running = new HashMap<>();
        List<Use> uses = new ArrayList<>();
        Map<Long, Times> times = new HashMap<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count + 1; i++) {
            if (i < count) {
                gpus.add(gpu(i));
            }
            List<Long> services =
                    List.of(1L, 2L, 3L).stream().filter(_ -> random.nextBoolean()).toList();
            if (!services.isEmpty()) {
                running.put("GPU-" + i, services);
            }
        }
        for (long service = 1; service <= 4; service++) {
            int keys = random.nextInt(4);
            for (int key = 0; key < keys; key++) {
                // None where something was only rated.
                long calls = upTo(99);
                long input = upTo(1_000_000);
                uses.add(
                        new Use(
                                new Owner("", service, key / 2 + 1, key + 10),
                                calls,
                                upTo(calls),
                                input,
                                upTo(input),
                                upTo(100_000),
                                Use.Made.NOTHING,
                                upTo(NANOS_MAX)));
            }
            if (random.nextBoolean()) {
                times.put(
                        service,
                        new TokenTimes(
                                1,
                                1,
                                Ratio.of(1 + upTo(9), 1_000_003),
                                Ratio.of(upTo(99), 999_983)));
            }
        }
        return new Hour(0, gpus, running, uses, times);
    }

    private static Amounts sum(Iterable<Amounts> all) {
        Amounts sum = Amounts.of(Taken.NOTHING, false);
        for (Amounts each : all) {
            sum = sum.plus(each);
        }
        return sum;
    }

    @Property(tries = 500)
    void partsAddUpToTheWhole(@ForAll long seed) {
        random.setSeed(seed);
        Hour hour = hour();
        HourSplit split = new HourSplit(hour);

        Amounts byGpu = sum(split.by(CostBy.GPU).values());

        Taken all = Taken.NOTHING;
        for (GpuTime gpu : hour.gpus()) {
            all = all.plus(gpu.active()).plus(gpu.idle()).plus(gpu.unknown());
        }
        assertEquals(all, byGpu.taken());
        assertEquals(hour.uses().stream().mapToLong(Use::chargeNanos).sum(), byGpu.earnedNanos());
        for (CostBy by : List.of(CostBy.SERVICE, CostBy.ACCOUNT, CostBy.KEY)) {
            Amounts other = sum(split.by(by).values());
            assertEquals(byGpu.active(), other.active(), by.name());
            assertEquals(byGpu.idle(), other.idle(), by.name());
            assertEquals(byGpu.unknown(), other.unknown(), by.name());
            assertEquals(byGpu.earnedNanos(), other.earnedNanos(), by.name());
            assertEquals(byGpu.unmeasuredNanos(), other.unmeasuredNanos(), by.name());
        }
        for (long service : split.services().keySet()) {
            Amounts row =
                    split.by(CostBy.SERVICE).getOrDefault(new Owner("", service, 0, 0), byGpu);
            boolean isOnOne = hour.running().values().stream().anyMatch(at -> at.contains(service));
            assertTrue(isOnOne || row.active().us() == 0, "what does not run there takes nothing");
            assertEquals(split.served(service).active(), row.active());
        }
    }

    @Property(tries = 200)
    void allOfAnHourIsInItsParts(@ForAll long seed) {
        random.setSeed(seed);
        GpuTime gpu = gpu(0);
        Taken all = gpu.active().plus(gpu.idle()).plus(gpu.unknown());
        assertTrue(all.energyUnknownUs() <= all.us());
        assertTrue(all.unpricedUs() == 0 || all.unpricedUs() == all.us());
        assertTrue(gpu.active().us() > 0 || gpu.active().costNanos() == 0);
        assertTrue(gpu.idle().us() > 0 || gpu.idle().energyMj() == 0);
    }
}
