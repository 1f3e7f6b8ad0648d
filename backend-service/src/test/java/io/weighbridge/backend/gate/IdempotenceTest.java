package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.SettleBatchRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// A request id is charged at most once, for ever, and with one content.
final class IdempotenceTest {
    private static final RefusalReason DUPLICATE = RefusalReason.REFUSAL_REASON_DUPLICATE_REQUEST;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time, 2);
        test.chat();
        account = test.account("Acme", 1_000 * Calls.TOKEN);
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

    private String newId() {
        return RequestId.next(time.wallMs()).toString();
    }

    private AuthorizeReply ask(AuthorizeRequest.Builder request) {
        return test.gate().authorize(request.build());
    }

    private String hold(AuthorizeRequest.Builder request) {
        return ask(request).getAdmitted().getHoldId();
    }

    private SettleReply settle(String hold, long output) {
        return test.gate().settle(Calls.settle(hold, 10, output).build());
    }

    private String settleOutcome(String hold, long output) {
        return Calls.outcome(() -> settle(hold, output));
    }

    private long spent() {
        return 1_000 - test.balance(account).balanceNanos() / Calls.TOKEN;
    }

    @Test
    void shouldAdmitOneOf64CallersWithTheSameId() {
        String id = newId();
        List<AuthorizeReply> replies =
                Calls.atOnce(64, i -> ask(Calls.chat(key, 10, 10).setRequestId(id)));
        assertEquals(1, replies.stream().filter(AuthorizeReply::hasAdmitted).count());
        assertEquals(63, replies.stream().filter(r -> isRefused(r, DUPLICATE)).count());
        assertEquals(20 * Calls.TOKEN, test.balance(account).heldNanos().orElseThrow());
    }

    private static boolean isRefused(AuthorizeReply reply, RefusalReason reason) {
        return reply.hasRefused() && reply.getRefused().getReason() == reason;
    }

    @Test
    void shouldAnswer64IdempotentCallersWithTheSameHold() {
        AuthorizeRequest.Builder request =
                Calls.chat(key, 10, 10).setRequestId(newId()).setIdempotent(true);
        List<AuthorizeReply> replies = Calls.atOnce(64, i -> ask(request.clone()));
        Set<String> holds =
                Set.copyOf(replies.stream().map(r -> r.getAdmitted().getHoldId()).toList());
        assertEquals(1, holds.size());
        assertEquals(20 * Calls.TOKEN, test.balance(account).heldNanos().orElseThrow());
        settle(holds.iterator().next(), 5);
        assertTrue(isRefused(ask(request), DUPLICATE), "the call is over");
    }

    @Test
    void shouldAnswerAnIdempotentRepeatWithTheSameCeiling() {
        AuthorizeRequest.Builder request =
                AuthorizeRequest.newBuilder()
                        .setApiKey(key)
                        .setService("chat")
                        .addEstimate(
                                Calls.count(io.weighbridge.proto.v1.Unit.UNIT_INPUT_TOKENS, 10))
                        .setRequestId(newId())
                        .setIdempotent(true);
        AuthorizeReply first = ask(request);
        assertTrue(first.getAdmitted().hasCeilingOutputTokens());
        assertEquals(first, ask(request), "no ceiling would mean that output is free");
    }

    @Test
    void shouldAnswerAnIdempotentRepeatWithTheHoldAsItIsNow() {
        AuthorizeRequest.Builder request =
                Calls.chat(key, 10, 10).setRequestId(newId()).setIdempotent(true);
        time.pass(1_000);
        var extended =
                test.gate()
                        .extend(
                                ExtendRequest.newBuilder()
                                        .setHoldId(hold(request))
                                        .setMoreOutputTokens(30)
                                        .setTtlMs(86_400_000)
                                        .build())
                        .getExtended();
        var again = ask(request).getAdmitted();
        assertEquals(40 * Calls.TOKEN, again.getHeldNanos());
        assertEquals(30, again.getCeilingOutputTokens());
        assertEquals(extended.getExpiresAtMs(), again.getExpiresAtMs());
    }

    @Test
    void shouldTellAnotherProxyNothingOfACallThatEnded() {
        var first = test.gate("a");
        var other = test.gate("b");
        var admitted = first.authorize(Calls.chat(key, 10, 10).build()).getAdmitted();
        SettleRequest settle = Calls.settle(admitted.getHoldId(), 10, 5).build();
        SettleRequest byRequest =
                settle.toBuilder().clearHoldId().setRequestId(admitted.getRequestId()).build();
        first.settle(settle);
        for (SettleRequest request :
                List.of(settle, byRequest, Calls.settle(admitted.getHoldId(), 10, 6).build())) {
            assertEquals("HOLD_OF_ANOTHER_PROXY", Calls.outcome(() -> other.settle(request)));
        }
        assertEquals(
                "HOLD_OF_ANOTHER_PROXY",
                Calls.outcome(() -> test.gate().release(Calls.release(admitted.getHoldId()))));
        assertTrue(first.settle(settle).getRepeated());
        assertTrue(first.settle(byRequest).getRepeated());
    }

    @Test
    void shouldRefuseAnIdWithOtherContentOrOfAnotherKeyOrAccount() {
        String id = newId();
        AuthorizeRequest.Builder request =
                Calls.chat(key, 10, 10).setRequestId(id).setIdempotent(true);
        assertTrue(ask(request).hasAdmitted());
        String sameAccount = test.key(account).secret();
        String otherAccount = test.key(test.account("Other", 100 * Calls.TOKEN)).secret();
        List<AuthorizeRequest.Builder> others =
                List.of(
                        request.clone().setSubject("somebody"),
                        request.clone().clearEstimate().addAllEstimate(Calls.tokens(11, 10)),
                        request.clone()
                                .setTier(io.weighbridge.proto.v1.ServiceTier.SERVICE_TIER_BATCH),
                        request.clone().setApiKey(sameAccount),
                        request.clone().setApiKey(otherAccount));
        for (AuthorizeRequest.Builder other : others) {
            AuthorizeReply reply = ask(other);
            assertTrue(reply.hasRefused(), other::toString);
        }
        assertTrue(test.gate("another").authorize(request.build()).hasRefused());
        assertEquals(20 * Calls.TOKEN, test.balance(account).heldNanos().orElseThrow());
    }

    @Test
    void shouldAnswerARepeatedSettleAndRefuseOneWithOtherNumbers() {
        String hold = hold(Calls.chat(key, 10, 10));
        SettleReply first = settle(hold, 5);
        assertFalse(first.getRepeated());
        for (int i = 0; i < 2; i++) {
            SettleReply again = settle(hold, 5);
            assertTrue(again.getRepeated());
            assertEquals(first, again.toBuilder().setRepeated(false).build());
            assertEquals("SETTLED_DIFFERENTLY", settleOutcome(hold, 6));
            assertEquals(
                    "SETTLED_DIFFERENTLY",
                    Calls.outcome(() -> test.gate().release(Calls.release(hold))));
            restart();
        }
        assertEquals(15, spent());
    }

    @Test
    void shouldChargeOnceWhen64SettleTheSameWayAtOnce() {
        String hold = hold(Calls.chat(key, 10, 10));
        List<SettleReply> replies = Calls.atOnce(64, i -> settle(hold, 5));
        assertEquals(1, replies.stream().filter(reply -> !reply.getRepeated()).count());
        assertEquals(15, spent());
    }

    @Test
    void shouldChargeOnceInABatchThatNamesACallTwice() {
        String hold = hold(Calls.chat(key, 10, 10));
        var reply =
                test.gate()
                        .settleBatch(
                                SettleBatchRequest.newBuilder()
                                        .addSettles(Calls.settle(hold, 10, 5))
                                        .addSettles(Calls.settle(hold, 10, 5))
                                        .addSettles(Calls.settle(hold, 10, 6))
                                        .addSettles(Calls.settle("x", 10, 6))
                                        .build());
        assertFalse(reply.getItems(0).getSettled().getRepeated());
        assertTrue(reply.getItems(1).getSettled().getRepeated());
        assertEquals("SETTLED_DIFFERENTLY", reply.getItems(2).getError().getCode());
        assertEquals("HOLD_FORGED", reply.getItems(3).getError().getCode());
        assertEquals(15, spent());
    }

    @Test
    void shouldNotSettleAfterARelease() {
        String hold = hold(Calls.chat(key, 10, 10));
        assertTrue(test.gate().release(Calls.release(hold)).getReleased());
        assertFalse(test.gate().release(Calls.release(hold)).getReleased(), "no error");
        assertEquals("HOLD_RELEASED", settleOutcome(hold, 5));
        restart();
        assertEquals("HOLD_RELEASED", settleOutcome(hold, 5));
        assertEquals(
                "HOLD_UNKNOWN",
                Calls.outcome(
                        () ->
                                test.gate()
                                        .extend(
                                                ExtendRequest.newBuilder()
                                                        .setHoldId(hold)
                                                        .build())));
        assertEquals(0, spent());
    }

    @Test
    void shouldSettleAHoldThatIsOlderThanARestart() {
        String hold = hold(Calls.chat(key, 10, 10).setSubject("eve"));
        restart();
        assertEquals(20 * Calls.TOKEN, test.balance(account).heldNanos().orElseThrow());
        assertEquals(0, settle(hold, 5).getOverrunNanos());
        assertEquals(15, spent());
    }

    @Test
    void shouldChargeOnceAfterAFreeExpiry() {
        billNothing();
        String hold = hold(Calls.chat(key, 10, 10).setTtlMs(1_000));
        time.pass(2_000);
        Calls.await("expired", () -> test.backend().ledger().holds(account.id()).isEmpty());
        assertEquals(0, spent());
        assertFalse(test.gate().release(Calls.release(hold)).getReleased());
        assertFalse(settle(hold, 5).getRepeated(), "the work was real");
        assertTrue(settle(hold, 5).getRepeated());
        restart();
        assertTrue(settle(hold, 5).getRepeated());
        assertEquals(15, spent());
    }

    private void billNothing() {
        test.backend()
                .services()
                .update(
                        "chat",
                        1,
                        new ServiceSettings(
                                ServiceCategory.TEXT,
                                false,
                                VanishedPolicy.BILL_NOTHING,
                                600_000,
                                0,
                                256,
                                0));
    }

    @Test
    void shouldNotChargeAgainAfterABilledExpiry() {
        String hold = hold(Calls.chat(key, 10, 10).setTtlMs(1_000));
        time.pass(2_000);
        Calls.await("expired", () -> test.backend().ledger().holds(account.id()).isEmpty());
        assertEquals(10, spent());
        assertTrue(settle(hold, 5).getUnrated());
        restart();
        assertTrue(settle(hold, 5).getRepeated());
        assertEquals("SETTLED_DIFFERENTLY", settleOutcome(hold, 6));
        assertEquals(10, spent());
    }

    @Test
    void shouldRefuseAnIdThatWasUsedBeforeARestartOrEndedOrIsOutOfItsTime() {
        String open = newId();
        String ended = newId();
        hold(Calls.chat(key, 10, 10).setRequestId(open));
        settle(hold(Calls.chat(key, 10, 10).setRequestId(ended)), 5);
        for (int i = 0; i < 2; i++) {
            for (String id : List.of(open, ended)) {
                assertTrue(isRefused(ask(Calls.chat(key, 1, 1).setRequestId(id)), DUPLICATE));
            }
            restart();
        }
        time.pass(60_001);
        for (String id : List.of(open, ended)) {
            assertEquals(
                    "INVALID_REQUEST_ID",
                    Calls.outcome(() -> ask(Calls.chat(key, 1, 1).setRequestId(id))));
        }
        assertEquals(15, spent());
    }

    @Test
    void shouldNotAdmitASeenIdWhateverTheClockDoes() {
        String id = newId();
        settle(hold(Calls.chat(key, 10, 10).setRequestId(id)), 5);
        long[] jumps = {3_600_000, -3_600_000, 40_000, -70_000, 86_400_000, -86_400_000, 30_000};
        for (long jump : jumps) {
            time.setWallBy(jump);
            time.pass(300);
            // A settle lets the writer see the clock.
            test.backend().credit();
            String outcome =
                    Calls.outcome(
                            () ->
                                    assertTrue(
                                            ask(Calls.chat(key, 1, 1).setRequestId(id))
                                                    .hasRefused()));
            assertTrue(Set.of("ok", "INVALID_REQUEST_ID").contains(outcome), outcome);
        }
        assertEquals(15, spent());
    }
}
