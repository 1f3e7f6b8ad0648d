package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.UUID;

/// OpenMeter #1408 and #4252: at the edge of a period a grant was counted twice. Here credit counts
/// up to the last millisecond before its expiry, from then on not at all, and what is left of it is
/// booked once.
final class GrantEdgeTest {
    private static final long LIFE_MS = 60_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        test.chat();
        account = test.account("Acme", 0);
        key = test.key(account).secret();
        grant(50, 0);
        grant(100, time.wallMs() + LIFE_MS);
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    private void grant(long tokens, long expiresAtMs) {
        test.backend()
                .credit()
                .grant(
                        account.id(),
                        UUID.randomUUID(),
                        GrantKind.PURCHASED,
                        tokens * Calls.TOKEN,
                        expiresAtMs,
                        "");
    }

    private long balance() {
        return test.balance(account).balanceNanos() / Calls.TOKEN;
    }

    private long available() {
        return test.balance(account).availableNanos().orElseThrow() / Calls.TOKEN;
    }

    private long expired() {
        return LedgerSums.number(
                        test,
                        directory,
                        "SELECT coalesce(sum(amount_nanos), 0) FROM transfer WHERE to_ledger = "
                                + LedgerAccounts.BREAKAGE)
                / Calls.TOKEN;
    }

    private String hold(long tokens) {
        return test.gate().authorize(Calls.chat(key, tokens, 0).build()).getAdmitted().getHoldId();
    }

    private void awaitExpired(long tokens) {
        Calls.await(
                "expired: " + tokens,
                () -> {
                    time.pass(200);
                    return expired() == tokens;
                });
    }

    @Test
    void shouldCountUpToItsLastMillisecondAndThenNotAtAll() {
        time.pass(LIFE_MS - 1);
        assertEquals(150, available());
        time.pass(1);
        assertEquals(50, available());
        assertEquals("", hold(51));
        awaitExpired(100);
        for (int restart = 0; restart < 2; restart++) {
            assertEquals(50, balance());
            assertEquals(50, available());
            assertEquals(100, expired());
            test.close();
            test = TestBackend.start(directory, time);
            time.pass(10_000);
        }
        assertEquals(100, expired());
    }

    @Test
    void shouldExpireOnceWhatACallOverTheEdgeDidNotUse() {
        String hold = hold(30);
        time.pass(LIFE_MS);
        assertEquals(50, available());
        awaitExpired(70);
        assertEquals(80, balance());
        test.gate().settle(Calls.settle(hold, 20, 0).build());
        awaitExpired(80);
        assertEquals(50, balance());
        assertEquals(50, available());
    }
}
