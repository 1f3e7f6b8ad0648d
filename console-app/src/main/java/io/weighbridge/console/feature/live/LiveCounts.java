package io.weighbridge.console.feature.live;

import java.util.Collection;

/// How many lines each chip stands for.
///
/// @param all of them
/// @param near near a limit
/// @param refused refused in the last minute
/// @param dry whose credit ends within the hour
record LiveCounts(int all, int near, int refused, int dry) {
    static final LiveCounts NONE = new LiveCounts(0, 0, 0, 0);

    static LiveCounts of(Collection<LiveLine> lines) {
        int near = 0;
        int refused = 0;
        int dry = 0;
        for (LiveLine line : lines) {
            near += line.row().isNearALimit() ? 1 : 0;
            refused += line.row().isRefused() ? 1 : 0;
            dry += line.runsDry() ? 1 : 0;
        }
        return new LiveCounts(lines.size(), near, refused, dry);
    }

    int of(LiveChip chip) {
        return switch (chip) {
            case ALL -> all;
            case NEAR -> near;
            case REFUSED -> refused;
            case DRY -> dry;
        };
    }
}
