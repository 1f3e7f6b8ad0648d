package io.weighbridge.console.feature.usage.sums;

import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.UsageQuery;

import java.util.List;

/// What the screen shows of a query: made before it reaches the screen.
///
/// @param query what was asked
/// @param ordered the groups, the largest first
public record Explored(UsageQuery query, Exploration exploration, List<Exploration.Group> ordered) {
    public static Explored of(UsageQuery query, Exploration exploration) {
        return new Explored(query, exploration, exploration.ordered(query.measure()));
    }

    public Measure measure() {
        return query.measure();
    }
}
