package io.weighbridge.backend.usage.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

final class FeedBudgetTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private record Sent(long atNanos, int keys) {}

    @Property(tries = 300)
    void shouldSendAtMostABurstAndTheRateInAnySecond(
            @ForAll @Size(max = 400) List<@IntRange(max = 1_000) Integer> parts,
            @ForAll @IntRange(max = 20_000_000) int gapNanos,
            @ForAll long startNanos) {
        FeedBudget budget = new FeedBudget(startNanos);
        Deque<Sent> lastSecond = new ArrayDeque<>();
        long keysOfLastSecond = 0;
        long now = startNanos;
        long asked = startNanos;
        for (int keys : parts) {
            long slot = budget.reserve(keys, asked);
            now = slot - now > 0 ? slot : now;
            now = asked - now > 0 ? asked : now;
            lastSecond.add(new Sent(now, keys));
            keysOfLastSecond += keys;
            while (now - lastSecond.getFirst().atNanos >= SECOND_NANOS) {
                keysOfLastSecond -= lastSecond.remove().keys;
            }
            assertTrue(
                    keysOfLastSecond
                            <= FeedBudget.KEYS_PER_SECOND + FeedBudget.BURST_KEYS + 2 * 1_000,
                    "keys in one second: " + keysOfLastSecond);
            asked += gapNanos;
        }
    }

    @Property(tries = 100)
    void shouldNotDelayWhoSendsLessThanTheRate(@ForAll @IntRange(max = 900) int keys) {
        FeedBudget budget = new FeedBudget(0);
        for (long now = 0; now < 3 * SECOND_NANOS; now += 5_000_000) {
            assertTrue(budget.reserve(keys, now) <= now, "delayed at " + now);
        }
    }
}
