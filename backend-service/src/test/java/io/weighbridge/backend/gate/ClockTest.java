package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ExtendRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// A wall clock that is set, stands still or runs backwards while calls run: docs/faults.md says
/// what happens then. The monotonic clock goes on as ever.
final class ClockTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long TTL_MS = 600_000;
    private static final long CREDIT = 10_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private Service chat;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time, 2);
        chat = test.chat();
        account = test.account("Acme", CREDIT * Calls.TOKEN);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    private void restart() {
        test.close();
        test = TestBackend.start(directory, time, 2);
    }

    private AuthorizeReply ask(AuthorizeRequest.Builder request) {
        return test.gate().authorize(request.build());
    }

    private String answer(AuthorizeRequest.Builder request) {
        AuthorizeReply reply = ask(request);
        return reply.hasAdmitted()
                ? "admitted"
                : reply.getRefused().getReason().name().substring("REFUSAL_REASON_".length());
    }

    private String answer() {
        return answer(Calls.chat(key, 10, 10));
    }

    private String hold() {
        return ask(Calls.chat(key, 10, 10)).getAdmitted().getHoldId();
    }

    private void settle(String hold) {
        test.gate().settle(Calls.settle(hold, 10, 10).build());
    }

    private long spent() {
        return CREDIT - test.balance(account).balanceNanos() / Calls.TOKEN;
    }

    private int open() {
        return test.backend().ledger().holds(account.id()).size();
    }

    // Time in which the ledger looks at the clocks.
    private void letPass(long ms) {
        for (long left = ms; left > 0; left -= 500) {
            time.pass(Math.min(left, 500));
            test.backend().ledger().atBarrier(() -> {});
        }
    }

    // Only the monotonic clock.
    private void freeze(long ms) {
        for (long left = ms; left > 0; left -= 500) {
            time.pass(Math.min(left, 500));
            time.setWallBy(-Math.min(left, 500));
            test.backend().ledger().atBarrier(() -> {});
        }
    }

    private void awaitAdmitted() {
        Calls.await(
                "admitted",
                () -> {
                    letPass(200);
                    AuthorizeReply reply = ask(Calls.chat(key, 1, 1));
                    if (reply.hasAdmitted()) {
                        test.gate().release(Calls.release(reply.getAdmitted().getHoldId()));
                    }
                    return reply.hasAdmitted();
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR_MS, -HOUR_MS, 0})
    void shouldDrainLimitsByTheMonotonicClock(long jump) {
        ServiceLimits limits = new ServiceLimits(0, 5, -1, -1, false);
        KeySettings settings = new KeySettings("", 0, true, Set.of(), 0, null, List.of(limits));
        key = test.backend().keys().create(account.id(), settings).secret();
        for (int i = 0; i < 5; i++) {
            assertEquals("admitted", answer());
        }
        String other = test.key(account).secret();
        time.setWallBy(jump);
        letPass(200);
        Calls.await("admitted", () -> answer(Calls.chat(other, 1, 1)).equals("admitted"));
        freeze(12_000 - 200 - 1);
        assertEquals("REQUESTS_PER_MINUTE", answer(), "a moment too early");
        time.pass(1);
        assertEquals("admitted", answer());
        assertEquals("REQUESTS_PER_MINUTE", answer());
    }

    @Test
    void shouldCountOfAnUncertainTimeNoMoreThanALimitHolds() {
        ServiceLimits limits = new ServiceLimits(0, 5, -1, -1, false);
        KeySettings settings = new KeySettings("", 0, true, Set.of(), 0, null, List.of(limits));
        key = test.backend().keys().create(account.id(), settings).secret();
        for (int i = 0; i < 20; i++) {
            settle(hold());
            letPass(12_000);
        }
        time.setWallBy(-HOUR_MS);
        restart();
        assertEquals("REQUESTS_PER_MINUTE", answer(), "all of these may have been just now");
        letPass(12_000);
        assertEquals("admitted", answer());
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR_MS, -HOUR_MS})
    void shouldEndAHoldWhenItsTimeIsOverAndNotBecauseTheClockWasSet(long jump) {
        String settled = hold();
        String vanished = hold();
        time.setWallBy(jump);
        letPass(TTL_MS - 2_000);
        assertEquals(2, open());
        settle(settled);
        assertEquals(20, spent());
        letPass(3_000);
        assertEquals(0, open());
        assertEquals(30, spent(), "of what vanished the input");
        settle(vanished);
        assertEquals(30, spent(), "what is told late waits to be rated");
    }

    @Test
    void shouldEndAHoldAlsoWhileTheClockStandsStill() {
        hold();
        freeze(TTL_MS - 1_000);
        assertEquals(1, open());
        freeze(2_000);
        assertEquals(0, open());
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR_MS, -HOUR_MS})
    void shouldKeepAHoldThatIsExtendedAfterTheClockWasSet(long jump) {
        String hold = hold();
        letPass(TTL_MS / 2);
        time.setWallBy(jump);
        test.gate().extend(ExtendRequest.newBuilder().setHoldId(hold).build());
        letPass(TTL_MS - 2_000);
        assertEquals(1, open());
        letPass(3_000);
        assertEquals(0, open());
    }

    @Test
    void shouldNotKeepAHoldForLongAfterAStartThatTheClockWasAheadBefore() {
        long aheadMs = 48 * HOUR_MS;
        time.setWallBy(aheadMs);
        awaitAdmitted();
        hold();
        time.setWallBy(-aheadMs);
        restart();
        assertEquals(1, open());
        letPass(TTL_MS - 2_000);
        assertEquals(1, open());
        letPass(3_000);
        assertEquals(0, open());
    }

    @Test
    void shouldAdmitSoonAfterTheClockWasSetBackAndNoSeenIdAgain() {
        String ended = RequestId.next(time.wallMs()).toString();
        String open = RequestId.next(time.wallMs()).toString();
        settle(ask(Calls.chat(key, 10, 10).setRequestId(ended)).getAdmitted().getHoldId());
        String kept =
                ask(Calls.chat(key, 10, 10).setRequestId(open).setTtlMs(86_400_000))
                        .getAdmitted()
                        .getHoldId();
        letPass(HOUR_MS / 2);
        time.setWallBy(-HOUR_MS / 2);
        for (int i = 0; i < 2; i++) {
            awaitAdmitted();
            for (String id : List.of(ended, open)) {
                assertEquals("DUPLICATE_REQUEST", answer(Calls.chat(key, 10, 10).setRequestId(id)));
            }
            restart();
        }
        settle(kept);
        assertEquals(40, spent());
    }

    @Test
    void shouldKnowIdsAgainAsTheirTimeComesForTheSecondTime() {
        String[] ids = new String[10];
        long startMs = time.wallMs();
        for (int i = 0; i < ids.length; i++) {
            ids[i] = RequestId.next(time.wallMs()).toString();
            settle(ask(Calls.chat(key, 10, 10).setRequestId(ids[i])).getAdmitted().getHoldId());
            letPass(60_000);
        }
        time.setWallMs(startMs);
        for (String id : ids) {
            awaitAdmitted();
            assertEquals("DUPLICATE_REQUEST", answer(Calls.chat(key, 10, 10).setRequestId(id)));
            letPass(Math.max(0, startMs + 60_000 - time.wallMs()));
            startMs += 60_000;
        }
        assertEquals(20L * ids.length, spent());
    }

    @Test
    void shouldRefuseIdsOfAnotherTimeAndMakeItsOwn() {
        String id = RequestId.next(time.wallMs()).toString();
        time.setWallBy(HOUR_MS);
        assertEquals(
                "INVALID_REQUEST_ID",
                Calls.outcome(() -> answer(Calls.chat(key, 1, 1).setRequestId(id))));
        assertEquals("admitted", answer());
        time.setWallBy(-HOUR_MS);
        awaitAdmitted();
        assertEquals("admitted", answer(Calls.chat(key, 1, 1).setRequestId(id)));
    }

    @Test
    void shouldAdmitAndCountWhileTheClockRunsBackwards() {
        for (int i = 0; i < 600; i++) {
            time.pass(500);
            time.setWallBy(-1_000);
            test.backend().ledger().atBarrier(() -> {});
            if (i % 10 == 0) {
                awaitAdmitted();
                settle(hold());
            }
        }
        assertEquals(60L * 20, spent());
        assertEquals(0, open());
    }

    @Test
    void shouldBringCreditBackThatExpiredOnlyByAClockThatWasWrong() {
        test.backend()
                .credit()
                .grant(
                        account.id(),
                        UUID.randomUUID(),
                        GrantKind.PURCHASED,
                        50 * Calls.TOKEN,
                        time.wallMs() + HOUR_MS,
                        "");
        long all = CREDIT + 50;
        for (int i = 0; i < 2; i++) {
            time.setWallBy(2 * HOUR_MS);
            letPass(60_000);
            assertEquals(CREDIT, available(), "it cannot be spent");
            assertEquals(all, test.balance(account).balanceNanos() / Calls.TOKEN);
            time.setWallBy(-2 * HOUR_MS);
            letPass(15 * 60_000);
            assertEquals(all, available());
        }
        time.setWallBy(2 * HOUR_MS);
        letPass(11 * 60_000);
        assertEquals(CREDIT, test.balance(account).balanceNanos() / Calls.TOKEN, "it was meant");
    }

    private long available() {
        return test.balance(account).availableNanos().orElseThrow() / Calls.TOKEN;
    }

    @Test
    void shouldKeepABookInForceThatWasPublishedAtOnce() {
        letPass(1_000);
        test.publish(chat, 2 * Calls.TOKEN * 1_000_000, 2 * Calls.TOKEN * 1_000_000);
        time.setWallBy(-HOUR_MS);
        for (int i = 0; i < 2; i++) {
            awaitAdmitted();
            settle(hold());
            assertEquals(40L * (i + 1), spent());
            restart();
        }
    }

    @Test
    void shouldSumUsageRightWhateverTheInstants() {
        long[] jumps = {HOUR_MS, -HOUR_MS, -HOUR_MS, 24 * HOUR_MS, -23 * HOUR_MS};
        for (long jump : jumps) {
            time.setWallBy(jump);
            awaitAdmitted();
            settle(hold());
        }
        long calls = jumps.length;
        assertEquals(20 * calls, spent());
        // Each granularity on its own: minutes, hours, days.
        for (String table : List.of("rollup", "rollup_total")) {
            assertEquals(
                    0,
                    LedgerSums.number(
                            test,
                            directory,
                            "SELECT count(*) FROM (SELECT granularity FROM "
                                    + table
                                    + " GROUP BY granularity HAVING sum(calls) <> "
                                    + calls
                                    + " OR sum(charge_nanos) <> "
                                    + calls * 20 * Calls.TOKEN
                                    + ") AS wrong"));
        }
        assertEquals(
                0,
                LedgerSums.number(
                        test,
                        directory,
                        "SELECT count(*) FROM account_entry a JOIN account_entry b"
                                + " ON b.sequence > a.sequence AND b.at_ms < a.at_ms"),
                "instants never fall");
    }

    @Test
    void shouldLetSecretsEndByTheWallClock() {
        var made = test.backend().keys().create(account.id(), KeySettings.unlimited("rotated"));
        String next =
                test.backend()
                        .keys()
                        .rotate(made.key().id(), made.key().version(), HOUR_MS / 2, 0)
                        .secret();
        key = made.secret();
        assertEquals("admitted", answer());
        time.setWallBy(HOUR_MS);
        assertEquals("ROTATED_KEY", answer());
        assertEquals("admitted", answer(Calls.chat(next, 1, 1)));
        time.setWallBy(-HOUR_MS);
        awaitAdmitted();
        letPass(HOUR_MS / 2);
        assertEquals("ROTATED_KEY", answer());
        assertEquals("admitted", answer(Calls.chat(next, 1, 1)));
    }

    @Test
    void shouldNotGiveAPeriodsCreditLimitTwice() {
        CreditLimit limit = new CreditLimit(20 * Calls.TOKEN, CreditPeriod.DAY);
        KeySettings settings = new KeySettings("", 0, true, Set.of(), 0, limit, List.of());
        key = test.backend().keys().create(account.id(), settings).secret();
        settle(hold());
        assertEquals("KEY_CREDIT_LIMIT", answer());
        time.setWallBy(24 * HOUR_MS);
        settle(hold());
        for (int i = 0; i < 3; i++) {
            assertEquals("KEY_CREDIT_LIMIT", answer());
            time.setWallBy(i % 2 == 0 ? -24 * HOUR_MS : 24 * HOUR_MS);
        }
        assertEquals(40, spent());
    }
}
