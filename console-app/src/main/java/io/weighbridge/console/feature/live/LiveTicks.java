package io.weighbridge.console.feature.live;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The cells that are in the scene now, told at every tick: only what is seen is drawn. Used on the
/// FX thread only.
final class LiveTicks {
    private final Set<LiveCell> cells = new LinkedHashSet<>();

    void add(LiveCell cell) {
        cells.add(cell);
    }

    void remove(LiveCell cell) {
        cells.remove(cell);
    }

    void tick() {
        List.copyOf(cells).forEach(LiveCell::tick);
    }

    int size() {
        return cells.size();
    }
}
