package io.weighbridge.backend.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.Changes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Rounds with real receivers, by a clock moved by hand.
final class AlertRoundsTest {
    private static final int MANY = 1_000;

    @TempDir Path directory;
    private AlertBench bench;
    private HookReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        bench = new AlertBench(directory, true);
        receiver = HookReceiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
        bench.close();
    }

    private void awaitTries(int tries) {
        Calls.await(tries + " tries", () -> bench.newest().tries() == tries);
    }

    // A turn takes its place back a moment after it noted the last try.
    private void roundUntilTries(int tries) {
        Calls.await(
                tries + " tries",
                () -> {
                    bench.round();
                    return bench.newest().tries() == tries;
                });
    }

    @Test
    void aWebhookIsSignedAsTheStandardHasIt() {
        bench.hook(1, receiver.url("/hooks"));
        bench.notices(1, 1);
        bench.round();
        awaitTries(1);
        Alert alert = bench.newest();
        assertEquals(Alert.State.SENT, alert.state());
        HookReceiver.Hook hook = receiver.hooks().getFirst();
        assertTrue(hook.isSignedBy(AlertBench.SECRET), hook::toString);
        assertFalse(hook.isSignedBy("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        assertEquals("alert_" + alert.id(), hook.id());
        assertEquals(bench.time.wallMs() / 1_000, Long.parseLong(hook.timestamp()));
        assertTrue(
                hook.body()
                        .startsWith(
                                "{\"type\":\"key.revoked\",\"timestamp\":\""
                                        + java.time.Instant.ofEpochMilli(alert.atMs())
                                        + "\",\"data\":{\"alert\":\""
                                        + alert.id()
                                        + "\""),
                hook::body);
        assertTrue(hook.body().contains("\\\"x\\\""), hook::body);
        bench.round();
        bench.round();
        assertEquals(1, receiver.hooks().size());
    }

    /// Five seconds, five minutes, half an hour and so on, about three days in all; under one id.
    @Test
    void whatCannotBeSentIsTriedEverMoreRarelyAndThenGivenUp() {
        receiver.always(503);
        bench.hook(1, receiver.url("/hooks"));
        bench.notices(1, 1);
        roundUntilTries(1);
        List<Long> pausesS = new ArrayList<>();
        for (int tries = 2; tries <= 10; tries++) {
            long pauseMs = bench.newest().nextTryAtMs() - bench.time.wallMs();
            pausesS.add(pauseMs / 1_000);
            bench.time.pass(pauseMs - 1);
            bench.round();
            assertEquals(tries - 1, receiver.hooks().size(), "too early");
            bench.time.pass(1);
            roundUntilTries(tries);
        }
        assertEquals(
                List.of(5L, 300L, 1_800L, 7_200L, 18_000L, 36_000L, 50_400L, 72_000L, 86_400L),
                pausesS);
        Alert alert = bench.newest();
        assertEquals(Alert.State.GIVEN_UP, alert.state());
        assertEquals("answered 503", alert.problem());
        HashSet<String> ids = new HashSet<>();
        HashSet<String> bodies = new HashSet<>();
        receiver.hooks().forEach(hook -> ids.add(hook.id()));
        receiver.hooks().forEach(hook -> bodies.add(hook.body()));
        assertEquals(1, ids.size());
        assertEquals(1, bodies.size());
        assertTrue(receiver.hooks().getLast().isSignedBy(AlertBench.SECRET));
        bench.time.pass(1_000_000_000);
        bench.round();
        assertEquals(10, receiver.hooks().size());
    }

    @Test
    void aRedirectIsNotFollowed() {
        receiver.answers(307);
        bench.hook(1, receiver.url("/hooks"));
        bench.notices(1, 1);
        bench.round();
        awaitTries(1);
        assertEquals("answered 307", bench.newest().problem());
        assertEquals(1, receiver.hooks().size());
        bench.time.pass(5_000);
        roundUntilTries(2);
        assertEquals(Alert.State.SENT, bench.newest().state());
        assertEquals("", bench.newest().problem());
    }

    /// More silent receivers than there are places, each with much that waits: the others get
    /// theirs meanwhile, and the silent ones do not come first for ever.
    @Test
    void whoIsSilentKeepsNobodyElseWaiting() throws IOException {
        try (HookReceiver silent = HookReceiver.start().always(HookReceiver.SILENCE)) {
            for (int i = 0; i < Channel.WEBHOOK.placesMax() - 1; i++) {
                bench.hook(1, silent.url("/" + i));
            }
            bench.notices(1, 30);
            bench.round();
            Calls.await(
                    "all silent ones are asked",
                    () -> silent.hooks().size() == Channel.WEBHOOK.placesMax() - 1);
            bench.hook(2, receiver.url("/a"));
            bench.hook(2, receiver.url("/b"));
            bench.notices(2, 20);
            Calls.await(
                    "both of the others have all",
                    () -> {
                        bench.round();
                        return receiver.hooks().size() == 40;
                    });
        }
    }

    /// A contact that fails has a try a turn and goes to the end of the line.
    @Test
    void aTurnEndsWithTheFirstThatFails() {
        receiver.always(500);
        bench.hook(1, receiver.url("/hooks"));
        bench.notices(1, 3);
        bench.round();
        bench.awaitTurn();
        assertEquals(1, receiver.hooks().size());
        receiver.always(200);
        Calls.await(
                "the two others",
                () -> {
                    bench.round();
                    return bench.count(Alert.State.SENT) == 2;
                });
        assertEquals(3, receiver.hooks().size());
    }

    @Test
    void whatWasBeingSentAtAStopIsSentAgainUnderTheSameId() {
        receiver.answers(HookReceiver.SILENCE);
        bench.hook(1, receiver.url("/hooks"));
        bench.notices(1, 1);
        bench.round();
        Calls.await("it is asked", () -> receiver.hooks().size() == 1);
        bench.restart();
        assertEquals(0, bench.newest().tries(), "a stop is no failure");
        bench.round();
        awaitTries(1);
        assertEquals(Alert.State.SENT, bench.newest().state());
        assertEquals(2, receiver.hooks().size());
        assertEquals(receiver.hooks().getFirst().id(), receiver.hooks().getLast().id());
    }

    @Test
    void nothingMoreGoesToAContactThatIsRemovedMeanwhile() {
        receiver.answers(200, HookReceiver.SILENCE);
        long id = bench.hook(1, receiver.url("/hooks"));
        bench.notices(1, 5);
        bench.round();
        Calls.await("the second is asked", () -> receiver.hooks().size() == 2);
        bench.store().remove(id, Changes.ANY);
        bench.restart();
        bench.round();
        bench.round();
        assertEquals(2, receiver.hooks().size());
        assertEquals(1, bench.all().size());
        assertEquals(Alert.State.SENT, bench.newest().state());
    }

    /// The contact's secret is of another installation: said, and tried again like anything else.
    @Test
    void aFaultOfOursIsNotedAndKeepsNobodyElseWaiting() {
        long id = bench.hook(1, receiver.url("/a"));
        Contact good = bench.store().contact(id).orElseThrow();
        bench.store().remove(id, Changes.ANY);
        bench.store()
                .add(
                        new Contact(
                                good.id(),
                                1,
                                Channel.WEBHOOK,
                                good.target(),
                                good.kinds(),
                                "AAAA",
                                1,
                                0),
                        Changes.ANY);
        bench.hook(1, receiver.url("/b"));
        bench.notices(1, 1);
        bench.round();
        Calls.await(
                "both are tried", () -> bench.all().stream().allMatch(each -> each.tries() == 1));
        assertEquals(1, bench.count(Alert.State.SENT));
        assertEquals(1, bench.count(Alert.State.WAITING));
        assertTrue(
                bench.all().stream()
                        .anyMatch(
                                each ->
                                        each.problem()
                                                .equals(
                                                        "a fault of the service, which its log"
                                                                + " tells")));
    }

    @Test
    void manyThatWaitForOneAreAllSentOnce() {
        bench.hook(1, receiver.url("/hooks"));
        bench.notices(1, MANY);
        Calls.await(
                "all are sent",
                java.time.Duration.ofMinutes(3),
                () -> {
                    bench.round();
                    return receiver.hooks().size() >= MANY
                            && bench.store().due(bench.time.wallMs()).isEmpty();
                });
        HashSet<String> ids = new HashSet<>();
        receiver.hooks().forEach(hook -> ids.add(hook.id()));
        assertEquals(MANY, ids.size());
        assertEquals(MANY, receiver.hooks().size());
    }

    @Test
    void aLowBalanceIsToldOfOnceForEachCrossingAndBelowNotAt() {
        bench.store().setLowBalances(1, List.of(5_000_000_000L), Changes.ANY);
        bench.hook(1, receiver.url("/hooks"));
        bench.balances.put(1L, 5_000_000_000L);
        bench.round();
        assertEquals(List.of(), bench.all());
        bench.balances.put(1L, 4_999_999_999L);
        bench.round();
        bench.round();
        bench.restart();
        bench.round();
        assertEquals(1, bench.all().size());
        assertEquals(NoticeKind.LOW_BALANCE, bench.newest().kind());
        assertEquals("The balance is 4.999999999 EUR, below 5.00 EUR.", bench.newest().detail());
        bench.balances.put(1L, 5_000_000_000L);
        bench.round();
        bench.balances.put(1L, -1L);
        bench.round();
        bench.round();
        assertEquals(2, bench.all().size());
        bench.balances.remove(1L);
        bench.round();
        assertEquals(2, bench.all().size());
    }

    @Test
    void manyBalancesAreLookedAtInTurns() {
        bench.manyLowBalances(1, 10_000);
        bench.store().setLowBalances(2, List.of(5L), Changes.ANY);
        bench.hook(2, receiver.url("/hooks"));
        bench.balances.put(1L, 1_000_000L);
        bench.balances.put(2L, 4L);
        bench.round();
        assertEquals(List.of(), bench.all());
        bench.round();
        assertEquals(1, bench.all().size());
        // And anew from the first.
        bench.balances.put(1L, 10_000L - 1);
        bench.hook(1, receiver.url("/hooks"));
        bench.round();
        assertEquals(2, bench.all().size());
    }

    @Test
    void whatEndedIsForgottenAfterThirtyDays() {
        bench.hook(1, receiver.url("/hooks"));
        bench.notices(1, 1);
        bench.round();
        awaitTries(1);
        bench.time.pass(29L * 24 * 3_600_000);
        bench.round();
        assertEquals(1, bench.all().size());
        bench.time.pass(2L * 24 * 3_600_000);
        bench.round();
        assertEquals(0, bench.all().size());
    }
}
