package io.weighbridge.backend.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The meter against leaky buckets of whole numbers without bounds, over random calls, corrections,
/// changes of limits and jumps of time, back too.
final class CallMeterPropertyTest {
    private static final long MINUTE = 60_000_000L;
    private static final long U = ServiceLimits.UNLIMITED;

    private static ServiceLimits limits(long requests, long tokens, long calls) {
        return new ServiceLimits(1, requests, tokens, calls, false);
    }

    /// One leaky bucket. A unit is 60,000,000 parts, so that a minute drains what the limit says.
    private static final class Bucket {
        private BigInteger parts = BigInteger.ZERO;

        private static BigInteger ofUnits(long units) {
            return BigInteger.valueOf(units).multiply(BigInteger.valueOf(MINUTE));
        }

        void pass(long micros, long perMinute) {
            if (perMinute < 0) {
                parts = BigInteger.ZERO;
            } else {
                BigInteger out = BigInteger.valueOf(micros).multiply(BigInteger.valueOf(perMinute));
                parts = parts.subtract(out).max(BigInteger.ZERO);
            }
        }

        void add(long units, long perMinute) {
            if (perMinute >= 0) {
                parts = parts.add(ofUnits(units)).max(BigInteger.ZERO);
            }
        }

        boolean hasRoom(long units, long perMinute) {
            return perMinute < 0 || parts.add(ofUnits(units)).compareTo(ofUnits(perMinute)) <= 0;
        }

        long free(long perMinute) {
            return ofUnits(perMinute)
                    .subtract(parts)
                    .max(BigInteger.ZERO)
                    .divide(BigInteger.valueOf(MINUTE))
                    .longValueExact();
        }
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

    private static long step(SplittableRandom random) {
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
        List<Long> open = new ArrayList<>();
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
                long reserved = open.remove(random.nextInt(open.size()));
                long correction = random.nextLong(3_000) - reserved;
                meter.close(limits, correction, now);
                tokens.add(correction, limits.tokensPerMinute());
            } else if (violations == 0 || random.nextInt(8) == 0) {
                // Opened over the limit: shadow mode, or held again after a restart.
                meter.open(limits, count, now);
                open.add(count);
                requests.add(1, limits.requestsPerMinute());
                tokens.add(count, limits.tokensPerMinute());
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

    private record Taken(long atMicros, long count) {}

    @Property(tries = 500)
    void shouldNeverAdmitMoreThanTheLimitInAnyWindow(
            @ForAll long seed,
            @ForAll @LongRange(min = 1, max = 600) long requestsPerMinute,
            @ForAll @LongRange(min = 1, max = 20_000) long tokensPerMinute) {
        SplittableRandom random = new SplittableRandom(seed);
        CallMeter meter = new CallMeter();
        ServiceLimits limits = limits(requestsPerMinute, tokensPerMinute, U);
        List<Taken> admitted = new ArrayList<>();
        long now = random.nextLong(MINUTE);
        long latest = now;
        meter.violations(limits, 0, now);
        for (int i = 0; i < 300; i++) {
            now += random.nextInt(20) == 0 ? step(random) : random.nextLong(MINUTE / 100);
            latest = Math.max(latest, now);
            long count = random.nextLong(tokensPerMinute / 3 + 2);
            if (meter.violations(limits, count, now) == 0) {
                meter.open(limits, count, now);
                meter.close(limits, random.nextInt(3) == 0 ? 5 : 0, now);
                admitted.add(new Taken(latest, count));
            }
        }
        for (int from = 0; from < admitted.size(); from++) {
            long tokens = 0;
            for (int to = from; to < admitted.size(); to++) {
                tokens += admitted.get(to).count;
                long micros = admitted.get(to).atMicros - admitted.get(from).atMicros;
                // Rates are per minute: the limit at once, and as much again a minute.
                assertTrue(
                        (to - from + 1 - requestsPerMinute) * MINUTE <= requestsPerMinute * micros);
                assertTrue((tokens - tokensPerMinute) * MINUTE <= tokensPerMinute * micros);
            }
        }
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
                meter.open(limits, 1, now);
            }
        }
        now += MINUTE;
        assertEquals(tokensPerMinute, meter.tokensFree(limits, now));
        assertEquals(0, meter.violations(limits, tokensPerMinute, now));
        for (int i = 0; i < requestsPerMinute; i++) {
            assertEquals(0, meter.violations(limits, 0, now));
            meter.open(limits, 0, now);
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
            meter.open(limits, count, now);
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
            @ForAll List<Long> corrections, @ForAll @LongRange(min = 0) long stepMicros) {
        CallMeter meter = new CallMeter();
        ServiceLimits limits =
                limits(
                        ServiceLimits.REQUESTS_MAX,
                        ServiceLimits.TOKENS_MAX,
                        ServiceLimits.CALLS_MAX);
        long now = 0;
        for (long correction : corrections) {
            meter.open(limits, ServiceLimits.TOKENS_MAX, now);
            meter.close(limits, correction, now);
            LimitReadings readings = meter.readings(limits);
            assertTrue(readings.tokensRemaining() >= 0);
            assertTrue(readings.tokensRemaining() <= ServiceLimits.TOKENS_MAX);
            assertTrue(readings.tokensResetMs() >= 0);
            assertTrue(meter.retryAfterMs(limits, CallMeter.TOKENS, 1) >= 0 || correction < 0);
            now += stepMicros & 0xfffff;
        }
        assertEquals(0, meter.openCalls());
        assertEquals(0, meter.violations(limits, 1, now + (1L << 50)));
    }
}
