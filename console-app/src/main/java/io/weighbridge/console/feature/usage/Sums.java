package io.weighbridge.console.feature.usage;

import io.weighbridge.proto.v1.Rollup;

/// One sum of each measure. Grows while it is read, and is left alone afterwards.
final class Sums {
    private static final Measure[] MEASURES = Measure.values();

    private final long[] values = new long[MEASURES.length];

    void add(Rollup rollup) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.addExact(values[i], MEASURES[i].of(rollup));
        }
    }

    void add(Sums other) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.addExact(values[i], other.values[i]);
        }
    }

    long get(Measure measure) {
        return values[measure.ordinal()];
    }
}
