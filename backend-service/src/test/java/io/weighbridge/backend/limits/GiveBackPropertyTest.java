package io.weighbridge.backend.limits;

import static io.weighbridge.backend.limits.CallMeterPropertyTest.limits;
import static io.weighbridge.backend.limits.CallMeterPropertyTest.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/// Calls that used less than they reserved: against a bucket whose history is told anew, as if they
/// had reserved only what they used.
final class GiveBackPropertyTest {
    private static final long MINUTE = CallMeter.MICROS_PER_MINUTE;
    private static final long U = ServiceLimits.UNLIMITED;

    /// What a call took at an instant: what it used, or what it has reserved as long as it is open.
    private record Taken(long atMicros, Bucket.Inflow inflow) {}

    // Calls end late, use less than they reserved, and are extended on the way.
    @Property(tries = 500)
    void shouldNeverLetMoreThroughThanTheLimitInAnyWindow(
            @ForAll long seed,
            @ForAll @LongRange(min = 1, max = 600) long requestsPerMinute,
            @ForAll @LongRange(min = 1, max = 20_000) long tokensPerMinute,
            @ForAll @IntRange(min = 2, max = 30) int endEvery,
            @ForAll boolean extended) {
        SplittableRandom random = new SplittableRandom(seed);
        CallMeter meter = new CallMeter();
        Bucket exact = new Bucket();
        ServiceLimits limits = limits(requestsPerMinute, tokensPerMinute, U);
        List<Bucket.Open> open = new ArrayList<>();
        List<Taken> opened = new ArrayList<>();
        List<Taken> taken = new ArrayList<>();
        long now = random.nextLong(MINUTE);
        long latest = now;
        meter.violations(limits, 0, now);
        boolean deep = false;
        for (int i = 0; i < 250; i++) {
            now += random.nextInt(20) == 0 ? step(random) : random.nextLong(MINUTE / 100);
            exact.pass(Math.max(0, now - latest), tokensPerMinute);
            latest = Math.max(latest, now);
            long count = random.nextLong(tokensPerMinute / 3 + 2);
            if (!open.isEmpty() && random.nextInt(endEvery) == 0) {
                Bucket.Open call = open.remove(random.nextInt(open.size()));
                long used = random.nextInt(3) == 0 ? 0 : random.nextLong(call.reserved + 1);
                meter.close(limits, call.mark, call.reserved, call.reserved, used, now);
                Bucket.reduce(call.inflows, call.reserved - used);
            } else if (extended && !open.isEmpty() && random.nextInt(4) == 0) {
                Bucket.Open call = open.get(random.nextInt(open.size()));
                long more = Math.min(count, meter.tokensFree(limits, now));
                meter.extend(limits, more, now);
                call.reserved += more;
                call.inflows.add(exact.add(more, tokensPerMinute));
                taken.add(new Taken(latest, call.inflows.getLast()));
            } else if (meter.violations(limits, count, now) == 0) {
                long mark = meter.open(limits, count, now);
                open.add(new Bucket.Open(mark, count, exact.add(count, tokensPerMinute)));
                taken.add(new Taken(latest, open.getLast().inflows.getFirst()));
                opened.add(taken.getLast());
            }
            deep |= open.size() > LowestLevels.SIZE;
            long free = meter.tokensFree(limits, now);
            assertTrue(free <= exact.free(tokensPerMinute), "never below the exact level");
            if (!extended && !deep) {
                assertEquals(exact.free(tokensPerMinute), free);
            }
        }
        checkWindows(opened, requestsPerMinute, inflow -> 1);
        checkWindows(taken, tokensPerMinute, inflow -> inflow.units);
    }

    // Rates are per minute: the limit at once, and as much again a minute.
    private static void checkWindows(
            List<Taken> taken, long perMinute, ToLongFunction<Bucket.Inflow> count) {
        for (int from = 0; from < taken.size(); from++) {
            long sum = 0;
            for (int to = from; to < taken.size(); to++) {
                sum += count.applyAsLong(taken.get(to).inflow);
                long micros = taken.get(to).atMicros - taken.get(from).atMicros;
                assertTrue((sum - perMinute) * MINUTE <= perMinute * micros);
            }
        }
    }

    @Property(tries = 200)
    void shouldGiveBackAllThatIsUnusedBeforeAnythingDrained(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = LowestLevels.SIZE - 2) int calls) {
        SplittableRandom random = new SplittableRandom(seed);
        CallMeter meter = new CallMeter();
        ServiceLimits limits = limits(U, 1_000_000, U);
        List<Long> marks = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            marks.add(meter.open(limits, 1_000, 5));
        }
        long used = 0;
        while (!marks.isEmpty()) {
            long of = random.nextLong(1_000);
            long mark = marks.remove(random.nextInt(marks.size()));
            meter.close(limits, mark, 1_000, 1_000, of, 5);
            used += of;
            assertEquals(1_000_000 - used - 1_000L * marks.size(), meter.tokensFree(limits, 5));
        }
    }

    @Property(tries = 50)
    void shouldGiveBackNearlyAllOfVeryManyCallsAtOnce(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CallMeter meter = new CallMeter();
        ServiceLimits limits = limits(U, 1_000_000, U);
        List<Long> marks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            marks.add(meter.open(limits, 1_000, 5));
        }
        while (!marks.isEmpty()) {
            long mark = marks.remove(random.nextInt(marks.size()));
            meter.close(limits, mark, 1_000, 1_000, 10, 5);
            assertTrue(meter.tokensFree(limits, 5) <= 990 * (1_000L - marks.size()));
        }
        assertTrue(meter.tokensFree(limits, 5) >= 990_000 * 7 / 8);
    }

    @Example
    void shouldNotGiveBackWhatHasDrained() {
        CallMeter meter = new CallMeter();
        ServiceLimits limits = limits(U, 600, U);
        long early = meter.open(limits, 600, 0);
        // All of it has drained; another call takes the whole limit.
        assertEquals(0, meter.violations(limits, 600, MINUTE));
        long late = meter.open(limits, 600, MINUTE);
        meter.close(limits, early, 600, 600, 0, MINUTE);
        assertEquals(0, meter.tokensFree(limits, MINUTE), "nothing of it is there any more");
        // Half of it has drained: of the 500 that were not used, 300 are still in the level.
        meter.close(limits, late, 600, 600, 100, MINUTE + MINUTE / 2);
        assertEquals(600, meter.tokensFree(limits, MINUTE + MINUTE / 2));
        // As if it had taken 100 from the start: the other 200 that drained are not there twice.
        var _ = meter.open(limits, 600, MINUTE + MINUTE / 2);
        assertEquals(0, meter.tokensFree(limits, MINUTE + MINUTE / 2));
    }

    @Example
    void shouldGiveBackNothingOfACallThatWasOpenedWithoutALimit() {
        CallMeter meter = new CallMeter();
        long mark = meter.open(limits(U, U, U), 500, 0);
        ServiceLimits limits = limits(U, 600, U);
        var _ = meter.open(limits, 600, 0);
        meter.close(limits, mark, 0, 500, 10, 0);
        assertEquals(0, meter.tokensFree(limits, 0));
    }

    @Example
    void shouldFillNoLevelWithACallInShadowMode() {
        CallMeter meter = new CallMeter();
        ServiceLimits shadow = new ServiceLimits(1, 1, 10, 1, true);
        ServiceLimits enforced = limits(1, 10, 1);
        long shadowed = meter.openShadowed();
        assertEquals(1, meter.openCalls());
        assertEquals(0, meter.violations(enforced, 10, 0));
        long counted = meter.open(enforced, 10, 0);
        meter.close(shadow, shadowed, 0, 500, 600, 0);
        assertEquals(1, meter.openCalls());
        assertEquals(
                CallMeter.CALLS | CallMeter.REQUESTS | CallMeter.TOKENS,
                meter.violations(enforced, 1, 0));
        meter.close(enforced, counted, 10, 10, 4, 0);
        assertEquals(6, meter.tokensFree(enforced, 0));
        assertEquals(0, meter.openCalls());
    }
}
