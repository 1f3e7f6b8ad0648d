package io.weighbridge.console.feature.usage;

import java.util.List;

/// What a chart draws of an exploration: its largest groups, and one more layer for the rest.
record Layers(
        Exploration exploration,
        Measure measure,
        List<Exploration.Group> largest,
        List<Exploration.Group> rest) {
    /// @param most groups with a layer of their own
    static Layers of(Exploration exploration, Measure measure, int most) {
        List<Exploration.Group> ordered = exploration.ordered(measure);
        // A rest of one is that one.
        int own = ordered.size() <= most + 1 ? ordered.size() : most;
        return new Layers(
                exploration,
                measure,
                ordered.subList(0, own),
                ordered.subList(own, ordered.size()));
    }

    int size() {
        return largest.size() + (rest.isEmpty() ? 0 : 1);
    }

    boolean isRest(int layer) {
        return layer >= largest.size();
    }

    String id(int layer) {
        return isRest(layer) ? "" : largest.get(layer).id();
    }

    long at(int layer, int bucket) {
        if (!isRest(layer)) {
            return largest.get(layer).at(bucket, measure);
        }
        long sum = 0;
        for (Exploration.Group group : rest) {
            sum = Math.addExact(sum, group.at(bucket, measure));
        }
        return sum;
    }
}
