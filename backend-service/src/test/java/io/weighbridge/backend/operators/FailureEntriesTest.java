package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.testkit.HandTime;

import org.junit.jupiter.api.Test;

import java.util.OptionalLong;

final class FailureEntriesTest {
    private final HandTime time = HandTime.now();
    private final FailureEntries entries = new FailureEntries(time);

    @Test
    void someAtOnceThenOneInAWhileWithTheCountOfTheRest() {
        for (int i = 0; i < FailureEntries.AT_ONCE; i++) {
            assertEquals(OptionalLong.of(0), entries.take());
        }
        for (int i = 0; i < 7; i++) {
            assertEquals(OptionalLong.empty(), entries.take());
        }
        time.setWallBy(86_400_000);
        assertEquals(OptionalLong.empty(), entries.take());
        time.pass(FailureEntries.REFILL_MS);
        assertEquals(OptionalLong.of(8), entries.take());
        assertEquals(OptionalLong.empty(), entries.take());
        time.pass(2 * FailureEntries.REFILL_MS);
        assertEquals(OptionalLong.of(1), entries.take());
        assertEquals(OptionalLong.of(0), entries.take());
    }
}
