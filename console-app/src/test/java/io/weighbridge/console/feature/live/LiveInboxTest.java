package io.weighbridge.console.feature.live;

import static io.weighbridge.console.feature.live.LiveUpdates.change;
import static io.weighbridge.console.feature.live.LiveUpdates.key;
import static io.weighbridge.console.feature.live.LiveUpdates.snapshot;
import static io.weighbridge.console.feature.live.LiveUpdates.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.stream.Collectors;

final class LiveInboxTest {
    private final LiveInbox inbox = new LiveInbox();
    private final int stream = inbox.begin();

    private static Map<String, Long> requests(LiveChanges changes) {
        return changes.rows().stream()
                .collect(Collectors.toMap(LiveRow::key, row -> row.told().getRequestsPerMinute()));
    }

    @Test
    void shouldGiveTheNewestOfEachKeyOnce() {
        inbox.accept(stream, snapshot(key("a", 1).build(), key("b", 1).build()));
        inbox.accept(stream, change(key("a", 2).build()));
        assertEquals(2, inbox.waiting());
        LiveChanges first = inbox.take().orElseThrow();
        assertTrue(first.whole());
        assertEquals(Map.of("a", 2L, "b", 1L), requests(first));
        assertTrue(inbox.take().isEmpty());
        inbox.accept(stream, change(key("b", 3).build()));
        LiveChanges next = inbox.take().orElseThrow();
        assertFalse(next.whole());
        assertEquals(Map.of("b", 3L), requests(next));
    }

    @Test
    void shouldGiveNoStateByHalf() {
        inbox.accept(stream, update(true, true, key("a", 1).build()));
        assertTrue(inbox.take().isEmpty());
        inbox.accept(stream, update(false, false, key("b", 1).build()));
        LiveChanges whole = inbox.take().orElseThrow();
        assertTrue(whole.whole());
        assertEquals(2, whole.rows().size());
    }

    @Test
    void shouldForgetWhatASnapshotDoesNotHold() {
        inbox.accept(stream, snapshot(key("a", 1).build()));
        inbox.accept(stream, change(key("b", 1).build()));
        inbox.accept(stream, snapshot(key("c", 1).build()));
        assertEquals(Map.of("c", 1L), requests(inbox.take().orElseThrow()));
    }

    @Test
    void shouldNotHearAStreamThatWasReplaced() {
        inbox.accept(stream, update(true, true, key("a", 1).build()));
        int next = inbox.begin();
        inbox.accept(stream, change(key("a", 9).build()));
        inbox.accept(next, snapshot(key("b", 1).build()));
        inbox.accept(stream, change(key("b", 9).build()));
        assertEquals(Map.of("b", 1L), requests(inbox.take().orElseThrow()));
    }
}
