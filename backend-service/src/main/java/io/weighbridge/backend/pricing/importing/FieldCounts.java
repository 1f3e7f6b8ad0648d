package io.weighbridge.backend.pricing.importing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts the fields that are not taken over, by name and reason. Not for sharing.
final class FieldCounts {
    private static final int EXAMPLES_MAX = 3;

    private record Key(String field, FieldReason reason) {}

    /// @param text why, of the first of them
    /// @param examples the first few models
    record Count(String field, FieldReason reason, int count, String text, List<String> examples) {}

    private final Map<Key, Count> counts = new HashMap<>();

    void add(String model, FieldLeft left) {
        counts.merge(
                new Key(left.field(), left.reason()),
                new Count(left.field(), left.reason(), 1, left.why(), List.of(model)),
                FieldCounts::sum);
    }

    private static Count sum(Count before, Count one) {
        List<String> examples = before.examples;
        if (examples.size() < EXAMPLES_MAX && !examples.contains(one.examples.getFirst())) {
            examples = new ArrayList<>(examples);
            examples.add(one.examples.getFirst());
        }
        return new Count(
                before.field, before.reason, before.count + one.count, before.text, examples);
    }

    /// Prices first, most frequent first.
    List<Count> counts() {
        return counts.values().stream()
                .sorted(
                        Comparator.comparing((Count each) -> each.reason == FieldReason.NOT_A_PRICE)
                                .thenComparing(Comparator.comparingInt(Count::count).reversed())
                                .thenComparing(Count::field)
                                .thenComparing(Count::reason))
                .toList();
    }
}
