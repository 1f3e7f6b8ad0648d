package io.weighbridge.backend.pricing.importing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts the models that are not taken. Not for sharing.
final class Skipped {
    private static final int EXAMPLES_MAX = 5;

    /// @param examples the first few
    record Count(SkipReason reason, int count, List<String> examples) {}

    private final Map<SkipReason, Integer> counts = new EnumMap<>(SkipReason.class);
    private final Map<SkipReason, List<String>> examples = new EnumMap<>(SkipReason.class);

    void add(SkipReason reason, String model) {
        counts.merge(reason, 1, Integer::sum);
        List<String> shown = examples.computeIfAbsent(reason, key -> new ArrayList<>());
        if (shown.size() < EXAMPLES_MAX) {
            shown.add(model);
        }
    }

    List<Count> counts() {
        List<Count> all = new ArrayList<>();
        counts.forEach(
                (reason, count) ->
                        all.add(
                                new Count(
                                        reason,
                                        count,
                                        List.copyOf(examples.getOrDefault(reason, List.of())))));
        return all;
    }
}
