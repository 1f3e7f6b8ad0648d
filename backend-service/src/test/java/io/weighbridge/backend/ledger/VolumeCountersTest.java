package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;

import java.time.Instant;

/// Volume steps count by calendar months of UTC.
final class VolumeCountersTest {
    private static final long SERVICE = 11;

    private final VolumeCounters counters = new VolumeCounters();

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private long output(long atMs) {
        return counters.used(SERVICE, Unit.OUTPUT_TOKENS, atMs);
    }

    @Test
    void shouldNumberMonthsOneByOne() {
        int december = VolumeCounters.monthOf(at("2026-12-31T23:59:59.999Z"));
        assertEquals(december + 1, VolumeCounters.monthOf(at("2027-01-01T00:00:00Z")));
        assertEquals(december - 11, VolumeCounters.monthOf(at("2026-01-01T00:00:00Z")));
        assertEquals(december - 12, VolumeCounters.monthOf(at("2025-12-01T00:00:00Z")));
        assertEquals(2026 * 12 + 11, december);
    }

    @Test
    void shouldSumWithinAMonthAndBeginAnewWithTheNext() {
        long first = at("2026-11-01T00:00:00Z");
        long last = at("2026-11-30T23:59:59.999Z");
        assertEquals(0, output(first));
        counters.add(SERVICE, Units.tokens(3, 5), first);
        counters.add(SERVICE, Units.tokens(0, 7), last);
        counters.add(SERVICE + 1, Units.tokens(0, 100), last);
        assertEquals(12, output(first));
        assertEquals(12, output(last));
        assertEquals(3, counters.used(SERVICE, Unit.INPUT_TOKENS, last));
        assertEquals(100, counters.used(SERVICE + 1, Unit.OUTPUT_TOKENS, last));
        assertEquals(0, output(last + 1));
        counters.add(SERVICE, Units.tokens(0, 2), last + 1);
        assertEquals(2, output(last + 1));
        assertEquals(0, output(last));
        assertEquals(100, counters.used(SERVICE + 1, Unit.OUTPUT_TOKENS, last));
    }
}
