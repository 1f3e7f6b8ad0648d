package io.weighbridge.console.feature.usage;

import java.util.Locale;

/// What a heat map has across and down.
enum HeatShape {
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
    Level rows() {
        return rows;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static HeatShape ofWord(String word) {
        for (HeatShape shape : values()) {
            if (shape.word().equals(word)) {
                return shape;
            }
        }
        return HOUR_SERVICE;
    }
}
