package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;

final class AttemptsTest {
    private final HandTime time = HandTime.now();
    private final Attempts attempts = new Attempts(time);

    private void fail(String name, int times) {
        for (int i = 0; i < times; i++) {
            attempts.begin(name);
        }
    }

    private void locked(String name) {
        Fault fault = assertThrows(Fault.class, () -> attempts.begin(name));
        assertEquals(ErrorCode.TOO_MANY_ATTEMPTS, fault.code());
    }

    @Test
    void locksANameForTwiceAsLongEachTime() {
        fail("anna", Attempts.FREE);
        long lockMs = Attempts.LOCK_FIRST_MS;
        for (int i = 0; i < 12; i++) {
            locked("anna");
            time.pass(lockMs - 1);
            locked("anna");
            time.pass(1);
            assertDoesNotThrow(() -> attempts.begin("anna"));
            lockMs = Math.min(2 * lockMs, Attempts.LOCK_MAX_MS);
        }
        assertEquals(Attempts.LOCK_MAX_MS, lockMs);
        assertDoesNotThrow(() -> attempts.begin("bert"));
    }

    @Test
    void settingTheClockEndsNoLock() {
        fail("anna", Attempts.FREE);
        time.setWallBy(24 * 60 * 60_000);
        locked("anna");
    }

    @Test
    void startsAnewAfterASuccessAndAfterALongTime() {
        fail("anna", Attempts.FREE - 1);
        attempts.begin("anna");
        attempts.succeeded("anna");
        fail("anna", Attempts.FREE);
        locked("anna");
        time.pass(3 * 60 * 60_000);
        fail("anna", Attempts.FREE);
        locked("anna");
    }

    @Test
    void whatToldNothingCountsNothing() {
        for (int i = 0; i < 3 * Attempts.FREE; i++) {
            attempts.begin("anna");
            attempts.undo("anna");
        }
        fail("anna", Attempts.FREE);
        locked("anna");
    }

    @Test
    void namesThatWereNotTriedPushOutNoLock() {
        fail("anna", Attempts.FREE);
        for (int i = 0; i < 10_001; i++) {
            attempts.begin("name-" + i);
            attempts.undo("name-" + i);
        }
        locked("anna");
    }

    @Test
    void allNamesTogetherHaveALimit() {
        for (int i = 0; i < Attempts.ALL_FREE; i++) {
            attempts.begin("name-" + i);
        }
        locked("another");
        time.pass(Attempts.ALL_REFILL_MS);
        assertDoesNotThrow(() -> attempts.begin("another"));
        locked("a-third");
    }

    @Test
    void aLimitOverAllNamesIsNotUsedUpByWhoIsRight() {
        for (int i = 0; i < 3 * Attempts.ALL_FREE; i++) {
            attempts.begin("anna");
            attempts.succeeded("anna");
        }
        Fault fault = assertThrows(Fault.class, () -> fail("bert", Attempts.FREE + 1));
        assertTrue(fault.text().endsWith("(expected: the next attempt in 10 s)"), fault.text());
    }
}
