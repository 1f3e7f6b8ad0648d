package io.weighbridge.backend.usage.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.MovingTime;
import io.weighbridge.backend.usage.UsageKit;
import io.weighbridge.model.RefusalReason;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

final class LiveBoardTest {
    private final MovingTime time = new MovingTime();
    private final Map<Long, Long> held = new ConcurrentHashMap<>();
    private final LiveBoard board =
            new LiveBoard(
                    key ->
                            Optional.of(
                                    KeyLoads.KeyLoad.idle(
                                            key % 2 + 1,
                                            "key " + key,
                                            held.containsKey(key) ? 1 : 0,
                                            held.getOrDefault(key, 0L))),
                    () -> 3,
                    time);

    private static LiveKey only(LiveBoard.Changes changes) {
        assertEquals(1, changes.keys().size());
        return changes.keys().getFirst();
    }

    @Test
    void shouldFallBackToZeroAfterAMinute() {
        board.rated(8, 100, 5_000);
        board.refused(8, RefusalReason.INSUFFICIENT_CREDIT, time.wallMs());
        board.refused(0, RefusalReason.UNKNOWN_KEY, time.wallMs());
        LiveBoard.Changes first = board.changesSince(0, 0, 0);
        assertTrue(first.whole());
        assertEquals(100, only(first).tokensPerMinute());
        assertEquals(5_000, first.totals().spendPerMinuteNanos());
        assertEquals(2, first.totals().refusedPerMinute());
        assertEquals(3, first.totals().unrated());
        time.move(Duration.ofSeconds(50));
        assertEquals(100, board.changesSince(0, 0, 0).keys().getFirst().tokensPerMinute());
        time.move(Duration.ofSeconds(15));
        LiveBoard.Changes later = board.changesSince(first.version(), 0, 0);
        assertFalse(later.whole());
        assertTrue(only(later).isQuiet());
        assertEquals(RefusalReason.INSUFFICIENT_CREDIT, only(later).lastRefusal());
        assertEquals(0, later.totals().spendPerMinuteNanos());
        assertEquals(0, later.totals().refusedPerMinute());
        assertEquals(1L, later.totals().refusals().get(RefusalReason.UNKNOWN_KEY));
        assertTrue(board.changesSince(later.version(), 0, 0).keys().isEmpty());
    }

    @Test
    void shouldForgetAHundredThousandKeysAtRestButNotThoseWithOpenCalls() {
        for (long key = 1; key <= 100_000; key++) {
            board.rated(key, 1, 1);
        }
        held.put(77L, 5L);
        LiveBoard.Changes stalled = board.changesSince(0, 0, 0);
        assertEquals(100_000, stalled.keys().size());
        assertEquals(50_000, board.changesSince(0, 1, 0).keys().size());
        time.move(Duration.ofMinutes(2));
        LiveBoard.Changes fresh = board.changesSince(stalled.version(), 0, 0);
        assertEquals(100_000, fresh.keys().size());
        time.move(Duration.ofMinutes(6));
        board.refresh(0);
        assertEquals(1, board.size());
        // Who saw them come to rest needs nothing; who did not starts anew.
        LiveBoard.Changes seen = board.changesSince(fresh.version(), 0, 0);
        assertFalse(seen.whole());
        assertTrue(seen.keys().isEmpty());
        LiveBoard.Changes missed = board.changesSince(stalled.version(), 0, 0);
        assertTrue(missed.whole());
        assertEquals(5, only(missed).load().heldNanos());
        // A forgotten key that is used again comes back.
        board.rated(5, 1, 1);
        assertEquals(5, only(board.changesSince(seen.version(), 0, 0)).keyId());
    }

    @Test
    void shouldBringRowsUpToDateTheLessOftenTheLongerItTakes() {
        StoppedTime time = new StoppedTime();
        LiveBoard slow =
                new LiveBoard(
                        key -> {
                            time.move(5);
                            return Optional.of(KeyLoads.KeyLoad.idle(1, "", 0, 0));
                        },
                        () -> 0,
                        time);
        slow.rated(1, 1, 1);
        slow.rated(2, 1, 1);
        long first = slow.changesSince(0, 0, 100).version();
        // Ten milliseconds of work: none again before twenty times as long.
        time.move(185);
        assertEquals(first, slow.changesSince(0, 0, 100).version());
        time.move(5);
        assertEquals(first + 1, slow.changesSince(0, 0, 100).version());
        // A thousand busy keys are not older than a second all the same.
        for (long key = 3; key <= 1_000; key++) {
            slow.rated(key, 1, 1);
        }
        long busy = slow.changesSince(0, 0, 0).version();
        assertEquals(first + 2, busy);
        time.move(1_000);
        assertEquals(busy + 1, slow.changesSince(0, 0, 100).version());
    }

    @Test
    void shouldCountNothingInWhatIsForgotten() {
        LiveCounters key = new LiveCounters();
        assertTrue(key.admitted("", 0));
        assertFalse(key.drop(0));
        long later = Duration.ofMinutes(2).toNanos();
        assertTrue(key.drop(later));
        assertFalse(key.admitted("", later));
        assertFalse(key.charged(1, 1, later));
        assertFalse(key.refused(RefusalReason.EXPIRED_KEY, 1, later));
    }

    private static final class SlowSink implements LiveFeed.Sink {
        final AtomicBoolean ready = new AtomicBoolean();
        final AtomicInteger ended = new AtomicInteger();
        final List<LiveFeed.Update> sent = new ArrayList<>();

        @Override
        public boolean isReady() {
            return ready.get();
        }

        @Override
        public synchronized void send(LiveFeed.Update update) {
            sent.add(update);
        }

        synchronized List<LiveFeed.Update> sent() {
            return List.copyOf(sent);
        }

        @Override
        public void end() {
            ended.incrementAndGet();
        }

        @Override
        public void fail(RuntimeException cause) {
            throw cause;
        }
    }

    private static boolean hasTokens(SlowSink sink, long keyId, long tokens) {
        return sink.sent().stream()
                .flatMap(update -> update.changes().keys().stream())
                .anyMatch(key -> key.keyId() == keyId && key.tokensPerMinute() == tokens);
    }

    @Test
    void shouldTakeNothingForAReaderThatIsNotReadyAndThenTheNewestInParts() {
        SlowSink slow = new SlowSink();
        SlowSink fast = new SlowSink();
        fast.ready.set(true);
        try (LiveFeed feed = new LiveFeed(board, time)) {
            LiveWatcher watcher = feed.watch(0, 100, slow);
            var _ = feed.watch(0, 100, fast);
            for (int round = 0; round < 3; round++) {
                int before = fast.sent().size();
                for (long key = 1; key <= 2_500; key++) {
                    board.rated(key, 1, 10);
                }
                UsageKit.await("the fast one hears of it", () -> fast.sent().size() > before);
            }
            // A tick that began within the last round may still be on its way to the slow one.
            UsageKit.await("the fast one hears of the last", () -> hasTokens(fast, 2_500, 3));
            assertEquals(0, slow.sent().size());
            slow.ready.set(true);
            watcher.ready();
            UsageKit.await("the slow one gets a state", () -> slow.sent().size() >= 3);
            List<LiveFeed.Update> parts = slow.sent().subList(0, 3);
            assertEquals(
                    List.of(true, false, false),
                    parts.stream().map(LiveFeed.Update::snapshot).toList());
            assertEquals(
                    List.of(true, true, false), parts.stream().map(LiveFeed.Update::more).toList());
            LiveBoard.Changes state = parts.getFirst().changes();
            assertEquals(2_500, state.keys().size());
            assertTrue(state.keys().stream().allMatch(key -> key.tokensPerMinute() == 3));
            assertEquals(75_000, state.totals().spendPerMinuteNanos());
            watcher.cancel();
            assertEquals(1, feed.watchers());
        }
        UsageKit.await("the other is told that it ends", () -> fast.ended.get() == 1);
        assertEquals(0, slow.ended.get());
    }

    private static final class StoppedTime implements TimeSource {
        private long nowMs = 1_000;

        void move(long ms) {
            nowMs += ms;
        }

        @Override
        public long nanos() {
            return nowMs * 1_000_000;
        }

        @Override
        public long wallMs(long nanos) {
            return nanos / 1_000_000;
        }
    }
}
