package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.RefusalReason;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What went wrong at others: check and debit apart, budgets seen too late, tokens counted after
/// the fact. Here 64 callers on 8 connections ask at once, the clock stands still, and exactly what
/// is covered is admitted: not one call more, not one less.
final class OverspendTest {
    private static final int CALLERS = 64;
    private static final int CONNECTIONS = 8;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final List<ManagedChannel> connections = new ArrayList<>();
    private TestBackend test;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time, 4);
        test.chat();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(test.connect());
        }
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        connections.forEach(ManagedChannel::shutdownNow);
        test.close();
    }

    private GateGrpc.GateBlockingStub gate(int caller) {
        return GateGrpc.newBlockingStub(connections.get(caller % CONNECTIONS));
    }

    private List<AuthorizeReply> ask(String key, long input, long output) {
        return Calls.atOnce(
                CALLERS, caller -> gate(caller).authorize(Calls.chat(key, input, output).build()));
    }

    private static long admitted(List<AuthorizeReply> replies) {
        return replies.stream().filter(AuthorizeReply::hasAdmitted).count();
    }

    private static void assertRefusedFor(RefusalReason reason, List<AuthorizeReply> replies) {
        assertEquals(
                Set.of(reason),
                Set.copyOf(
                        replies.stream()
                                .filter(AuthorizeReply::hasRefused)
                                .map(reply -> reply.getRefused().getReason())
                                .toList()));
    }

    private void settleAll(List<AuthorizeReply> replies, long input, long output) {
        Calls.atOnce(
                replies.size(),
                i ->
                        replies.get(i).hasAdmitted()
                                ? gate(i).settle(
                                                Calls.settle(
                                                                replies.get(i)
                                                                        .getAdmitted()
                                                                        .getHoldId(),
                                                                input,
                                                                output)
                                                        .build())
                                : null);
    }

    // LiteLLM #34732: the debit came after the call, so all that were in flight went through.
    @Test
    void shouldAdmitExactlyFiveCallsWhenCreditCoversFive() {
        Account account = test.account("Acme", 50 * Calls.TOKEN);
        String key = test.key(account).secret();
        List<AuthorizeReply> replies = ask(key, 4, 6);
        assertEquals(5, admitted(replies));
        assertRefusedFor(RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT, replies);
        assertEquals(0, test.balance(account).availableNanos().orElseThrow());
        settleAll(replies, 4, 6);
        assertEquals(0, test.balance(account).balanceNanos());
        assertEquals(0, admitted(ask(key, 1, 0)));
    }

    // LiteLLM #26672: 99.10 were spent on a key's budget of 30, over many calls.
    @Test
    void shouldKeepAKeysBudgetOverManyRounds() {
        Account account = test.account("Acme", 10_000 * Calls.TOKEN);
        String key = keyWith(account, new CreditLimit(300 * Calls.TOKEN, CreditPeriod.EVER));
        long all = 0;
        for (int round = 0; round < 6; round++) {
            // Each holds 10 and uses 5: what is not used comes back.
            List<AuthorizeReply> replies = ask(key, 4, 6);
            all += admitted(replies);
            settleAll(replies, 4, 1);
        }
        // 30, then what 30 calls left, and so on: until less than 10 is left.
        assertEquals(59, all);
        assertEquals((10_000 - 59 * 5) * Calls.TOKEN, test.balance(account).balanceNanos());
    }

    // new-api #5690: 50 calls at once spent 5,000 of 1,000.
    @Test
    void shouldSpendOneThousandOfOneThousand() {
        Account account = test.account("Acme", 1_000 * Calls.TOKEN);
        List<AuthorizeReply> replies = ask(test.key(account).secret(), 50, 50);
        assertEquals(10, admitted(replies));
        settleAll(replies, 50, 50);
        assertEquals(0, test.balance(account).balanceNanos());
    }

    // one-api #2440: whose balance was above a hundred times the cost needed no hold at all.
    @Test
    void shouldHoldAlsoOfWhoHasPlenty() {
        Account account = test.account("Acme", 2_000 * Calls.TOKEN);
        String key = test.key(account).secret();
        long all = 0;
        for (int round = 0; round < 4; round++) {
            all += admitted(ask(key, 4, 6));
            assertEquals(all * 10 * Calls.TOKEN, test.balance(account).heldNanos().orElseThrow());
        }
        assertEquals(200, all);
    }

    // LiteLLM #18730: 663 tokens went through a limit of 100.
    @Test
    void shouldReserveTokensPerMinuteBeforeTheCall() {
        Account account = test.account("Acme", 10_000 * Calls.TOKEN);
        String key = keyWith(account, new ServiceLimits(0, -1, 100, -1, false));
        List<AuthorizeReply> replies = ask(key, 10, 10);
        assertEquals(5, admitted(replies));
        assertRefusedFor(RefusalReason.REFUSAL_REASON_TOKENS_PER_MINUTE, replies);
        settleAll(replies, 10, 10);
        assertEquals(0, admitted(ask(key, 1, 0)));
        time.pass(12_000);
        assertEquals(1, admitted(ask(key, 10, 10)), "12 seconds free 20 tokens");
    }

    @ParameterizedTest
    @EnumSource(CreditPeriod.class)
    void shouldAdmitExactlyFiveCallsWhenAKeysCreditLimitCoversFive(CreditPeriod period) {
        Account account = test.account("Acme", 10_000 * Calls.TOKEN);
        String key = keyWith(account, new CreditLimit(50 * Calls.TOKEN, period));
        List<AuthorizeReply> replies = ask(key, 4, 6);
        assertEquals(5, admitted(replies));
        assertRefusedFor(RefusalReason.REFUSAL_REASON_KEY_CREDIT_LIMIT, replies);
        settleAll(replies, 4, 6);
        assertEquals(0, admitted(ask(key, 1, 0)));
        time.pass(period.endMs(time.wallMs()) == Long.MAX_VALUE ? 1 : untilEnd(period));
        assertEquals(period == CreditPeriod.EVER ? 0 : 5, admitted(ask(key, 4, 6)));
    }

    private long untilEnd(CreditPeriod period) {
        return period.endMs(time.wallMs()) - time.wallMs();
    }

    @Test
    void shouldAdmitExactlyFiveRequestsAMinute() {
        Account account = test.account("Acme", 10_000 * Calls.TOKEN);
        String key = keyWith(account, new ServiceLimits(0, 5, -1, -1, false));
        List<AuthorizeReply> replies = ask(key, 1, 1);
        assertEquals(5, admitted(replies));
        assertRefusedFor(RefusalReason.REFUSAL_REASON_REQUESTS_PER_MINUTE, replies);
        long wait =
                replies.stream()
                        .filter(AuthorizeReply::hasRefused)
                        .findFirst()
                        .orElseThrow()
                        .getRefused()
                        .getRetryAfterMs();
        assertEquals(12_000, wait);
        time.pass(wait - 1);
        assertEquals(0, admitted(ask(key, 1, 1)), "a moment too early");
        time.pass(1);
        assertEquals(1, admitted(ask(key, 1, 1)));
    }

    @Test
    void shouldAdmitExactlyFiveCallsAtTheSameTime() {
        Account account = test.account("Acme", 10_000 * Calls.TOKEN);
        String key = keyWith(account, new ServiceLimits(0, -1, -1, 5, false));
        for (int round = 0; round < 3; round++) {
            List<AuthorizeReply> replies = ask(key, 1, 1);
            assertEquals(5, admitted(replies));
            assertRefusedFor(RefusalReason.REFUSAL_REASON_CONCURRENT_CALLS, replies);
            settleAll(replies, 1, 1);
        }
    }

    @Test
    void shouldTakeNothingOfAnyLimitWhenOneRefuses() {
        Account account = test.account("Acme", 100 * Calls.TOKEN);
        String key = keyWith(account, new ServiceLimits(0, 1_000, 50, 1_000, false));
        // Of 64, 5 fit the tokens; the refused ones must have left requests and calls alone.
        List<AuthorizeReply> replies = ask(key, 5, 5);
        assertEquals(5, admitted(replies));
        var limits = replies.stream().filter(AuthorizeReply::hasRefused).findAny().orElseThrow();
        assertEquals(995, limits.getRefused().getLimits().getRequests().getRemaining());
        assertEquals(995, limits.getRefused().getLimits().getCalls().getRemaining());
        assertEquals(50 * Calls.TOKEN, test.balance(account).availableNanos().orElseThrow());
    }

    private String keyWith(Account account, CreditLimit limit) {
        return test.backend()
                .keys()
                .create(
                        account.id(),
                        new KeySettings("test", 0, true, Set.of(), 0, limit, List.of()))
                .secret();
    }

    private String keyWith(Account account, ServiceLimits limits) {
        return test.backend()
                .keys()
                .create(
                        account.id(),
                        new KeySettings("test", 0, true, Set.of(), 0, null, List.of(limits)))
                .secret();
    }
}
