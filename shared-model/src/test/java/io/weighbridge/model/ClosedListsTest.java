package io.weighbridge.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/// Numbers and names that are stored, and money at the edges of its range.
final class ClosedListsTest {
    @Test
    void shouldFindUnitsByNumberAndName() {
        Set<Integer> numbers = new HashSet<>();
        for (Unit unit : Unit.values()) {
            numbers.add(unit.number());
            assertSame(unit, Unit.byNumber(unit.number()));
            assertSame(unit, Unit.byKey(unit.key()));
            Unit whole = unit.partOf();
            if (whole != null) {
                // Parts of parts would be charged twice.
                assertNull(whole.partOf());
            }
        }
        assertEquals(Unit.SIZE, numbers.size());
        assertNull(Unit.byNumber(0));
        assertNull(Unit.byNumber(Unit.SIZE + 1));
        assertNull(Unit.byNumber(-1));
        assertNull(Unit.byKey("INPUT_TOKENS"));
    }

    @Test
    void shouldFindTiersAndOutcomesByNumber() {
        for (ServiceTier tier : ServiceTier.values()) {
            assertSame(tier, ServiceTier.byNumber(tier.number()));
        }
        for (Outcome outcome : Outcome.values()) {
            assertSame(outcome, Outcome.byNumber(outcome.number()));
        }
        assertNull(ServiceTier.byNumber(0));
        assertNull(Outcome.byNumber(0));
    }

    @Test
    void shouldReadIdsOnlyWithinTheirRange() {
        assertEquals(
                OptionalLong.of(Long.MAX_VALUE),
                IdKind.KEY.parse(IdKind.KEY.format(Long.MAX_VALUE)));
        // 2^63, 0, and letters left out of the alphabet.
        for (String digits :
                new String[] {
                    "8000000000000", "zzzzzzzzzzzzz", "0000000000000", "000000000000i",
                    "000000000000l", "000000000000o", "000000000000u", "000000000000A"
                }) {
            assertEquals(OptionalLong.empty(), IdKind.KEY.parse("key_" + digits), digits);
        }
    }

    @Test
    void shouldKeepMoneyExactAtTheEdges() {
        assertEquals("9223372036.854775807", Nanos.toDecimal(Long.MAX_VALUE));
        assertEquals("-9223372036.854775808", Nanos.toDecimal(Long.MIN_VALUE));
        assertEquals("0.00", Nanos.toDecimal(0));
        assertEquals("100.00", Nanos.toDecimal(100 * Nanos.PER_UNIT));
        assertEquals("0.000000001", Nanos.toDecimal(1));
        assertThrows(ArithmeticException.class, () -> Nanos.parse("9223372036.854775808"));
        assertThrows(ArithmeticException.class, () -> Nanos.parse("0.0000000001"));
        assertThrows(NumberFormatException.class, () -> Nanos.parse("1,5"));
    }

    @Test
    void shouldShortenMoneyForPeople() {
        assertEquals("1.92", Nanos.toShort(1_920_000_000L));
        assertEquals("0.00421", Nanos.toShort(4_213_000L));
        assertEquals("0.000000001", Nanos.toShort(1));
        assertEquals("-12.35", Nanos.toShort(-12_345_678_901L));
        assertEquals("0.00", Nanos.toShort(0));
    }
}
