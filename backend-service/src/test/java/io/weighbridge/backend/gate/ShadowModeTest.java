package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.keys.ApiKey;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.RefusalReason;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Limits in shadow mode admit everything, and tell of exactly the calls that they would refuse
/// were they enforced.
final class ShadowModeTest {
    private static final long U = ServiceLimits.UNLIMITED;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    @AutoClose private TestBackend test;
    private Account account;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        test.chat();
        account = test.account("Acme", 1_000_000 * Calls.TOKEN);
    }

    private static KeySettings limited(long requests, long tokens, long calls, boolean shadow) {
        List<ServiceLimits> limits = List.of(new ServiceLimits(0, requests, tokens, calls, shadow));
        return new KeySettings("test", 0, true, Set.of(), 0, null, limits);
    }

    private ApiKeys.Made key(long requests, long tokens, long calls) {
        return test.backend().keys().create(account.id(), limited(requests, tokens, calls, true));
    }

    private AuthorizeReply ask(ApiKeys.Made key, long input, long output) {
        return test.gate().authorize(Calls.chat(key.secret(), input, output).build());
    }

    // "" when it would have been admitted.
    private String shadowed(ApiKeys.Made key, long tokens) {
        AuthorizeReply reply = ask(key, tokens, 0);
        assertTrue(reply.hasAdmitted(), reply::toString);
        List<RefusalReason> reasons = reply.getAdmitted().getShadowedList();
        return reasons.isEmpty() ? "" : reasons.getFirst().name().replace("REFUSAL_REASON_", "");
    }

    private void enforce(ApiKeys.Made key, long requests, long tokens, long calls) {
        ApiKey now = test.backend().keys().require(key.key().id());
        var _ =
                test.backend()
                        .keys()
                        .update(now.id(), now.version(), limited(requests, tokens, calls, false));
    }

    @Test
    void shouldTellOfAsManyCallsAsEnforcementWouldRefuse() {
        ApiKeys.Made key = key(2, U, U);
        assertEquals("", shadowed(key, 1));
        assertEquals("", shadowed(key, 1));
        for (int i = 0; i < 50; i++) {
            assertEquals("REQUESTS_PER_MINUTE", shadowed(key, 1));
        }
        // One of the two has drained, whatever was made besides.
        time.pass(30_000);
        assertEquals("", shadowed(key, 1));
        assertEquals("REQUESTS_PER_MINUTE", shadowed(key, 1));
        enforce(key, 2, U, U);
        assertTrue(ask(key, 1, 0).hasRefused());
        time.pass(30_000);
        assertTrue(ask(key, 1, 0).hasAdmitted());
        assertTrue(ask(key, 1, 0).hasRefused());
    }

    @Test
    void shouldNotFillTheTokensNorGiveThemBack() {
        ApiKeys.Made key = key(U, 100, U);
        Admitted counted = ask(key, 50, 30).getAdmitted();
        assertEquals(0, counted.getShadowedCount());
        Admitted first = ask(key, 80, 0).getAdmitted();
        Admitted second = ask(key, 500, 0).getAdmitted();
        assertEquals(
                List.of(RefusalReason.REFUSAL_REASON_TOKENS_PER_MINUTE), first.getShadowedList());
        assertEquals(
                List.of(RefusalReason.REFUSAL_REASON_ABOVE_TOKEN_LIMIT), second.getShadowedList());
        assertEquals(20, second.getLimits().getTokens().getRemaining());
        // One ends above what it asked for, in shadow mode; one below, enforced.
        test.gate().settle(Calls.settle(first.getHoldId(), 900, 0).build());
        enforce(key, U, 100, U);
        test.gate().settle(Calls.settle(second.getHoldId(), 1, 0).build());
        assertTrue(ask(key, 21, 0).hasRefused());
        Admitted rest = ask(key, 20, 0).getAdmitted();
        assertEquals(0, rest.getLimits().getTokens().getRemaining());
        test.gate().settle(Calls.settle(counted.getHoldId(), 50, 0).build());
        assertTrue(ask(key, 31, 0).hasRefused());
        assertTrue(ask(key, 30, 0).hasAdmitted());
    }

    @Test
    void shouldCountOfAnExtensionOnlyWhatEnforcementWouldGive() {
        ApiKeys.Made key = key(U, 100, U);
        String hold = ask(key, 10, 50).getAdmitted().getHoldId();
        var extended =
                test.gate()
                        .extend(
                                ExtendRequest.newBuilder()
                                        .setHoldId(hold)
                                        .setMoreOutputTokens(500)
                                        .build());
        assertEquals(500, extended.getExtended().getCeilingOutputTokens());
        assertEquals("TOKENS_PER_MINUTE", shadowed(key, 1));
        test.gate().settle(Calls.settle(hold, 10, 60).build());
        enforce(key, U, 100, U);
        assertTrue(ask(key, 31, 0).hasRefused());
        assertTrue(ask(key, 30, 0).hasAdmitted());
    }

    @Test
    void shouldNotCountCallsAtTheSameTimeThatWouldNotBe() {
        ApiKeys.Made key = key(U, U, 1);
        String counted = ask(key, 1, 0).getAdmitted().getHoldId();
        String other = ask(key, 1, 0).getAdmitted().getHoldId();
        assertEquals("CONCURRENT_CALLS", shadowed(key, 1));
        test.gate().settle(Calls.settle(counted, 1, 0).build());
        enforce(key, U, U, 1);
        String next = ask(key, 1, 0).getAdmitted().getHoldId();
        test.gate().release(Calls.release(other));
        assertFalse(ask(key, 1, 0).hasAdmitted());
        test.gate().release(Calls.release(next));
        assertTrue(ask(key, 1, 0).hasAdmitted());
    }

    @Test
    void shouldStartAgainWithoutTheDebtOfWhatWouldNotHaveBeen() {
        ApiKeys.Made key = key(U, 100, U);
        assertEquals("", shadowed(key, 70));
        for (int i = 0; i < 3; i++) {
            Admitted shadowed = ask(key, 60, 0).getAdmitted();
            assertEquals(1, shadowed.getShadowedCount());
            test.gate().settle(Calls.settle(shadowed.getHoldId(), 60, 0).build());
        }
        test.close();
        test = TestBackend.start(directory, time);
        enforce(key, U, 100, U);
        time.pass(60_000);
        assertTrue(ask(key, 100, 0).hasAdmitted());
    }
}
