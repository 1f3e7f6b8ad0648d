package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.keys.KeySecret;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeBatchReply;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.SecureRandom;

/// Many wrong keys in few calls: the connection is slowed down by the keys, not by the calls, and a
/// settle on the same connection gets through all the same.
final class WrongKeyBatchesTest {
    private static final int BATCHES = 40;
    private static final int KEYS = 1_000;
    // At 20,000 a second beyond the first 4,000, and the last batch waits for none after it; what
    // is
    // not slowed down takes a small part of it.
    private static final long LEAST_MS = 1_700;

    @TempDir Path directory;

    @Test
    void shouldSlowDownWhoTriesKeysAndSettleMeanwhile() {
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            Account account = test.account("Acme", 1_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            AuthorizeBatchRequest batch = wrongKeys();
            String hold =
                    test.gate().authorize(Calls.chat(key, 1, 1).build()).getAdmitted().getHoldId();
            long beganNanos = System.nanoTime();
            for (int i = 0; i < BATCHES; i++) {
                AuthorizeBatchReply reply = test.gate().authorizeBatch(batch);
                assertEquals(KEYS, reply.getItemsCount());
                assertTrue(reply.getItems(KEYS - 1).hasRefused());
                if (i == BATCHES / 2) {
                    test.gate().settle(Calls.settle(hold, 1, 1).build());
                }
            }
            // Read only when all that went before is worked off.
            test.gate().authorize(Calls.chat(key, 1, 1).build());
            long tookMs = (System.nanoTime() - beganNanos) / 1_000_000;
            assertTrue(tookMs >= LEAST_MS, "in " + tookMs + " ms");
            assertEquals(998 * Calls.TOKEN, test.balance(account).balanceNanos());
        }
    }

    private static AuthorizeBatchRequest wrongKeys() {
        SecureRandom random = new SecureRandom();
        AuthorizeBatchRequest.Builder batch = AuthorizeBatchRequest.newBuilder();
        for (int i = 0; i < KEYS; i++) {
            batch.addCalls(Calls.chat(KeySecret.generate("wb", "live", random), 1, 1));
        }
        return batch.build();
    }
}
