package io.weighbridge.backend.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// A call whose proxy told only its answer before it vanished: its prompt is the one that was held
/// for, so that a curve can price it.
final class VanishedByCurveTest {
    private static final long MUCH = 1_000_000_000_000_000L;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        Service chat = test.service("chat");
        var _ = new ComputeFixture(test).link("chat");
        var _ =
                test.publish(
                        List.of(TestBackend.rate(chat, Unit.GIGAFLOPS, 1_000_000_000)), List.of());
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    // After the proxy was not heard of again.
    private UsageRecord vanished(Account account, long outputHeard) {
        String key = test.key(account).secret();
        Admitted call =
                test.gate()
                        .authorize(Calls.chat(key, 1_000, 100).setTtlMs(1_000).build())
                        .getAdmitted();
        var _ =
                test.gate()
                        .extend(
                                ExtendRequest.newBuilder()
                                        .setHoldId(call.getHoldId())
                                        .setTtlMs(1_000)
                                        .addUnits(
                                                Calls.count(
                                                        io.weighbridge.proto.v1.Unit
                                                                .UNIT_OUTPUT_TOKENS,
                                                        outputHeard))
                                        .build());
        time.pass(2_000);
        test.awaitNoHolds(account);
        UsageRecord record =
                UsageGrpc.newBlockingStub(test.channel())
                        .getRecord(
                                GetRecordRequest.newBuilder()
                                        .setRecordId(call.getRequestId())
                                        .build());
        assertEquals(call.getHeldNanos(), record.getHeldNanos());
        return record;
    }

    private long quote(long input, long output) {
        return test.gate()
                .quote(
                        QuoteRequest.newBuilder()
                                .setService("chat")
                                .addAllUnits(Calls.tokens(input, output))
                                .build())
                .getChargeNanos();
    }

    private long spent(Account account) {
        return MUCH - test.balance(account).balanceNanos();
    }

    @Test
    void whatWasDeliveredIsChargedWithThePromptThatWasHeldForOnceWithinTheHold() {
        Account account = test.account("Acme", MUCH);
        UsageRecord record = vanished(account, 40);
        assertEquals("", record.getUnratedReason());
        assertEquals(Calls.tokens(1_000, 40), record.getUnitsList());
        assertEquals(quote(1_000, 40), record.getChargeNanos());
        assertEquals(quote(1_000, 40), spent(account));
        assertEquals(0, record.getOverrunNanos());
        assertTrue(record.getChargeNanos() < record.getHeldNanos());
        test.close();
        test = TestBackend.start(directory, time);
        time.pass(60_000);
        assertEquals(record.getChargeNanos(), spent(account));
    }

    // There is no credit to extend the hold with.
    @Test
    void moreThanWasHeldForIsAnOverrun() {
        long held = quote(1_000, 100);
        UsageRecord record = vanished(test.account("Small", held), 150);
        assertEquals(quote(1_000, 150), record.getChargeNanos());
        assertEquals(quote(1_000, 150) - held, record.getOverrunNanos());
        assertTrue(record.getOverrunNanos() > 0);
    }
}
