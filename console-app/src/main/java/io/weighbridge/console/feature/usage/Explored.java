package io.weighbridge.console.feature.usage;

import java.util.List;

/// What the screen shows of a query: made before it reaches the screen.
///
/// @param query what was asked
/// @param ordered the groups, the largest first
record Explored(UsageQuery query, Exploration exploration, List<Exploration.Group> ordered) {
    static Explored of(UsageQuery query, Exploration exploration) {
        return new Explored(query, exploration, exploration.ordered(query.measure()));
    }

    Measure measure() {
        return query.measure();
    }
}
