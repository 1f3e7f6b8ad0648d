package io.weighbridge.backend.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/// What every [PlanStore] does.
abstract class PlanStoreContract {
    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.database();
    }

    private PlanStore store() {
        return new SqlPlanStore(database);
    }

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
        assertTrue(store().add(one, Changes.ANY));
        assertTrue(store().add(two, Changes.ANY));
        assertEquals(Set.of(one, two), Set.copyOf(store().all()));
    }

    @Test
    void shouldRefuseATakenName() {
        Plan one = plan(1, 1, "one", ALL);
        assertTrue(store().add(one, Changes.ANY));
        assertFalse(store().add(plan(2, 1, "one", ZERO), Changes.ANY));
        assertTrue(store().add(plan(3, 1, "three"), Changes.ANY));
        assertEquals(
                PlanStore.Replaced.NAME_TAKEN,
                store().replace(plan(3, 2, "one", ZERO), Changes.ANY));
        assertEquals(Set.of(one, plan(3, 1, "three")), Set.copyOf(store().all()));
    }

    @Test
    void shouldReplaceOnlyTheVersionBefore() {
        assertTrue(store().add(plan(1, 1, "one", ALL, NONE), Changes.ANY));
        Plan second = plan(1, 2, "renamed", ZERO);
        assertEquals(PlanStore.Replaced.DONE, store().replace(second, Changes.ANY));
        assertEquals(
                PlanStore.Replaced.VERSION_CONFLICT,
                store().replace(plan(1, 2, "one"), Changes.ANY));
        assertEquals(
                PlanStore.Replaced.VERSION_CONFLICT,
                store().replace(plan(1, 4, "one"), Changes.ANY));
        assertEquals(
                PlanStore.Replaced.VERSION_CONFLICT,
                store().replace(plan(9, 2, "nine"), Changes.ANY));
        assertEquals(List.of(second), store().all());
    }
}
