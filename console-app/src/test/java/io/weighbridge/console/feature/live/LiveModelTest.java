package io.weighbridge.console.feature.live;

import static io.weighbridge.console.feature.live.LiveUpdates.change;
import static io.weighbridge.console.feature.live.LiveUpdates.key;
import static io.weighbridge.console.feature.live.LiveUpdates.limited;
import static io.weighbridge.console.feature.live.LiveUpdates.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.LiveKey;
import io.weighbridge.proto.v1.LiveUpdate;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class LiveModelTest {
    private static final long MINUTE_MS = 60_000;
    private long nowMs = 10 * MINUTE_MS;
    private final Map<String, String> accounts = new HashMap<>();
    private final List<Integer> asked = new ArrayList<>();
    private final LiveInbox inbox = new LiveInbox();
    private final int stream = inbox.begin();
    private final LiveModel model =
            new LiveModel(
                    inbox,
                    new AccountNames(this::read, new Background(Runnable::run, Runnable::run)),
                    () -> Instant.ofEpochMilli(nowMs));

    private Map<String, String> read(List<String> ids) {
        asked.add(ids.size());
        Map<String, String> found = new HashMap<>(accounts);
        found.keySet().retainAll(ids);
        return found;
    }

    private void told(LiveUpdate update) {
        inbox.accept(stream, update);
        tickAfter(250);
    }

    private void tickAfter(long ms) {
        nowMs += ms;
        model.tick();
    }

    private List<String> shown() {
        return model.shown().stream().map(LiveLine::key).toList();
    }

    private LiveLine line(String key) {
        return model.line(key).orElseThrow();
    }

    @Test
    void shouldOrderByRequestsAndKeepTheOrderForAWhile() {
        told(snapshot(key("a", 1).build(), key("b", 3).build(), key("c", 2).build()));
        assertEquals(List.of("b", "c", "a"), shown());
        told(change(key("a", 9).build()));
        assertEquals(List.of("b", "c", "a"), shown());
        assertEquals(9, line("a").row().told().getRequestsPerMinute());
        tickAfter(2_000);
        assertEquals(List.of("a", "b", "c"), shown());
    }

    @Test
    void shouldHoldTheOrderWhileSomebodyIsInTheTable() {
        told(snapshot(key("a", 2).build(), key("b", 1).build()));
        model.hold(true);
        told(change(key("b", 9).build(), key("new", 99).build()));
        tickAfter(MINUTE_MS);
        assertEquals(List.of("a", "b", "new"), shown());
        assertEquals(9, line("b").row().told().getRequestsPerMinute());
        told(snapshot(key("b", 9).build()));
        assertEquals(List.of("a", "b", "new"), shown(), "nothing leaves under the pointer");
        model.hold(false);
        tickAfter(2_000);
        assertEquals(List.of("b"), shown());
    }

    @Test
    void shouldOrderAtOnceWhenAsked() {
        told(snapshot(key("a", 2).build(), key("b", 1).build()));
        model.hold(true);
        model.orderBy(Comparator.comparing(LiveLine::key, Comparator.reverseOrder()));
        assertEquals(List.of("b", "a"), shown());
        told(change(key("c", 1).build()));
        assertEquals(List.of("b", "a", "c"), shown());
        model.orderNow();
        assertEquals(List.of("c", "b", "a"), shown());
    }

    @Test
    void shouldKeepEverythingWhilePausedAndTakeTheNewestAfterwards() {
        told(snapshot(key("a", 2).build(), key("b", 1).build()));
        model.togglePause();
        long version = line("a").version();
        told(change(key("a", 3).build(), key("c", 8).build()));
        told(change(key("a", 4).build()));
        tickAfter(MINUTE_MS);
        assertEquals(List.of("a", "b"), shown());
        assertEquals(version, line("a").version());
        assertEquals(2, model.waiting());
        model.togglePause();
        tickAfter(2_000);
        assertEquals(List.of("c", "a", "b"), shown());
        assertEquals(4, line("a").row().told().getRequestsPerMinute());
    }

    @Test
    void shouldCountAndChooseByChips() {
        LiveKey poor =
                key("poor", 1).setSpendPerMinuteNanos(1_000_000_000L).setSpendableNanos(9).build();
        told(
                snapshot(
                        limited("near", 95, 100),
                        limited("far", 50, 100),
                        key("refused", 1).setRefusedPerMinute(2).build(),
                        poor));
        assertEquals(new LiveCounts(4, 1, 1, 1), model.countsProperty().get());
        model.choose(LiveChip.NEAR);
        assertEquals(List.of("near"), shown());
        model.choose(LiveChip.REFUSED);
        assertEquals(List.of("refused"), shown());
        model.choose(LiveChip.DRY);
        assertEquals(List.of("poor"), shown());
        told(change(poor.toBuilder().setSpendableNanos(100_000_000_000L).build()));
        tickAfter(2_000);
        assertEquals(List.of(), shown());
        model.choose(LiveChip.ALL);
        assertEquals(4, shown().size());
    }

    @Test
    void shouldFilterByAccountKeyServiceAndTag() {
        accounts.put("acct_of_a", "Acme Ltd");
        told(snapshot(limited("a", 1, 10), key("b", 1).build()));
        for (String text : List.of("acme", "ACCT_OF_A", "name-a", "chat", "team=red", "acme ch")) {
            model.filter(text);
            assertEquals(List.of("a"), shown(), text);
        }
        model.filter("acme name-b");
        assertEquals(List.of(), shown());
        model.filter("  ");
        assertEquals(2, shown().size());
    }

    @Test
    void shouldForgetKeysLongAtRestAsTheServiceDoes() {
        told(snapshot(key("a", 1).build(), key("b", 1).build()));
        told(change(key("a", 0).build()));
        tickAfter(4 * MINUTE_MS);
        assertEquals(List.of("b", "a"), shown());
        tickAfter(2 * MINUTE_MS);
        assertEquals(List.of("b"), shown());
        told(change(key("a", 1).build()));
        assertEquals(2, shown().size());
    }

    @Test
    void shouldKnowHowLongCreditLastsByAllKeysOfTheAccount() {
        LiveKey one = key("a", 1).setAccount("acct").setSpendableNanos(600).build();
        told(
                snapshot(
                        one.toBuilder().setSpendPerMinuteNanos(2).build(),
                        one.toBuilder().setKey("b").setSpendPerMinuteNanos(4).build()));
        assertEquals(100, line("a").row().minutesLeft(line("a").burnNanos()));
        told(change(one.toBuilder().setKey("b").setSpendPerMinuteNanos(0).build()));
        assertEquals(300, line("a").row().minutesLeft(line("a").burnNanos()));
        told(change(one));
        assertEquals(Long.MAX_VALUE, line("a").row().minutesLeft(line("a").burnNanos()));
    }

    @Test
    void shouldAskForNamesInBulkAndOnce() {
        LiveKey[] keys = new LiveKey[2_500];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key("key" + i, 1).build();
            accounts.put(keys[i].getAccount(), "Account " + i);
        }
        told(snapshot(keys));
        tickAfter(250);
        tickAfter(250);
        tickAfter(250);
        assertEquals(List.of(1_000, 1_000, 500), asked);
        assertEquals("Account 7", line("key7").accountName());
    }

    @Test
    void shouldMeasureEachFiveSeconds() {
        told(snapshot(key("a", 3).build()));
        told(change(key("a", 5).build()));
        assertEquals(1, line("a").requests().size());
        tickAfter(5_000);
        assertEquals(2, line("a").requests().size());
        assertEquals(5, line("a").requests().get(1));
        for (int i = 0; i < 3 * Ring.SIZE; i++) {
            told(change(key("a", 100 + i).build()));
            tickAfter(5_000);
        }
        assertEquals(Ring.SIZE, line("a").requests().size());
        assertEquals(99 + 3 * Ring.SIZE, line("a").requests().get(Ring.SIZE - 1));
        assertEquals(99 + 2 * Ring.SIZE + 1, line("a").requests().get(0));
    }

    @Test
    void shouldTellWhetherThereIsAnything() {
        assertInstanceOf(Loadable.Loading.class, model.stateProperty().get());
        told(snapshot());
        assertInstanceOf(Loadable.Empty.class, model.stateProperty().get());
        told(change(key("a", 1).build()));
        assertInstanceOf(Loadable.Ready.class, model.stateProperty().get());
    }

    @Test
    void shouldTakeTheFullestOfEachLimit() {
        LiveRow row =
                LiveRow.of(
                        limited("a", 5, 10).toBuilder()
                                .addServices(limited("a", 9, 10).getServices(0))
                                .build());
        assertEquals(new Limit(9, 10, "chat"), row.requests());
        assertTrue(row.isNearALimit());
        assertEquals(1_000, new Limit(11, 10, "").perMille());
        assertEquals(1_000, new Limit(0, 0, "").perMille());
        assertEquals(499, new Limit(Long.MAX_VALUE / 2, Long.MAX_VALUE, "").perMille(), 1);
        assertEquals(0, Limit.NONE.perMille());
    }
}
