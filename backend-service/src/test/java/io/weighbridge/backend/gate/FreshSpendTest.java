package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.keys.ApiKey;
import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeReply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// LiteLLM #27735: what a key had spent came from a cache, and calls were refused long after there
/// was room again. Here the very next call sees what the last one left.
final class FreshSpendTest {
    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        test.chat();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    private AuthorizeReply ask(String key) {
        return test.gate().authorize(Calls.chat(key, 5, 5).build());
    }

    private String answer(String key) {
        AuthorizeReply reply = ask(key);
        if (!reply.hasAdmitted()) {
            return reply.getRefused().getReason().name().substring("REFUSAL_REASON_".length());
        }
        test.gate().release(Calls.release(reply.getAdmitted().getHoldId()));
        return "admitted";
    }

    @Test
    void shouldSeeCreditThatCameInOrWasGivenBackWithTheNextCall() {
        Account account = test.account("Acme", 10 * Calls.TOKEN);
        String key = test.key(account).secret();
        String hold = ask(key).getAdmitted().getHoldId();
        assertEquals("INSUFFICIENT_CREDIT", answer(key));
        test.gate().settle(Calls.settle(hold, 0, 0).build());
        assertEquals("admitted", answer(key), "what the call did not use is free again");
        test.gate().settle(Calls.settle(ask(key).getAdmitted().getHoldId(), 5, 5).build());
        assertEquals("INSUFFICIENT_CREDIT", answer(key));
        test.backend()
                .credit()
                .grant(
                        account.id(),
                        UUID.randomUUID(),
                        GrantKind.PURCHASED,
                        10 * Calls.TOKEN,
                        0,
                        "");
        assertEquals("admitted", answer(key));
    }

    private static KeySettings limited(long tokens) {
        CreditLimit limit = new CreditLimit(tokens * Calls.TOKEN, CreditPeriod.DAY);
        return new KeySettings("test", 0, true, Set.of(), 0, limit, List.of());
    }

    @Test
    void shouldSeeAHigherLimitAndANewDayWithTheNextCallAlsoAfterARestart() {
        Account account = test.account("Acme", 1_000 * Calls.TOKEN);
        var made = test.backend().keys().create(account.id(), limited(15));
        String key = made.secret();
        test.gate().settle(Calls.settle(ask(key).getAdmitted().getHoldId(), 5, 5).build());
        assertEquals("KEY_CREDIT_LIMIT", answer(key));
        ApiKey raised =
                test.backend().keys().update(made.key().id(), made.key().version(), limited(20));
        assertEquals("admitted", answer(key));
        test.close();
        test = TestBackend.start(directory, time);
        assertEquals("admitted", answer(key));
        test.backend().keys().update(raised.id(), raised.version(), limited(19));
        assertEquals("KEY_CREDIT_LIMIT", answer(key));
        time.pass(CreditPeriod.DAY.endMs(time.wallMs()) - time.wallMs() - 1);
        assertEquals("KEY_CREDIT_LIMIT", answer(key));
        time.pass(1);
        assertEquals("admitted", answer(key));
    }
}
