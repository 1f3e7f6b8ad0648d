package io.weighbridge.backend.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.time.Instant;

final class CreditPeriodTest {
    private static long ms(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @Test
    void shouldStartAnewAtMidnightAndOnTheFirstOfTheMonth() {
        long atMs = ms("2028-02-29T23:59:59.999Z");
        assertEquals(ms("2028-02-29T00:00:00Z"), CreditPeriod.DAY.startMs(atMs));
        assertEquals(ms("2028-03-01T00:00:00Z"), CreditPeriod.DAY.endMs(atMs));
        assertEquals(ms("2028-02-01T00:00:00Z"), CreditPeriod.MONTH.startMs(atMs));
        assertEquals(ms("2028-03-01T00:00:00Z"), CreditPeriod.MONTH.endMs(atMs));
        assertEquals(
                ms("2029-01-01T00:00:00Z"), CreditPeriod.MONTH.endMs(ms("2028-12-31T12:00:00Z")));
        assertEquals(0, CreditPeriod.EVER.startMs(atMs));
        assertEquals(Long.MAX_VALUE, CreditPeriod.EVER.endMs(atMs));
    }

    @Property(tries = 500)
    void shouldLieAroundItsInstantAndJoinTheNext(
            @ForAll CreditPeriod period, @ForAll @LongRange(min = 0, max = 1L << 42) long atMs) {
        long start = period.startMs(atMs);
        long end = period.endMs(atMs);
        assertTrue(start <= atMs && atMs < end);
        if (period != CreditPeriod.EVER) {
            assertEquals(end, period.startMs(end));
            assertEquals(start, period.startMs(end - 1));
        }
        assertEquals(period, CreditPeriod.byNumber(period.number()));
    }
}
