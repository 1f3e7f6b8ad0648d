package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.image.Image;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        HeatRamp ramp = new HeatRamp(HeatScale.AMOUNTS, 10, 1_000_000, false);
        double before = -1;
        for (long value = 10; value <= 1_000_000; value *= 10) {
            double light = light(ramp.colour(value));
            assertTrue(light > before, value + ": " + light);
            before = light;
        }
        assertEquals(10, ramp.valueAt(0));
        assertEquals(1_000_000, ramp.valueAt(1));
        assertEquals(ramp.colour(5), ramp.colour(10));
    }

    private static double light(int argb) {
        return 0.2126 * ((argb >> 16) & 0xff)
                + 0.7152 * ((argb >> 8) & 0xff)
                + 0.0722 * (argb & 0xff);
    }

    // Above 0 where it is more blue than red.
    private static int blueness(int argb) {
        return (argb & 0xff) - ((argb >> 16) & 0xff);
    }

    @Test
    void shouldTellLossesFromGainsInBothThemes() {
        for (boolean isDark : new boolean[] {false, true}) {
            for (HeatScale scale : List.of(HeatScale.MARGINS, HeatScale.MARGIN_SHARES)) {
                HeatRamp ramp = new HeatRamp(scale, 10, 1_000_000, isDark);
                for (int side : new int[] {-1, 1}) {
                    double before = light(ramp.colour(0));
                    for (long size : new long[] {100_000, 300_000, 600_000, 1_000_000}) {
                        int argb = ramp.colour(side * size);
                        String what = scale + " " + side * size + (isDark ? " dark" : " light");
                        assertTrue(blueness(argb) * side > 8, what);
                        assertTrue(isDark == light(argb) > before, what);
                        before = light(argb);
                    }
                }
                assertEquals(0, ramp.valueAt(0.5));
                assertEquals(-1_000_000, ramp.valueAt(0));
                assertEquals(1_000_000, ramp.valueAt(1));
            }
            // The least one is told from none at all.
            HeatRamp margins = new HeatRamp(HeatScale.MARGINS, 10, 1_000_000, isDark);
            assertTrue(blueness(margins.colour(10)) - blueness(margins.colour(-10)) > 16);
        }
    }

    @Test
    void shouldStripeLossesAndHatchGaps() {
        HeatPicture picture = new HeatPicture();
        long[] values = {-5, 3, HeatGrid.GAP, 7, HeatGrid.NOTHING, HeatGrid.GAP};
        HeatGrid grid = new Line(values, HeatScale.MARGINS);
        HeatPicture.Rows row = new HeatPicture.Rows(0, 1, 13);
        Image each = picture.draw(grid, HeatWindow.whole(6), row, 72, false);
        int[] counts = new int[6];
        for (int cell = 0; cell < 6; cell++) {
            counts[cell] = colours(each, cell * 12, 12);
        }
        // The striped and the hatched have two colours; a gain and nothing have one.
        assertArrayEquals(new int[] {2, 1, 2, 1, 1, 2}, counts);
        // Two hours a pixel: a loss is not covered by a gain, nor a gap by an hour without calls.
        Image thin = picture.draw(grid, HeatWindow.whole(6), row, 3, false);
        HeatRamp ramp = new HeatRamp(HeatScale.MARGINS, 5, 7, false);
        assertEquals(ramp.colour(-5), thin.getPixelReader().getArgb(0, 0));
        assertEquals(ramp.colour(7), thin.getPixelReader().getArgb(1, 0));
        assertEquals(2, colours(thin, 2, 1));
    }

    // But for the line between two rows.
    private static int colours(Image image, int left, int width) {
        Set<Integer> seen = new HashSet<>();
        for (int x = left; x < left + width; x++) {
            for (int y = 0; y < (int) image.getHeight() - 1; y++) {
                seen.add(image.getPixelReader().getArgb(x, y));
            }
        }
        return seen.size();
    }

    private static final class Line implements HeatGrid {
        private final long[] values;
        private final HeatScale scale;

        Line(long[] values, HeatScale scale) {
            this.values = values;
            this.scale = scale;
        }

        @Override
        public HeatScale scale() {
            return scale;
        }

        @Override
        public int columns() {
            return values.length;
        }

        @Override
        public int rows() {
            return 1;
        }

        @Override
        public long value(int column, int row) {
            return values[column];
        }

        @Override
        public String columnName(int column) {
            return "";
        }

        @Override
        public String columnMark(int column, int columnsShown) {
            return "";
        }

        @Override
        public String rowName(int row) {
            return "";
        }

        @Override
        public String exact(long value) {
            return "";
        }

        @Override
        public String brief(long value) {
            return "";
        }
    }
}
