package io.weighbridge.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// What is written as text is read back as the same value, whatever the value.
final class ValueTypesPropertyTest {
    @Property
    void shouldReadBackMoney(@ForAll long nanos) {
        assertEquals(nanos, Nanos.parse(Nanos.toDecimal(nanos)));
        assertEquals(
                0, new BigDecimal(Nanos.toDecimal(nanos)).compareTo(BigDecimal.valueOf(nanos, 9)));
    }

    @Property
    void shouldReadBackIds(@ForAll @LongRange(min = 1) long id, @ForAll IdKind kind) {
        String text = kind.format(id);
        assertEquals(OptionalLong.of(id), kind.parse(text));
        for (IdKind other : IdKind.values()) {
            if (other != kind) {
                assertEquals(OptionalLong.empty(), other.parse(text));
            }
        }
    }

    @Property
    void shouldReadNoIdOutOfOtherText(@ForAll String text) {
        for (IdKind kind : IdKind.values()) {
            kind.parse(text).ifPresent(id -> assertEquals(text, kind.format(id)));
        }
    }

    @Property
    void shouldReadBackRequestIds(@ForAll @LongRange(min = 0, max = (1L << 48) - 1) long atMs) {
        RequestId id = RequestId.next(atMs);
        assertEquals(id, RequestId.parse(id.toString()));
        assertEquals(id, RequestId.parse(id.toString().toUpperCase(java.util.Locale.ROOT)));
        assertEquals(new UUID(id.hi(), id.lo()).toString(), id.toString());
        assertEquals(atMs, id.atMs());
    }

    @Property
    void shouldTakeOnlyVersion7(@ForAll long hi, @ForAll long lo) {
        UUID uuid = new UUID(hi, lo);
        RequestId id = RequestId.parse(uuid.toString());
        if (uuid.version() == 7 && uuid.variant() == 2) {
            assertNotNull(id);
        } else {
            assertNull(id);
        }
    }

    @Property
    void shouldBehaveLikeAMap(@ForAll("counts") Map<Unit, Long> counts) {
        Units units = Units.NONE;
        for (Map.Entry<Unit, Long> count : counts.entrySet()) {
            units = units.with(count.getKey(), count.getValue());
        }
        assertEquals(counts.size(), units.size());
        Set<Unit> seen = new HashSet<>();
        for (int i = 0; i < units.size(); i++) {
            assertTrue(seen.add(units.unitAt(i)));
            assertEquals(counts.get(units.unitAt(i)), units.countAt(i));
        }
        for (Unit unit : Unit.values()) {
            assertEquals(counts.containsKey(unit), units.has(unit));
            assertEquals(counts.getOrDefault(unit, 0L), units.get(unit));
        }
        assertEquals(units, Units.parse(units.toString()));
        assertEquals(units, units.max(Units.NONE));
        assertEquals(units, Units.NONE.max(units));
    }

    @Provide
    Arbitrary<Map<Unit, Long>> counts() {
        return Arbitraries.maps(
                Arbitraries.of(Unit.class), Arbitraries.longs().between(0, Unit.COUNT_MAX));
    }

    @Property
    void shouldReadBackPriceLines(
            @ForAll Unit unit,
            @ForAll @LongRange(min = 0) long count,
            @ForAll @LongRange(min = 0) long price,
            @ForAll @LongRange(min = 1) long per) {
        List<PriceLine> lines =
                List.of(new PriceLine(unit, count, price, per), new PriceLine(unit, 0, 1, 2));
        assertEquals(lines, PriceLine.parseAll(PriceLine.format(lines)));
    }
}
