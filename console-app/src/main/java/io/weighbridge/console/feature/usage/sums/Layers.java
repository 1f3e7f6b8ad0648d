package io.weighbridge.console.feature.usage.sums;

import io.weighbridge.console.feature.usage.ask.Measure;

import java.util.List;

/// What a chart draws of an exploration: its largest groups, and one more layer for the rest.
public record Layers(Explored explored, List<Exploration.Group> largest, boolean hasRest) {
    /// @param most groups with a layer of their own
    public static Layers of(Explored explored, int most) {
        List<Exploration.Group> ordered = explored.ordered();
        // A rest of one is that one.
        int own = ordered.size() <= most + 1 ? ordered.size() : most;
        return new Layers(explored, ordered.subList(0, own), own < ordered.size());
    }

    public Exploration exploration() {
        return explored.exploration();
    }

    public Measure measure() {
        return explored.measure();
    }

    public int size() {
        return largest.size() + (hasRest ? 1 : 0);
    }

    public boolean isRest(int layer) {
        return layer >= largest.size();
    }

    public String id(int layer) {
        return isRest(layer) ? "" : largest.get(layer).id();
    }

    public long at(int layer, int bucket) {
        if (!isRest(layer)) {
            return largest.get(layer).at(bucket, measure());
        }
        long rest = exploration().at(bucket, measure());
        for (Exploration.Group group : largest) {
            rest = Math.subtractExact(rest, group.at(bucket, measure()));
        }
        return rest;
    }
}
