package io.weighbridge.backend.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// LiteLLM #8867: a call that costs 0.001615 was kept as 0.0016150000000000001, and budgets are
/// compared with sums of such. Here it costs 1,615,000 nanos, however often.
final class ExactMoneyTest {
    private static final int CALLS = 100;

    @TempDir Path directory;

    @Test
    void shouldSumWhatFloatingPointCannot() {
        double floating = 0;
        try (TestBackend test = TestBackend.start(directory)) {
            // $5 per million: 323 tokens are $0.001615.
            test.publish(test.service("chat"), 5_000_000_000L, 5_000_000_000L);
            Account account = test.account("Acme", 161_500_000);
            String key = test.key(account).secret();
            for (int i = 0; i < CALLS; i++) {
                assertEquals(
                        1_615_000, GateCalls.call(test, key, "chat", 300, 23).getChargeNanos());
                floating += 0.001615;
            }
            assertEquals(0, test.balance(account).balanceNanos());
            assertEquals(
                    "INSUFFICIENT_CREDIT",
                    test.gate()
                            .authorize(Calls.chat(key, 1, 0).build())
                            .getRefused()
                            .getReason()
                            .name()
                            .substring("REFUSAL_REASON_".length()));
            LedgerSums.check(test, directory);
        }
        assertNotEquals(0.1615, floating, "then this would prove nothing");
    }
}
