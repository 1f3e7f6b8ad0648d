package io.weighbridge.backend.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.CountKeysRequest;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.PlanKeys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// How many keys each plan concerns, and how many of them are in use.
final class KeyCountsTest {
    private static final long BEGIN_MS = 1_790_000_000_000L;

    @TempDir Path directory;
    private final HandTime time = new HandTime(BEGIN_MS);

    private static List<PlanKeys> count(TestBackend test, long usedSinceMs) {
        return KeysGrpc.newBlockingStub(test.channel())
                .countKeys(CountKeysRequest.newBuilder().setUsedSinceMs(usedSinceMs).build())
                .getPlansList();
    }

    private static PlanKeys of(String plan, long keys, long used) {
        return PlanKeys.newBuilder().setPlan(plan).setKeys(keys).setUsed(used).build();
    }

    private static ApiKeys.Made key(TestBackend test, Account account, long planId, long expires) {
        KeySettings settings =
                new KeySettings("k", planId, true, Set.of(), expires, null, List.of(), List.of());
        return test.backend().keys().create(account.id(), settings);
    }

    private static void call(TestBackend test, ApiKeys.Made key) {
        assertTrue(test.gate().authorize(Calls.chat(key.secret(), 1, 1).build()).hasAdmitted());
    }

    @Test
    void shouldCountWhatWorksAndWhatOfItWasUsed() {
        String gold;
        try (TestBackend test = TestBackend.start(directory, time)) {
            var _ = test.chat();
            assertEquals(List.of(), count(test, 0));
            Account account = test.account("Acme", 1_000_000_000_000L);
            long plan = test.backend().plans().create("gold", List.of()).id();
            gold = IdKind.PLAN.format(plan);
            ApiKeys.Made first = key(test, account, plan, 0);
            ApiKeys.Made lost = key(test, account, plan, 0);
            ApiKeys.Made expiring = key(test, account, plan, BEGIN_MS + 1_000);
            var _ = key(test, account, 0, 0);
            call(test, first);
            call(test, lost);
            time.pass(500);
            call(test, expiring);
            assertEquals(List.of(of("", 1, 0), of(gold, 3, 3)), count(test, 0));
            assertEquals(List.of(of("", 1, 0), of(gold, 3, 3)), count(test, BEGIN_MS));
            assertEquals(List.of(of("", 1, 0), of(gold, 3, 1)), count(test, BEGIN_MS + 1));
            var _ = test.backend().keys().revoke(lost.key().id(), "lost");
            assertEquals(List.of(of("", 1, 0), of(gold, 2, 2)), count(test, 0));
            time.pass(500);
            assertEquals(List.of(of("", 1, 0), of(gold, 1, 1)), count(test, 0));
        }
        try (TestBackend test = TestBackend.start(directory, time)) {
            assertEquals(List.of(of("", 1, 0), of(gold, 1, 1)), count(test, BEGIN_MS));
        }
    }
}
