package io.weighbridge.backend.limits;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All plans at one instant. Immutable: whoever resolved a key's limits against this very object
/// knows that they are current while it is.
public final class PlanDirectory {
    private final Map<Long, Plan> byId;

    PlanDirectory(Collection<Plan> plans) {
        this.byId = HashMap.newHashMap(plans.size());
        for (Plan plan : plans) {
            byId.put(plan.id(), plan);
        }
    }

    PlanDirectory with(Plan plan) {
        Map<Long, Plan> changed = new HashMap<>(byId);
        changed.put(plan.id(), plan);
        return new PlanDirectory(changed.values());
    }

    /// The plan with this id, or null.
    public @Nullable Plan byId(long id) {
        return byId.get(id);
    }

    /// All of them, oldest first.
    public List<Plan> all() {
        List<Plan> plans = new ArrayList<>(byId.values());
        plans.sort(Comparator.comparingLong(Plan::id));
        return plans;
    }
}
