package io.weighbridge.console.feature.usage.sums;

import io.weighbridge.console.feature.usage.ask.Measure;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/// One sum of each measure. Grows while it is read, and is left alone afterwards.
public final class Sums {
    // What is 0 is left out: most buckets have nothing refunded, failed or unrated.
    private final Map<Measure, Long> values = new EnumMap<>(Measure.class);

    void add(ToLongFunction<Measure> amounts) {
        for (Measure measure : Measure.values()) {
            add(measure, amounts.applyAsLong(measure));
        }
    }

    void add(Sums other) {
        other.values.forEach(this::add);
    }

    private void add(Measure measure, long value) {
        if (value != 0) {
            values.merge(measure, value, Math::addExact);
        }
    }

    public long get(Measure measure) {
        return values.getOrDefault(measure, 0L);
    }
}
