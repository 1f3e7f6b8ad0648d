package io.weighbridge.backend.proxies.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.HandTime;

import org.junit.jupiter.api.Test;

final class ServerHealthTest {
    private final HandTime time = HandTime.now();
    private final ServerHealth health = new ServerHealth("gpu-1", time);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            health.failed();
        }
    }

    @Test
    void onlyFailuresInARowCount() {
        fail(ServerHealth.FAILURES_MAX - 1);
        assertTrue(health.mayAsk());
        health.succeeded();
        fail(ServerHealth.FAILURES_MAX - 1);
        assertTrue(health.mayAsk());
        fail(1);
        assertFalse(health.mayAsk());
        assertTrue(health.isAlone());
    }

    @Test
    void oneAtATimeTriesIt() {
        fail(ServerHealth.FAILURES_MAX);
        time.pass(ServerHealth.ALONE_MS - 1);
        assertFalse(health.mayAsk());
        time.pass(1);
        assertTrue(health.mayAsk());
        assertFalse(health.mayAsk());
        fail(1);
        time.pass(ServerHealth.ALONE_MS - 1);
        assertFalse(health.mayAsk());
        time.pass(1);
        assertTrue(health.mayAsk());
        health.succeeded();
        for (int i = 0; i < 5; i++) {
            assertTrue(health.mayAsk());
        }
        assertFalse(health.isAlone());
    }

    /// Whoever was to try it may have left without a word.
    @Test
    void aTryThatTellsNothingIsNotTheLast() {
        fail(ServerHealth.FAILURES_MAX);
        int tries = 0;
        for (int i = 0; i < 3; i++) {
            time.pass(ServerHealth.ALONE_MS);
            tries += health.mayAsk() ? 1 : 0;
        }
        assertEquals(3, tries);
    }
}
