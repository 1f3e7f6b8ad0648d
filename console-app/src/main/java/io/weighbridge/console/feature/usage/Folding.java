package io.weighbridge.console.feature.usage;

import io.weighbridge.proto.v1.Rollup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Adds rollups up to an [Exploration]. Not for sharing.
final class Folding {
    private final Buckets buckets;
    private final Level level;
    private final Map<String, Exploration.Group> groups = new LinkedHashMap<>();

    Folding(Buckets buckets, Level level) {
        this.buckets = buckets;
        this.level = level;
    }

    /// Adds one; what is outside the buckets is left out.
    void add(Rollup rollup) {
        int bucket = buckets.indexOf(rollup.getBucketAtMs());
        if (bucket < 0) {
            return;
        }
        groups.computeIfAbsent(level.idOf(rollup), id -> new Exploration.Group(id, buckets.size()))
                .add(bucket, rollup);
    }

    Exploration done(long readUntilMs) {
        return new Exploration(buckets, level, List.copyOf(groups.values()), readUntilMs);
    }
}
