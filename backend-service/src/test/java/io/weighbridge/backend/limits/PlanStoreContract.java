package io.weighbridge.backend.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/// What every [PlanStore] does.
abstract class PlanStoreContract {
    abstract PlanStore store();

    private static Plan plan(long id, long version, String name, ServiceLimits... limits) {
        return new Plan(id, version, name, List.of(limits), 5);
    }

    private static final ServiceLimits ALL =
            new ServiceLimits(
                    7,
                    ServiceLimits.REQUESTS_MAX,
                    ServiceLimits.TOKENS_MAX,
                    ServiceLimits.CALLS_MAX,
                    true);
    private static final ServiceLimits ZERO = new ServiceLimits(0, 0, 0, 0, false);
    private static final ServiceLimits NONE =
            new ServiceLimits(
                    8,
                    ServiceLimits.UNLIMITED,
                    ServiceLimits.UNLIMITED,
                    ServiceLimits.UNLIMITED,
                    false);

    @Test
    void shouldKeepEveryLimitZeroAndNoneApart() {
        // In the order of their services.
        Plan one = plan(1, 1, "one", ZERO, ALL, NONE);
        Plan two = plan(2, 1, "two");
        assertTrue(store().add(one));
        assertTrue(store().add(two));
        assertEquals(Set.of(one, two), Set.copyOf(store().all()));
    }

    @Test
    void shouldRefuseATakenName() {
        Plan one = plan(1, 1, "one", ALL);
        assertTrue(store().add(one));
        assertFalse(store().add(plan(2, 1, "one", ZERO)));
        assertTrue(store().add(plan(3, 1, "three")));
        assertEquals(PlanStore.Replaced.NAME_TAKEN, store().replace(plan(3, 2, "one", ZERO)));
        assertEquals(Set.of(one, plan(3, 1, "three")), Set.copyOf(store().all()));
    }

    @Test
    void shouldReplaceOnlyTheVersionBefore() {
        assertTrue(store().add(plan(1, 1, "one", ALL, NONE)));
        Plan second = plan(1, 2, "renamed", ZERO);
        assertEquals(PlanStore.Replaced.DONE, store().replace(second));
        assertEquals(PlanStore.Replaced.VERSION_CONFLICT, store().replace(plan(1, 2, "one")));
        assertEquals(PlanStore.Replaced.VERSION_CONFLICT, store().replace(plan(1, 4, "one")));
        assertEquals(PlanStore.Replaced.VERSION_CONFLICT, store().replace(plan(9, 2, "nine")));
        assertEquals(List.of(second), store().all());
    }
}
