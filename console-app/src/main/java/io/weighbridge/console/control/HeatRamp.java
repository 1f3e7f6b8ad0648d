package io.weighbridge.console.control;

import javafx.scene.paint.Color;

/// Colours from low to high that differ in lightness evenly, for every kind of colour vision
/// (after cividis, Nuñez et al. 2018), on a logarithmic scale: usage differs by powers of ten.
final class HeatRamp {
    private static final int SHADES = 256;
    // Corners of the ramp; between them it is straight.
    private static final int[] CORNERS = {
        0x00224e, 0x1b3a6d, 0x434e6c, 0x61656f, 0x7d7c78, 0x9b9476, 0xbcae6c, 0xdfca57, 0xfee838
    };
    private static final int[] COLOURS = colours();

    private final double low;
    private final double high;
    private final long lowest;
    private final long highest;

    /// @param lowest of the values above 0
    /// @param highest of all
    HeatRamp(long lowest, long highest) {
        this.lowest = Math.max(1, lowest);
        this.highest = Math.max(this.lowest, highest);
        this.low = Math.log((double) this.lowest);
        this.high = Math.log((double) this.highest);
    }

    private static int[] colours() {
        int[] all = new int[SHADES];
        for (int i = 0; i < SHADES; i++) {
            double at = (double) i / (SHADES - 1) * (CORNERS.length - 1);
            int corner = Math.min((int) at, CORNERS.length - 2);
            Color from = color(CORNERS[corner]);
            Color mixed = from.interpolate(color(CORNERS[corner + 1]), at - corner);
            all[i] = argb(mixed);
        }
        return all;
    }

    private static Color color(int rgb) {
        return Color.rgb((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff);
    }

    static int argb(Color color) {
        return 0xff000000
                | ((int) Math.round(color.getRed() * 255) << 16)
                | ((int) Math.round(color.getGreen() * 255) << 8)
                | (int) Math.round(color.getBlue() * 255);
    }

    /// The colour of a value above 0.
    int colour(long value) {
        double part = high > low ? (Math.log((double) value) - low) / (high - low) : 1;
        return COLOURS[(int) Math.round(Math.clamp(part, 0, 1) * (SHADES - 1))];
    }

    /// The colour at a part of the way from low to high, 0 to 1.
    static int colourAt(double part) {
        return COLOURS[(int) Math.round(Math.clamp(part, 0, 1) * (SHADES - 1))];
    }

    /// The value at a part of the way.
    long valueAt(double part) {
        return part <= 0
                ? lowest
                : part >= 1 ? highest : Math.round(Math.exp(low + part * (high - low)));
    }
}
