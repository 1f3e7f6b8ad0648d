package io.weighbridge.console.feature.live;

import java.util.Arrays;
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

    /// The one of a word in an address; all for none.
    static LiveChip ofWord(String word) {
        return Arrays.stream(values())
                .filter(chip -> chip.word().equals(word))
                .findFirst()
                .orElse(ALL);
    }

    /// Its word in an address: none for all.
    String address() {
        return this == ALL ? "" : word();
    }

    /// Its name in ids and texts.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
