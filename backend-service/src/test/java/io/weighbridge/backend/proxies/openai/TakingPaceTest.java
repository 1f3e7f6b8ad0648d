package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TakingPaceTest {
    private final TakingPace pace = new TakingPace(60_000);

    /// A part of an event each 59 seconds is no reading.
    @Test
    void whoTakesEachPartJustInTimeHasNoTimeInTheEnd() {
        pace.took(1_000_000, 0);
        long waitedMs = 0;
        for (int i = 0; i < 100 && pace.allowedMs() == 60_000; i++) {
            pace.took(200, 59_000);
            waitedMs += 59_000;
        }
        // What the buffers between us took at once gives 488 seconds at the least rate.
        assertTrue(waitedMs >= 488_000 && waitedMs < 560_000, "" + waitedMs);
        pace.took(200, 59_000);
        pace.took(200, 59_000);
        assertEquals(0, pace.allowedMs());
    }

    @Test
    void whoIsSlowButReadsIsNotLetGo() {
        for (int i = 0; i < 10_000; i++) {
            assertEquals(60_000, pace.allowedMs());
            pace.took(64 << 10, 30_000);
        }
    }
}
