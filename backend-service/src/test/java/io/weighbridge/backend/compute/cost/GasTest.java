package io.weighbridge.backend.compute.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;

final class GasTest {
    @Test
    void aCallIsRoundedUpOnce() {
        assertEquals(0, Gas.of(0));
        assertEquals(1, Gas.of(1));
        assertEquals(1, Gas.of(1_000_000_000));
        assertEquals(2, Gas.of(1_000_000_001));
        assertEquals(9_223_372_037L, Gas.of(Long.MAX_VALUE));
    }

    @Test
    void aTokenShowsWholeOperations() {
        assertEquals(new BigDecimal("15.009314816"), Gas.perToken(15_009_314_816L, 1));
        // A third of 10 is 4 operations, never 3.
        assertEquals(new BigDecimal("0.000000004"), Gas.perToken(10, 3));
    }

    @Test
    void aFractionIsExact() {
        assertEquals(Ratio.of(1, 3), Ratio.of(4, 6).times(Ratio.of(1, 2)));
        assertEquals(Ratio.of(69, 25), Ratio.of(new BigDecimal("2.760")));
        assertEquals(Ratio.of(1_200), Ratio.of(new BigDecimal("1.2E+3")));
        assertEquals(1, Ratio.of(1, Long.MAX_VALUE).ceiling());
        assertEquals(3, Ratio.of(9, 3).ceiling());
        assertEquals(Ratio.of(2, 3), Ratio.of(1, 3).complement());
        assertThrows(ArithmeticException.class, () -> Ratio.of(4, 3).complement());
        assertThrows(ArithmeticException.class, () -> Ratio.ONE.over(0));
        assertThrows(ArithmeticException.class, () -> Ratio.of(Long.MAX_VALUE).times(2).ceiling());
    }
}
