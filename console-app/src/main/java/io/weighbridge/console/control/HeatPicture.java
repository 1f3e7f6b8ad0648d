package io.weighbridge.console.control;

import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

import org.jspecify.annotations.Nullable;

/// The image of a heat map's cells: one pixel a cell, drawn larger without smoothing. Where more
/// columns are seen than there are pixels, a pixel is the highest of its columns. Keeps its image
/// while the size stays the same. FX thread only.
final class HeatPicture {
    private @Nullable WritableImage image;
    private int[] pixels = {};
    private long lowest;
    private long highest;

    WritableImage draw(HeatGrid grid, HeatWindow window, int widthMax, Color none, Color unknown) {
        int first = window.firstColumn();
        int seen = window.lastColumn() - first + 1;
        int width = Math.max(1, Math.min(seen, widthMax));
        int height = Math.max(1, grid.rows());
        WritableImage drawn = image;
        if (drawn == null || (int) drawn.getWidth() != width || (int) drawn.getHeight() != height) {
            drawn = new WritableImage(width, height);
            image = drawn;
            pixels = new int[width * height];
        }
        long[] values = values(grid, first, seen, width, height);
        HeatRamp ramp = new HeatRamp(lowest, highest);
        int noneArgb = HeatRamp.argb(none);
        int unknownArgb = HeatRamp.argb(unknown);
        for (int i = 0; i < pixels.length; i++) {
            long value = values[i];
            pixels[i] =
                    value == HeatGrid.UNKNOWN
                            ? unknownArgb
                            : value <= 0 ? noneArgb : ramp.colour(value);
        }
        drawn.getPixelWriter()
                .setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return drawn;
    }

    private long[] values(HeatGrid grid, int first, int seen, int width, int height) {
        long[] values = new long[width * height];
        lowest = Long.MAX_VALUE;
        highest = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int x = 0; x < width; x++) {
                int from = first + (int) ((long) seen * x / width);
                int to = first + (int) ((long) seen * (x + 1) / width);
                long most = HeatGrid.UNKNOWN;
                for (int column = from; column < Math.max(to, from + 1); column++) {
                    most = Math.max(most, grid.value(column, row));
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
