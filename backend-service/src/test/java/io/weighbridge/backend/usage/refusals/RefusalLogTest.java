package io.weighbridge.backend.usage.refusals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.RefusalReason;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

final class RefusalLogTest {
    private final RefusalLog log = new RefusalLog();

    private static RefusedCall call(long keyId, long atMs) {
        return call(keyId, atMs, "chat");
    }

    private static RefusedCall call(long keyId, long atMs, String service) {
        return new RefusedCall(
                keyId,
                keyId % 10 + 1,
                3,
                service,
                RefusalReason.REQUESTS_PER_MINUTE,
                atMs,
                -1,
                0,
                0,
                null);
    }

    @Test
    void shouldKeepTheLastTwentyOfAKeyNewestFirst() {
        IntStream.rangeClosed(1, 25).forEach(at -> log.add(call(7, at)));
        log.add(call(8, 100));
        assertEquals(
                IntStream.rangeClosed(6, 25).mapToObj(at -> call(7, 31 - at)).toList(),
                log.newest(0, 7, 500));
        assertEquals(List.of(call(7, 25), call(7, 24)), log.newest(0, 7, 2));
        assertEquals(call(8, 100), log.newest(0, 0, 500).getFirst());
        assertEquals(21, log.size());
    }

    @Test
    void shouldTellOfOneAccountOnly() {
        log.add(call(11, 1));
        log.add(call(21, 2));
        log.add(call(12, 3));
        assertEquals(List.of(call(21, 2), call(11, 1)), log.newest(2, 0, 500));
        assertEquals(List.of(), log.newest(3, 11, 500));
    }

    @Test
    void shouldNotLetOneKeyPushOutAnother() {
        log.add(call(1, 1));
        IntStream.rangeClosed(1, 1_000_000).forEach(at -> log.add(call(2, at)));
        assertEquals(List.of(call(1, 1)), log.newest(0, 1, 500));
    }

    @Test
    void shouldStayWithinItsBoundWhateverIsRefused() {
        String longName = "x".repeat(10_000);
        for (int round = 0; round < 2; round++) {
            for (long key = 1; key <= 1_000_000; key++) {
                log.add(call(key, key, longName));
            }
        }
        assertTrue(log.size() <= RefusalLog.ALL_MAX, () -> "remembers " + log.size());
        // Keys spread over the parts, or the bound of one would be that of all.
        assertTrue(log.size() > RefusalLog.ALL_MAX / 2, () -> "remembers only " + log.size());
        RefusedCall newest = log.newest(0, 1_000_000, 500).getFirst();
        assertEquals(1_000_000, newest.atMs());
        assertEquals(100, newest.service().length());
        assertEquals(List.of(), log.newest(0, 1, 500), "longest ago");
    }
}
