package io.weighbridge.backend.proxies.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {
    @Test
    void aKeyHasAnEighth() {
        MemoryBudget budget = new MemoryBudget(800, 10);
        for (int i = 0; i < 8; i++) {
            String key = "k" + i;
            assertTrue(budget.take(key, 60));
            assertTrue(budget.take(key, 40));
            assertFalse(budget.take(key, 1));
        }
        assertFalse(budget.take("another", 1));
        budget.give("k0", 100);
        assertTrue(budget.take("another", 100));
        assertEquals(8, budget.keys());
        budget.give("another", 100);
        for (int i = 1; i < 8; i++) {
            budget.give("k" + i, 100);
        }
        assertEquals(0, budget.keys());
        assertTrue(budget.take("k0", 100));
    }

    /// Else what a setting allows could never be sent.
    @Test
    void oneThingAlwaysFits() {
        MemoryBudget budget = new MemoryBudget(800, 300);
        assertTrue(budget.take("k", 300));
        assertFalse(budget.take("k", 1));
    }
}
