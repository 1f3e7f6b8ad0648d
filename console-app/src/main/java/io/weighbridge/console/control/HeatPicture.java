package io.weighbridge.console.control;

import io.weighbridge.console.theme.Palette;

import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The image of a heat map's cells, at the size that it is shown in: software rendering smooths an
/// image that it enlarges, whatever it is told. Each row of cells is calculated as one line of
/// pixels and copied down; losses are striped and gaps hatched, so that they are told apart without
/// colour. Where more columns are seen than there are pixels, a pixel is the highest of its
/// columns, or the lowest where there are losses. Keeps its image while the size stays the same.
/// FX thread only.
final class HeatPicture {
    /// A line in so many of a gap's diagonal ones.
    static final int HATCH = 6;

    /// A line in so many of a loss is a stripe.
    static final int STRIPE = 4;

    private @Nullable WritableImage image;
    private int[] pixels = {};
    private long lowest;
    private long highest;
    private boolean hasUnknown;
    private HeatRamp ramp = new HeatRamp(HeatScale.AMOUNTS, 0, 0, false);

    /// Which rows are drawn, and how high.
    record Rows(int first, int count, int height) {}

    WritableImage draw(HeatGrid grid, HeatWindow window, Rows rows, int width, boolean isDark) {
        int height = Math.max(1, rows.count() * rows.height());
        WritableImage drawn = image;
        if (drawn == null || (int) drawn.getWidth() != width || (int) drawn.getHeight() != height) {
            drawn = new WritableImage(width, height);
            image = drawn;
            pixels = new int[width * height];
        }
        long[] values = values(grid, window, rows, width);
        ramp = new HeatRamp(grid.scale(), lowest, highest, isDark);
        Palette palette = Palette.of(isDark);
        for (int row = 0; row < rows.count(); row++) {
            drawRow(values, row, rows.height(), width, grid.scale(), palette);
        }
        drawn.getPixelWriter()
                .setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return drawn;
    }

    private void drawRow(
            long[] values, int row, int height, int width, HeatScale scale, Palette palette) {
        int none = HeatRamp.argb(palette.surface());
        int unknown = HeatRamp.argb(palette.line());
        int line = row * height * width;
        boolean isPlain = true;
        for (int x = 0; x < width; x++) {
            long value = values[row * width + x];
            boolean isDrawn = scale == HeatScale.AMOUNTS ? value > 0 : HeatGrid.isValue(value);
            pixels[line + x] =
                    value == HeatGrid.UNKNOWN ? unknown : isDrawn ? ramp.colour(value) : none;
            isPlain &= value != HeatGrid.GAP && !isLoss(scale, value);
        }
        for (int copy = 1; copy < height; copy++) {
            System.arraycopy(pixels, line, pixels, line + copy * width, width);
        }
        if (!isPlain) {
            int hatch = HeatRamp.argb(palette.muted());
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    long value = values[row * width + x];
                    if (value == HeatGrid.GAP && (x + y) % HATCH == 0) {
                        pixels[line + y * width + x] = hatch;
                    } else if (isLoss(scale, value) && y % STRIPE == STRIPE - 1) {
                        pixels[line + y * width + x] = none;
                    }
                }
            }
        }
        // A line between two rows.
        int last = line + (height - 1) * width;
        Arrays.fill(pixels, last, last + width, none);
    }

    private static boolean isLoss(HeatScale scale, long value) {
        return scale.isDiverging() && HeatGrid.isValue(value) && value < 0;
    }

    private long[] values(HeatGrid grid, HeatWindow window, Rows rows, int width) {
        long[] values = new long[width * rows.count()];
        boolean isDiverging = grid.scale().isDiverging();
        lowest = Long.MAX_VALUE;
        highest = 0;
        hasUnknown = false;
        for (int row = 0; row < rows.count(); row++) {
            for (int x = 0; x < width; x++) {
                int from = window.columnAt((double) x / width);
                int to = Math.max(from + 1, window.columnsUntil((double) (x + 1) / width));
                long one = grid.value(from, rows.first() + row);
                for (int column = from + 1; column < to; column++) {
                    long other = grid.value(column, rows.first() + row);
                    // What is not known gives way to any value.
                    boolean isLowest =
                            isDiverging && HeatGrid.isValue(one) && HeatGrid.isValue(other);
                    one = isLowest ? Math.min(one, other) : Math.max(one, other);
                }
                values[row * width + x] = one;
                hasUnknown |= one == HeatGrid.UNKNOWN;
                long size = isDiverging && HeatGrid.isValue(one) ? Math.abs(one) : one;
                if (size > 0) {
                    lowest = Math.min(lowest, size);
                    highest = Math.max(highest, size);
                }
            }
        }
        if (highest == 0) {
            lowest = 0;
        }
        return values;
    }

    /// The colours of what was drawn last.
    HeatRamp ramp() {
        return ramp;
    }

    /// Whether there is a cell in what was drawn last that was not read.
    boolean hasUnknown() {
        return hasUnknown;
    }

    /// Whether what was drawn last has a value other than 0.
    boolean hasValues() {
        return highest > 0;
    }
}
