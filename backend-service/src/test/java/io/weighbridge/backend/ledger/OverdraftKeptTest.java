package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.SettleReply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.UUID;

/// pollinations #8112: the balance was capped at zero, and what went beyond was recorded nowhere.
/// Here all of it is charged, shown, and paid back by the next credit, also over a restart.
final class OverdraftKeptTest {
    @TempDir Path directory;

    @Test
    void shouldChargeAllShowItAndPayItBackFirst() {
        Account account;
        String key;
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            account = test.account("Acme", 10 * Calls.TOKEN);
            key = test.key(account).secret();
            String hold = ask(test, key).getAdmitted().getHoldId();
            SettleReply settled = test.gate().settle(Calls.settle(hold, 5, 45).build());
            assertEquals(50 * Calls.TOKEN, settled.getChargeNanos());
            assertEquals(40 * Calls.TOKEN, settled.getOverrunNanos());
            assertEquals(-40 * Calls.TOKEN, settled.getBalanceNanos());
        }
        try (TestBackend test = TestBackend.start(directory)) {
            assertEquals(-40 * Calls.TOKEN, test.balance(account).balanceNanos());
            assertEquals(
                    RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT,
                    ask(test, key).getRefused().getReason());
            assertEquals(
                    50 * Calls.TOKEN,
                    LedgerSums.number(
                            test,
                            directory,
                            "SELECT sum(amount_nanos) FROM transfer WHERE to_ledger = 1"));
            test.backend()
                    .credit()
                    .grant(
                            account.id(),
                            UUID.randomUUID(),
                            GrantKind.PURCHASED,
                            100 * Calls.TOKEN,
                            0,
                            "");
            assertEquals(60 * Calls.TOKEN, test.balance(account).balanceNanos());
            LedgerSums.check(test, directory);
        }
    }

    private static AuthorizeReply ask(TestBackend test, String key) {
        return test.gate().authorize(Calls.chat(key, 5, 5).build());
    }
}
