package io.weighbridge.backend.operators;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All operators, in memory. Reading needs no lock; changes are one at a time, by its owner's.
final class OperatorTable {
    private volatile Map<Long, Operator> byId;

    OperatorTable(Collection<Operator> all) {
        this.byId = Map.of();
        replace(all);
    }

    /// Holds these and no others from now on.
    void replace(Collection<Operator> all) {
        Map<Long, Operator> fresh = new TreeMap<>();
        all.forEach(operator -> fresh.put(operator.id(), operator));
        byId = fresh;
    }

    /// Adds one, or replaces the one with the same id.
    void put(Operator operator) {
        Map<Long, Operator> changed = new TreeMap<>(byId);
        changed.put(operator.id(), operator);
        byId = changed;
    }

    @Nullable Operator byId(long id) {
        return byId.get(id);
    }

    @Nullable Operator byName(String name) {
        return byId.values().stream()
                .filter(operator -> operator.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// Oldest first.
    List<Operator> all() {
        return List.copyOf(byId.values());
    }
}
