package io.weighbridge.console.feature.usage.ask;

import java.util.Locale;

/// What a heat map has across and down.
public enum HeatShape {
    HOUR_SERVICE(Level.SERVICE),
    HOUR_ACCOUNT(Level.ACCOUNT),
    HOUR_GPU(Level.GPU),
    /// Day of the week down, hour of the day across, in the operator's zone.
    WEEK(Level.NONE);

    private final Level rows;

    HeatShape(Level rows) {
        this.rows = rows;
    }

    /// What its rows are.
    public Level rows() {
        return rows;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static HeatShape ofWord(String word) {
        for (HeatShape shape : values()) {
            if (shape.word().equals(word)) {
                return shape;
            }
        }
        return HOUR_SERVICE;
    }
}
