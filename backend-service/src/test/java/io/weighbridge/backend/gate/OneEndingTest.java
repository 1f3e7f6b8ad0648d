package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// However many end one hold at once, it ends once.
final class OneEndingTest {
    private static final int CALLERS = 64;

    @TempDir Path directory;

    @Test
    void shouldEndAHoldOnceWhenManySettleReleaseAndExtendIt() {
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            Account account = test.account("Acme", 1_000_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            for (int round = 0; round < 15; round++) {
                long before = test.balance(account).balanceNanos();
                String hold =
                        test.gate()
                                .authorize(Calls.chat(key, 10, 90).build())
                                .getAdmitted()
                                .getHoldId();
                AtomicInteger settled = new AtomicInteger();
                AtomicInteger released = new AtomicInteger();
                Calls.atOnce(CALLERS, caller -> end(test, hold, caller, settled, released));
                assertEquals(1, settled.get() + released.get(), "one ending in round " + round);
                long charged = before - test.balance(account).balanceNanos();
                assertEquals(settled.get() == 1, charged > 0, "charged if and only if settled");
                assertTrue(charged <= 64 * Calls.TOKEN);
                assertEquals(0, test.balance(account).heldNanos().orElseThrow());
            }
            LedgerSums.check(test, directory);
        }
    }

    private static String end(
            TestBackend test,
            String hold,
            int caller,
            AtomicInteger settled,
            AtomicInteger released) {
        return Calls.outcome(
                () -> {
                    switch (caller % 4) {
                        case 0, 1 -> {
                            var reply =
                                    test.gate().settle(Calls.settle(hold, 10, caller % 4).build());
                            if (!reply.getRepeated()) {
                                settled.incrementAndGet();
                            }
                        }
                        case 2 -> {
                            if (test.gate().release(Calls.release(hold)).getReleased()) {
                                released.incrementAndGet();
                            }
                        }
                        default ->
                                test.gate()
                                        .extend(
                                                ExtendRequest.newBuilder()
                                                        .setHoldId(hold)
                                                        .setMoreOutputTokens(100 + caller)
                                                        .build());
                    }
                });
    }

    @Test
    void shouldEndAHoldOnceWhenItExpiresWhileItIsSettled() {
        HandTime time = HandTime.now();
        try (TestBackend test = TestBackend.start(directory, time, 2)) {
            test.chat();
            Account account = test.account("Acme", 1_000_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            for (int round = 0; round < 15; round++) {
                String hold =
                        test.gate()
                                .authorize(Calls.chat(key, 10, 90).setTtlMs(1_000).build())
                                .getAdmitted()
                                .getHoldId();
                time.pass(990);
                AtomicInteger settled = new AtomicInteger();
                AtomicInteger released = new AtomicInteger();
                int expiryAt = round * 4;
                Calls.atOnce(
                        CALLERS,
                        caller -> {
                            if (caller == expiryAt) {
                                time.pass(500);
                            }
                            return end(test, hold, caller | 1, settled, released);
                        });
                Calls.await("ended", () -> test.backend().ledger().holds(account.id()).isEmpty());
                assertTrue(settled.get() <= 1);
            }
            assertEquals(
                    15,
                    LedgerSums.number(
                            test,
                            directory,
                            "SELECT count(*) FROM usage_record WHERE unrated_reason = ''"),
                    "charged once each, by the proxy or by the expiry; what the proxy told too"
                            + " late is kept beside it, and charges nothing");
            LedgerSums.check(test, directory);
        }
    }

    // A proxy knows its request id before the answer: what ends a call by it may overtake the note
    // about its beginning on the way to the journal.
    @Test
    void shouldNotBringACallBackWhenItWasEndedByItsRequestIdBeforeItsHoldWasNoted() {
        HandTime time = HandTime.now();
        long accountId;
        int calls = 400;
        try (TestBackend test = TestBackend.start(directory, time, 4)) {
            test.chat();
            Account account = test.account("Acme", 1_000_000 * Calls.TOKEN);
            accountId = account.id();
            String key = test.key(account).secret();
            List<String> ids =
                    java.util.stream.IntStream.range(0, calls)
                            .mapToObj(i -> RequestId.next(time.wallMs()).toString())
                            .toList();
            Calls.atOnce(
                    3 * calls,
                    i -> {
                        String id = ids.get(i / 3);
                        return switch (i % 3) {
                            case 0 -> authorize(test, key, id);
                            case 1 -> endById(test, id);
                            default -> endById(test, id);
                        };
                    });
            for (String id : ids) {
                endById(test, id);
            }
            assertTrue(test.backend().ledger().holds(accountId).isEmpty());
            LedgerSums.check(test, directory);
        }
        try (TestBackend test = TestBackend.start(directory, time)) {
            assertEquals(
                    List.of(),
                    test.backend().ledger().holds(accountId),
                    "what had ended stays ended after a restart");
        }
    }

    private static AuthorizeReply authorize(TestBackend test, String key, String id) {
        AuthorizeRequest request = Calls.chat(key, 10, 90).setRequestId(id).build();
        return test.gate().authorize(request);
    }

    private static String endById(TestBackend test, String id) {
        return Calls.outcome(
                () -> {
                    if (id.hashCode() % 2 == 0) {
                        test.gate().release(ReleaseRequest.newBuilder().setRequestId(id).build());
                    } else {
                        test.gate()
                                .settle(
                                        SettleRequest.newBuilder(
                                                        Calls.settle("", 10, 1).buildPartial())
                                                .setRequestId(id)
                                                .build());
                    }
                });
    }
}
