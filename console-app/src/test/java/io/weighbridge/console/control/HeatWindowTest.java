package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// What is seen of a heat map, and its colours.
final class HeatWindowTest {
    private static final int YEAR = 8_760;

    @Test
    void shouldKeepTheColumnUnderThePointerWhenZooming() {
        HeatWindow window = HeatWindow.whole(YEAR);
        for (int i = 0; i < 40; i++) {
            double before = window.first() + window.width() * 0.25;
            HeatWindow next = window.zoomed(1.25, 0.25);
            if (next.width() > 6) {
                assertEquals(before, next.first() + next.width() * 0.25, 0.001);
            }
            window = next;
        }
        assertEquals(6, window.width(), 0.001);
        for (int i = 0; i < 80; i++) {
            window = window.zoomed(1 / 1.25, 0.5);
        }
        assertEquals(HeatWindow.whole(YEAR), window);
    }

    @Test
    void shouldNeverLeaveTheGrid() {
        HeatWindow window = HeatWindow.whole(YEAR).zoomed(10, 0.5);
        HeatWindow right = window.moved(1e9);
        assertEquals(YEAR - 1, right.lastColumn());
        HeatWindow left = window.moved(-1e9);
        assertEquals(0, left.firstColumn());
        assertEquals(0, left.columnAt(0));
        assertEquals(YEAR - 1, right.columnAt(1));
        assertEquals(right, right.showing(YEAR - 1));
        assertTrue(left.showing(YEAR - 1).lastColumn() >= YEAR - 1);
        assertEquals(0, HeatWindow.whole(1).lastColumn());
    }

    @Test
    void shouldGrowLighterWithTheValue() {
        HeatRamp ramp = new HeatRamp(10, 1_000_000);
        double before = -1;
        for (long value = 10; value <= 1_000_000; value *= 10) {
            int argb = ramp.colour(value);
            double light =
                    0.2126 * ((argb >> 16) & 0xff)
                            + 0.7152 * ((argb >> 8) & 0xff)
                            + 0.0722 * (argb & 0xff);
            assertTrue(light > before, value + ": " + light);
            before = light;
        }
        assertEquals(10, ramp.valueAt(0));
        assertEquals(1_000_000, ramp.valueAt(1));
        assertEquals(ramp.colour(5), ramp.colour(10));
    }
}
