package io.weighbridge.backend.platform.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// How often each of a few things came to be. Safe for sharing.
///
/// @param <E> what they are
public final class Counts<E extends Enum<E>> {
    // Never changed after it was made.
    private final Map<E, LongAdder> counts;

    /// All 0.
    public Counts(Class<E> of) {
        counts = new EnumMap<>(of);
        for (E each : of.getEnumConstants()) {
            counts.put(each, new LongAdder());
        }
    }

    /// Counts one.
    public void add(E which) {
        Objects.requireNonNull(counts.get(which)).increment();
    }

    /// How often it came to be until now.
    public long of(E which) {
        return Objects.requireNonNull(counts.get(which)).sum();
    }
}
