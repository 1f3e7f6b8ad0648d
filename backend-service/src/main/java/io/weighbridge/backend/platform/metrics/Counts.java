package io.weighbridge.backend.platform.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// How often each of a few things came to be. Safe for sharing.
///
/// @param <E> what they are
public final class Counts<E extends Enum<E>> {
    private final List<LongAdder> counts = new ArrayList<>();

    /// All 0.
    public Counts(Class<E> of) {
        for (E _ : of.getEnumConstants()) {
            counts.add(new LongAdder());
        }
    }

    /// Counts one.
    public void add(E which) {
        counts.get(which.ordinal()).increment();
    }

    /// How often it came to be until now.
    public long of(E which) {
        return counts.get(which.ordinal()).sum();
    }
}
