package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Set;

/// Volumes that are counted after others: a month's sum can come when the next has begun.
final class LateVolumesTest {
    private static final long SERVICE = 7;
    private static final long JANUARY = Instant.parse("2026-01-31T23:59:59Z").toEpochMilli();
    private static final long FEBRUARY = JANUARY + 1_000;

    private final VolumeCounters counters = new VolumeCounters();

    private long used(long atMs) {
        return counters.used(SERVICE, Unit.INPUT_TOKENS, atMs);
    }

    @Test
    void shouldNotPutAMonthThatIsOverInThePlaceOfThePresentOne() {
        counters.add(SERVICE, Units.tokens(5, 0), JANUARY);
        counters.add(SERVICE, Units.tokens(6, 0), JANUARY);
        assertEquals(11, used(JANUARY));
        counters.add(SERVICE, Units.tokens(2, 0), FEBRUARY);
        counters.add(SERVICE, Units.tokens(100, 0), JANUARY);
        assertEquals(2, used(FEBRUARY));
        assertEquals(0, used(JANUARY));
    }

    @Test
    void shouldForgetOnlyTheServicesThatAreNamed() {
        counters.add(SERVICE, Units.tokens(5, 0), JANUARY);
        counters.add(8, Units.tokens(6, 0), JANUARY);
        counters.forget(Set.of(SERVICE));
        assertEquals(0, used(JANUARY));
        assertEquals(6, counters.used(8, Unit.INPUT_TOKENS, JANUARY));
    }
}
