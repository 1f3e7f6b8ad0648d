package io.weighbridge.backend.compute.curve;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/// Values that each hold from an instant on, until the next one does. Immutable.
final class Dated<T> {
    // Rising.
    private final long[] fromMs;
    private final List<T> values;

    /// @param made in the order in which they were made: of two from the same instant the later
    ///     one holds
    Dated(List<T> made, ToLongFunction<T> from) {
        values = made.stream().sorted(Comparator.comparingLong(from)).toList();
        fromMs = values.stream().mapToLong(from).toArray();
    }

    /// The one that holds at an instant; null before the first.
    @Nullable T at(long atMs) {
        int i = Arrays.binarySearch(fromMs, atMs);
        int last = i < 0 ? -i - 2 : i;
        while (last >= 0 && last + 1 < fromMs.length && fromMs[last + 1] == atMs) {
            last++;
        }
        return last < 0 ? null : values.get(last);
    }

    /// The same; before the first, that one.
    ///
    /// @return null when there is none at all
    @Nullable T atOrFirst(long atMs) {
        T value = at(atMs);
        return value == null && !values.isEmpty() ? values.getFirst() : value;
    }
}
