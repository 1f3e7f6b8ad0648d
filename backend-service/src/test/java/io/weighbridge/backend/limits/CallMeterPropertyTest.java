package io.weighbridge.backend.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The meter against leaky buckets of whole numbers without bounds, over random calls, corrections,
/// changes of limits and jumps of time, back too.
final class CallMeterPropertyTest {
    private static final long MINUTE = 60_000_000L;
    private static final long U = ServiceLimits.UNLIMITED;

    static ServiceLimits limits(long requests, long tokens, long calls) {
        return new ServiceLimits(1, requests, tokens, calls, false);
    }

    private static long perMinute(SplittableRandom random, long most) {
        return switch (random.nextInt(6)) {
            case 0 -> U;
            case 1 -> random.nextInt(3);
            case 2 -> most;
            case 3 -> 1 + random.nextLong(most);
            default -> 1 + random.nextInt(2_000);
        };
    }

    private static ServiceLimits randomLimits(SplittableRandom random) {
        return limits(
                perMinute(random, ServiceLimits.REQUESTS_MAX),
                perMinute(random, ServiceLimits.TOKENS_MAX),
                random.nextInt(3) == 0 ? U : random.nextInt(5));
    }

    static long step(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> -random.nextLong(10 * MINUTE);
            case 2 -> random.nextLong(10 * MINUTE);
            case 3 -> random.nextLong(10);
            default -> random.nextLong(MINUTE / 20);
        };
    }

    @Property(tries = 2_000)
    void shouldAgreeWithExactBuckets(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CallMeter meter = new CallMeter();
        Bucket requests = new Bucket();
        Bucket tokens = new Bucket();
        List<Bucket.Open> open = new ArrayList<>();
        ServiceLimits limits = randomLimits(random);
        long now = random.nextLong(-MINUTE, 100 * MINUTE);
        long latest = now;
        meter.violations(limits, 0, now);
        for (int i = 0; i < 80; i++) {
            now += step(random);
            if (random.nextInt(12) == 0) {
                limits = randomLimits(random);
            }
            if (now > latest) {
                requests.pass(now - latest, limits.requestsPerMinute());
                tokens.pass(now - latest, limits.tokensPerMinute());
                latest = now;
            }
            long count = random.nextInt(4) == 0 ? 0 : random.nextLong(1_500);
            int violations = meter.violations(limits, count, now);
            checkAnswers(meter, limits, requests, tokens, open.size(), count, violations, now);
            if (!open.isEmpty() && random.nextInt(3) == 0) {
                Bucket.Open call = open.remove(random.nextInt(open.size()));
                long used = random.nextLong(3_000);
                meter.close(limits, call.mark, call.reserved, call.reserved, used, now);
                if (used > call.reserved) {
                    var _ = tokens.add(used - call.reserved, limits.tokensPerMinute());
                } else if (limits.tokensPerMinute() >= 0) {
                    Bucket.reduce(call.inflows, call.reserved - used);
                }
            } else if (violations == 0 || random.nextInt(8) == 0) {
                // Opened over the limit: held again after a restart.
                long mark = meter.open(limits, count, now);
                long reserved = limits.tokensPerMinute() < 0 ? 0 : count;
                open.add(
                        new Bucket.Open(
                                mark, reserved, tokens.add(count, limits.tokensPerMinute())));
                var _ = requests.add(1, limits.requestsPerMinute());
            }
            assertEquals(open.size(), meter.openCalls());
        }
    }

    private static void checkAnswers(
            CallMeter meter,
            ServiceLimits limits,
            Bucket requests,
            Bucket tokens,
            int open,
            long count,
            int violations,
            long now) {
        long calls = limits.concurrentCalls();
        long perMinute = limits.tokensPerMinute();
        int expected = calls >= 0 && open >= calls ? CallMeter.CALLS : 0;
        expected |= requests.hasRoom(1, limits.requestsPerMinute()) ? 0 : CallMeter.REQUESTS;
        if (perMinute >= 0 && count > perMinute) {
            expected |= CallMeter.ABOVE_TOKEN_LIMIT;
        } else if (!tokens.hasRoom(count, perMinute)) {
            expected |= CallMeter.TOKENS;
        }
        assertEquals(expected, violations);
        LimitReadings readings = meter.readings(limits);
        assertEquals(
                limits.requestsPerMinute() < 0 ? 0 : requests.free(limits.requestsPerMinute()),
                readings.requestsRemaining());
        assertEquals(perMinute < 0 ? 0 : tokens.free(perMinute), readings.tokensRemaining());
        assertEquals(
                perMinute < 0 ? Long.MAX_VALUE : tokens.free(perMinute),
                meter.tokensFree(limits, now));
        assertEquals(calls < 0 ? 0 : Math.max(0, calls - open), readings.callsRemaining());
    }

    @Property(tries = 500)
    void shouldGiveAnIdleKeyItsWholeBurst(
            @ForAll long seed,
            @ForAll @LongRange(min = 1, max = 300) long requestsPerMinute,
            @ForAll @LongRange(min = 1, max = ServiceLimits.TOKENS_MAX) long tokensPerMinute) {
        SplittableRandom random = new SplittableRandom(seed);
        CallMeter meter = new CallMeter();
        ServiceLimits limits = limits(requestsPerMinute, tokensPerMinute, U);
        long now = random.nextLong(MINUTE);
        int before = random.nextInt(50);
        for (int i = 0; i < before; i++) {
            now += random.nextLong(MINUTE / 10);
            if (meter.violations(limits, 1, now) == 0) {
                var _ = meter.open(limits, 1, now);
            }
        }
        now += MINUTE;
        assertEquals(tokensPerMinute, meter.tokensFree(limits, now));
        assertEquals(0, meter.violations(limits, tokensPerMinute, now));
        for (int i = 0; i < requestsPerMinute; i++) {
            assertEquals(0, meter.violations(limits, 0, now));
            var _ = meter.open(limits, 0, now);
        }
        assertEquals(CallMeter.REQUESTS, meter.violations(limits, 0, now));
    }

    @Property(tries = 1_000)
    void shouldSayWhenToComeBackAndWhenAllIsFree(
            @ForAll long seed,
            @ForAll @LongRange(min = 1, max = 5_000) long requestsPerMinute,
            @ForAll @LongRange(min = 1, max = 1_000_000) long tokensPerMinute) {
        SplittableRandom random = new SplittableRandom(seed);
        CallMeter meter = new CallMeter();
        ServiceLimits limits = limits(requestsPerMinute, tokensPerMinute, U);
        long now = random.nextLong(MINUTE);
        long count = 1 + random.nextLong(tokensPerMinute);
        while (meter.violations(limits, count, now) == 0) {
            var _ = meter.open(limits, count, now);
        }
        int violations = meter.violations(limits, count, now);
        long waitMs = meter.retryAfterMs(limits, violations, count);
        assertTrue(waitMs > 0);
        LimitReadings readings = meter.readings(limits);
        long resetMs = Math.max(readings.requestsResetMs(), readings.tokensResetMs());
        assertTrue(waitMs <= resetMs);
        assertNotEquals(0, meter.violations(limits, count, now + (waitMs - 1) * 1_000));
        assertEquals(0, meter.violations(limits, count, now + waitMs * 1_000));
        if (resetMs > waitMs) {
            meter.violations(limits, 0, now + (resetMs - 1) * 1_000);
            LimitReadings last = meter.readings(limits);
            assertTrue(last.requestsResetMs() > 0 || last.tokensResetMs() > 0);
        }
        meter.violations(limits, 0, now + resetMs * 1_000);
        LimitReadings free = meter.readings(limits);
        assertEquals(0, free.requestsResetMs() + free.tokensResetMs());
        assertEquals(requestsPerMinute, free.requestsRemaining());
        assertEquals(tokensPerMinute, free.tokensRemaining());
    }

    @Property(tries = 200)
    void shouldRefuseEverythingAtLimitZero(
            @ForAll @LongRange(min = 1, max = 1_000_000) long tokens, @ForAll long atMicros) {
        CallMeter meter = new CallMeter();
        long now = atMicros >> 1;
        assertEquals(CallMeter.REQUESTS, meter.violations(limits(0, U, U), tokens, now));
        assertEquals(CallMeter.CALLS, meter.violations(limits(U, U, 0), tokens, now));
        int violations = meter.violations(limits(U, 0, U), tokens, now);
        assertEquals(CallMeter.ABOVE_TOKEN_LIMIT, violations);
        assertEquals(0, meter.retryAfterMs(limits(U, 0, U), violations, tokens));
        assertEquals(0, meter.retryAfterMs(limits(0, U, U), CallMeter.REQUESTS, tokens));
        assertEquals(0, meter.tokensFree(limits(U, 0, U), now));
    }

    @Property(tries = 500)
    void shouldNotOverflowOnAbsurdCorrections(
            @ForAll List<@LongRange(min = 0) Long> allUsed,
            @ForAll @LongRange(min = 0) long stepMicros) {
        CallMeter meter = new CallMeter();
        ServiceLimits limits =
                limits(
                        ServiceLimits.REQUESTS_MAX,
                        ServiceLimits.TOKENS_MAX,
                        ServiceLimits.CALLS_MAX);
        long now = 0;
        for (long used : allUsed) {
            long reserved = used >> 1;
            long mark = meter.open(limits, reserved, now);
            meter.close(limits, mark, reserved, reserved, used ^ stepMicros, now);
            LimitReadings readings = meter.readings(limits);
            assertTrue(readings.tokensRemaining() >= 0);
            assertTrue(readings.tokensRemaining() <= ServiceLimits.TOKENS_MAX);
            assertTrue(readings.tokensResetMs() >= 0);
            if ((meter.violations(limits, 1, now) & CallMeter.TOKENS) != 0) {
                assertTrue(meter.retryAfterMs(limits, CallMeter.TOKENS, 1) >= 0);
            }
            now += stepMicros & 0xfffff;
        }
        assertEquals(0, meter.openCalls());
        assertEquals(0, meter.violations(limits, 1, now + (1L << 50)));
    }
}
