package io.weighbridge.console.feature.live;

import java.util.Locale;

/// A choice of lines, offered above the table.
enum LiveChip {
    ALL,
    NEAR,
    REFUSED,
    DRY;

    boolean includes(LiveLine line) {
        return switch (this) {
            case ALL -> true;
            case NEAR -> line.row().isNearALimit();
            case REFUSED -> line.row().isRefused();
            case DRY -> line.runsDry();
        };
    }

    /// Its name in ids and texts.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
