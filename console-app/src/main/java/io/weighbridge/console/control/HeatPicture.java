package io.weighbridge.console.control;

import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The image of a heat map's cells, at the size that it is shown in: software rendering smooths an
/// image that it enlarges, whatever it is told. Each row of cells is calculated as one line of
/// pixels and copied down. Where more columns are seen than there are pixels, a pixel is the
/// highest of its columns. Keeps its image while the size stays the same. FX thread only.
final class HeatPicture {
    private @Nullable WritableImage image;
    private int[] pixels = {};
    private long lowest;
    private long highest;

    /// Which rows are drawn, and how high.
    record Rows(int first, int count, int height) {}

    WritableImage draw(
            HeatGrid grid, HeatWindow window, Rows rows, int width, Color none, Color unknown) {
        int height = Math.max(1, rows.count() * rows.height());
        WritableImage drawn = image;
        if (drawn == null || (int) drawn.getWidth() != width || (int) drawn.getHeight() != height) {
            drawn = new WritableImage(width, height);
            image = drawn;
            pixels = new int[width * height];
        }
        long[] values = values(grid, window, rows, width);
        HeatRamp ramp = new HeatRamp(lowest, highest);
        int noneArgb = HeatRamp.argb(none);
        int unknownArgb = HeatRamp.argb(unknown);
        for (int row = 0; row < rows.count(); row++) {
            int line = row * rows.height() * width;
            for (int x = 0; x < width; x++) {
                long value = values[row * width + x];
                pixels[line + x] =
                        value == HeatGrid.UNKNOWN
                                ? unknownArgb
                                : value <= 0 ? noneArgb : ramp.colour(value);
            }
            for (int copy = 1; copy < rows.height(); copy++) {
                System.arraycopy(pixels, line, pixels, line + copy * width, width);
            }
            // A line between two rows.
            int last = line + (rows.height() - 1) * width;
            Arrays.fill(pixels, last, last + width, noneArgb);
        }
        drawn.getPixelWriter()
                .setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return drawn;
    }

    private long[] values(HeatGrid grid, HeatWindow window, Rows rows, int width) {
        long[] values = new long[width * rows.count()];
        lowest = Long.MAX_VALUE;
        highest = 0;
        for (int row = 0; row < rows.count(); row++) {
            for (int x = 0; x < width; x++) {
                int from = window.columnAt((double) x / width);
                int to = Math.max(from + 1, window.columnAt((double) (x + 1) / width));
                long most = HeatGrid.UNKNOWN;
                for (int column = from; column < to; column++) {
                    most = Math.max(most, grid.value(column, rows.first() + row));
                }
                values[row * width + x] = most;
                if (most > 0) {
                    lowest = Math.min(lowest, most);
                    highest = Math.max(highest, most);
                }
            }
        }
        if (highest == 0) {
            lowest = 0;
        }
        return values;
    }

    /// The lowest value above 0 of what was drawn last; 0 for none.
    long lowest() {
        return lowest;
    }

    /// The highest of what was drawn last; 0 for none.
    long highest() {
        return highest;
    }
}
