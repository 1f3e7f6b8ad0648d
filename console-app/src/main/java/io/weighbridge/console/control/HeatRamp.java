package io.weighbridge.console.control;

import javafx.scene.paint.Color;

/// Colours from low to high. Amounts differ in lightness evenly, for every kind of colour vision
/// (after cividis, Nuñez et al. 2018), on a logarithmic scale: usage differs by powers of ten.
/// Losses are orange and gains blue, the farther from 0 the farther from the theme's background.
final class HeatRamp {
    private static final int SHADES = 256;
    // So much of a side even the least loss or gain is away from the middle.
    private static final double LEAST = 0.2;
    private static final double WHOLE = 1_000_000;
    // Corners of the ramps; between them they are straight.
    private static final int[] AMOUNTS =
            colours(
                    0x00224e, 0x1b3a6d, 0x434e6c, 0x61656f, 0x7d7c78, 0x9b9476, 0xbcae6c, 0xdfca57,
                    0xfee838);
    private static final int[] LIGHT_MARGINS =
            colours(0x6b2600, 0xc4601b, 0xd6d3cd, 0x4d87cc, 0x06316f);
    private static final int[] DARK_MARGINS =
            colours(0xffbe73, 0xc06a1c, 0x3f4247, 0x3f7fc8, 0x9ed3ff);

    private final HeatScale scale;
    private final int[] colours;
    private final double low;
    private final double high;
    private final long lowest;
    private final long highest;

    /// @param lowest of the values above 0; of those that diverge how far the nearest is from 0
    /// @param highest of all; of those that diverge how far the farthest is from 0
    HeatRamp(HeatScale scale, long lowest, long highest, boolean isDark) {
        this.scale = scale;
        this.colours = !scale.isDiverging() ? AMOUNTS : isDark ? DARK_MARGINS : LIGHT_MARGINS;
        this.lowest = Math.max(1, lowest);
        this.highest = Math.max(this.lowest, highest);
        this.low = Math.log((double) this.lowest);
        this.high = Math.log((double) this.highest);
    }

    private static int[] colours(int... corners) {
        int[] all = new int[SHADES];
        for (int i = 0; i < SHADES; i++) {
            double at = (double) i / (SHADES - 1) * (corners.length - 1);
            int corner = Math.min((int) at, corners.length - 2);
            Color from = color(corners[corner]);
            Color mixed = from.interpolate(color(corners[corner + 1]), at - corner);
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

    /// The colour of a value; of amounts, of one above 0.
    int colour(long value) {
        return colourAt(
                switch (scale) {
                    case AMOUNTS -> logarithmic(value);
                    case SHARES -> value / WHOLE;
                    case MARGINS -> value == 0 ? 0.5 : 0.5 + Long.signum(value) * away(value);
                    case MARGIN_SHARES -> 0.5 + value / WHOLE / 2;
                });
    }

    private double logarithmic(long value) {
        return high > low ? (Math.log((double) value) - low) / (high - low) : 1;
    }

    // At most half of the ramp.
    private double away(long value) {
        return (LEAST + (1 - LEAST) * logarithmic(Math.abs(value))) / 2;
    }

    /// The colour at a part of the way from low to high, 0 to 1.
    int colourAt(double part) {
        return colours[(int) Math.round(Math.clamp(part, 0, 1) * (SHADES - 1))];
    }

    /// The value at a part of the way.
    long valueAt(double part) {
        return switch (scale) {
            case AMOUNTS -> amountAt(part);
            case SHARES -> Math.round(part * WHOLE);
            case MARGINS -> {
                double away = (Math.abs(part - 0.5) * 2 - LEAST) / (1 - LEAST);
                yield part == 0.5 ? 0 : part < 0.5 ? -amountAt(away) : amountAt(away);
            }
            case MARGIN_SHARES -> Math.round((part - 0.5) * 2 * WHOLE);
        };
    }

    private long amountAt(double part) {
        return part <= 0
                ? lowest
                : part >= 1 ? highest : Math.round(Math.exp(low + part * (high - low)));
    }

    /// Whether there is but one amount, so that there is no way from low to high.
    boolean isSingle() {
        return scale == HeatScale.AMOUNTS && lowest == highest;
    }
}
