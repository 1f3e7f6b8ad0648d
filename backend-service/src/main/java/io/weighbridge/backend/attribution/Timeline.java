package io.weighbridge.backend.attribution;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// What holds of each thing at an instant, in memory. Of two from the same instant the later made
/// holds.
///
/// @param <K> a thing
/// @param <V> what holds of it
final class Timeline<K, V> {
    private final Map<K, TreeMap<Long, V>> byThing = new HashMap<>();

    /// @param inOrder as they were made
    Timeline(List<V> inOrder, Function<V, K> thing, ToLongFunction<V> effectiveAtMs) {
        for (V each : inOrder) {
            byThing.computeIfAbsent(thing.apply(each), _ -> new TreeMap<>())
                    .put(effectiveAtMs.applyAsLong(each), each);
        }
    }

    /// All of a list.
    static <V> List<V> all(Function<PageKey, Page<V>> list) {
        List<V> all = new ArrayList<>();
        String token = "";
        do {
            Page<V> page = list.apply(PageKey.of(PageKey.SIZE_MAX, token, ""));
            all.addAll(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        return all;
    }

    Set<K> things() {
        return byThing.keySet();
    }

    Optional<V> at(K thing, long atMs) {
        TreeMap<Long, V> values = byThing.get(thing);
        Map.Entry<Long, V> held = values == null ? null : values.floorEntry(atMs);
        return held == null ? Optional.empty() : Optional.of(held.getValue());
    }
}
