package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.Tag;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Many holds that expire at the same moment, as after a long stop, are more than one group of the
/// journal takes.
final class MassExpiryTest {
    private static final int BATCHES = 14;
    private static final int CALLS = 1_000;

    @TempDir Path directory;

    @Test
    void shouldEndMoreHoldsAtOnceThanOneJournalGroupTakes() {
        HandTime time = HandTime.now();
        try (TestBackend test = TestBackend.start(directory, time)) {
            test.chat();
            Account account = test.account("Acme", 1_000_000 * Calls.TOKEN);
            AuthorizeRequest.Builder call =
                    Calls.chat(test.key(account).secret(), 1, 1)
                            .setTtlMs(1_000)
                            .setSubject("s".repeat(100));
            for (int i = 0; i < 8; i++) {
                call.addTags(
                        Tag.newBuilder().setKey("k".repeat(40)).setValue("v".repeat(100)).build());
            }
            AuthorizeBatchRequest.Builder batch = AuthorizeBatchRequest.newBuilder();
            for (int i = 0; i < CALLS; i++) {
                batch.addCalls(call);
            }
            for (int i = 0; i < BATCHES; i++) {
                var reply = test.gate().authorizeBatch(batch.build());
                assertTrue(reply.getItems(CALLS - 1).hasAdmitted());
            }
            time.pass(5_000);
            Calls.await(
                    "all ended",
                    () -> {
                        time.pass(100);
                        return test.balance(account).heldNanos().orElse(1) == 0;
                    });
            assertTrue(test.backend().ledger().isHealthy());
            assertEquals(
                    (1_000_000L - BATCHES * CALLS) * Calls.TOKEN,
                    test.balance(account).balanceNanos(),
                    "each is billed its input");
            LedgerSums.check(test, directory);
        }
    }
}
