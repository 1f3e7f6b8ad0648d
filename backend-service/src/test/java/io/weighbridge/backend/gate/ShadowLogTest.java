package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.RefusalReason;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class ShadowLogTest {
    private final List<String> lines = new ArrayList<>();
    private final ShadowLog log = new ShadowLog(lines::add);

    @Test
    void writesOneLineForEachKeyAndReasonWithItsCount() {
        for (int i = 0; i < 1_000; i++) {
            log.add(1, RefusalReason.REQUESTS_PER_MINUTE);
            log.add(1, RefusalReason.TOKENS_PER_MINUTE);
            if (i < 10) {
                log.add(2, RefusalReason.REQUESTS_PER_MINUTE);
            }
        }
        assertEquals(List.of(), lines);
        log.write();
        assertEquals(3, lines.size());
        assertEquals(
                "shadow mode: key key_0000000000002 would have been refused 10 times: the limit of"
                        + " requests per minute is reached",
                lines.getLast());
        assertTrue(lines.getFirst().contains("key_0000000000001 would have been refused 1000"));
        log.write();
        assertEquals(3, lines.size());
        log.add(2, RefusalReason.REQUESTS_PER_MINUTE);
        log.write();
        assertEquals(4, lines.size());
    }

    @Test
    void cannotFloodTheLogOrTheMemory() {
        int keys = ShadowLog.COUNTED_MAX + 500;
        for (int round = 0; round < 3; round++) {
            lines.clear();
            for (long key = 1; key <= keys; key++) {
                log.add(key, RefusalReason.CONCURRENT_CALLS);
            }
            log.write();
            assertEquals(ShadowLog.LINES_MAX + 1, lines.size());
            assertEquals(
                    "shadow mode: other keys would have been refused "
                            + (keys - ShadowLog.LINES_MAX)
                            + " times",
                    lines.getLast());
        }
    }
}
