package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.MeterClient;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

/// A proxy that is not heard of again: its holds end at their expiry, by the service's policy,
/// once.
final class VanishedTest {
    private static final long CREDIT = 1_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();

    private TestBackend start(VanishedPolicy policy) {
        TestBackend test = TestBackend.start(directory, time);
        test.chat(new ServiceSettings(ServiceCategory.TEXT, false, policy, 10_000, 0, 256, 0));
        return test;
    }

    private static long spent(TestBackend test, long accountId) {
        return CREDIT
                - test.backend().accounts().balance(accountId, 0).balanceNanos() / Calls.TOKEN;
    }

    private static void awaitEnd(TestBackend test, long accountId) {
        Calls.await("ended", () -> test.backend().ledger().holds(accountId).isEmpty());
    }

    // Nothing heard; input and output heard; only output heard.
    @ParameterizedTest
    @CsvSource({"BILL_DELIVERED,10,52,52", "BILL_INPUT,10,12,10", "BILL_NOTHING,0,0,0"})
    void shouldBillByPolicyOnceAlsoAcrossARestart(
            VanishedPolicy policy, long unheard, long heard, long outputHeard) {
        long accountId;
        try (TestBackend test = start(policy)) {
            Account account = test.account("Acme", CREDIT * Calls.TOKEN);
            accountId = account.id();
            String key = test.key(account).secret();
            MeterClient meter = MeterClient.open(test.channel());
            for (String call : List.of("a", "b", "c")) {
                meter.open(call, Calls.chat(key, 10, 90).build(), 50);
                assertTrue(meter.next().hasAdmitted());
            }
            meter.progress("b", Calls.tokens(12, 40));
            meter.progress("b", Calls.tokens(3, 7));
            meter.progress("c", List.of(Calls.count(Unit.UNIT_OUTPUT_TOKENS, 42)));
            assertTrue(meter.next().hasGoOn());
            assertTrue(meter.next().hasGoOn());
            meter.vanish();
            time.pass(10_500);
            awaitEnd(test, accountId);
            assertEquals(unheard + heard + outputHeard, spent(test, accountId));
            LedgerSums.check(test, directory);
        }
        try (TestBackend test = TestBackend.start(directory, time)) {
            time.pass(60_000);
            assertEquals(unheard + heard + outputHeard, spent(test, accountId));
            LedgerSums.check(test, directory);
        }
    }

    @Test
    void shouldEndAHoldThatExpiredWhileTheServiceWasDown() {
        long accountId;
        try (TestBackend test = start(VanishedPolicy.BILL_DELIVERED)) {
            Account account = test.account("Acme", CREDIT * Calls.TOKEN);
            accountId = account.id();
            String key = test.key(account).secret();
            AuthorizeBatchRequest.Builder batch = AuthorizeBatchRequest.newBuilder();
            for (int i = 0; i < 20; i++) {
                batch.addCalls(Calls.chat(key, 10, 20));
            }
            test.gate().authorizeBatch(batch.build());
            assertEquals(20, test.backend().ledger().holds(accountId).size());
        }
        time.pass(86_400_000);
        try (TestBackend test = TestBackend.start(directory, time)) {
            // Proxies that were cut off get a minute to settle before the policy does.
            test.backend().ledger().awaitFolded();
            assertEquals(20, test.backend().ledger().holds(accountId).size());
            time.pass(60_000);
            awaitEnd(test, accountId);
            assertEquals(200, spent(test, accountId));
            LedgerSums.check(test, directory);
        }
    }

    @Test
    void shouldStillChargeWhatWasReleasedAfterItExpiredFreeOfCharge() {
        try (TestBackend test = start(VanishedPolicy.BILL_NOTHING)) {
            Account account = test.account("Acme", CREDIT * Calls.TOKEN);
            String hold = hold(test, test.key(account).secret());
            time.pass(10_500);
            awaitEnd(test, account.id());
            assertFalse(test.gate().release(Calls.release(hold)).getReleased());
            assertEquals(0, spent(test, account.id()));
            test.gate().settle(Calls.settle(hold, 10, 1).build());
            assertEquals(11, spent(test, account.id()));
            LedgerSums.check(test, directory);
        }
    }

    @Test
    void shouldKeepAHoldThatIsExtendedAndEndOneThatIsNot() {
        try (TestBackend test = start(VanishedPolicy.BILL_DELIVERED)) {
            Account account = test.account("Acme", CREDIT * Calls.TOKEN);
            String key = test.key(account).secret();
            String kept = hold(test, key);
            hold(test, key);
            for (int i = 0; i < 5; i++) {
                time.pass(6_000);
                test.gate().extend(ExtendRequest.newBuilder().setHoldId(kept).build());
            }
            Calls.await("one ended", () -> test.backend().ledger().holds(account.id()).size() == 1);
            assertEquals(10, spent(test, account.id()));
            test.gate().settle(Calls.settle(kept, 10, 1).build());
            assertEquals(21, spent(test, account.id()));
        }
    }

    private static String hold(TestBackend test, String key) {
        return test.gate().authorize(Calls.chat(key, 10, 20).build()).getAdmitted().getHoldId();
    }

    @Test
    void shouldNotEndNewHoldsBecauseTheClockWasSetBack() {
        try (TestBackend test = start(VanishedPolicy.BILL_DELIVERED)) {
            Account account = test.account("Acme", CREDIT * Calls.TOKEN);
            String key = test.key(account).secret();
            time.pass(200_000);
            test.gate().release(Calls.release(hold(test, key)));
            time.setWallBy(-100_000);
            String hold = hold(test, key);
            for (int i = 0; i < 10; i++) {
                time.pass(500);
                // A command that is decided after a tick.
                test.gate().release(Calls.release(hold(test, key)));
            }
            assertEquals(1, test.backend().ledger().holds(account.id()).size());
            test.gate().settle(Calls.settle(hold, 10, 1).build());
            assertEquals(11, spent(test, account.id()));
        }
    }
}
