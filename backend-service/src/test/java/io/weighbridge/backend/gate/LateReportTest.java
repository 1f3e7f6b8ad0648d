package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.usage.UsageMapping;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// What is told of a call after its hold expired: never lost, never charged by itself, kept once.
final class LateReportTest {
    private static final long PER_MILLION = 1_000_000 * Calls.TOKEN;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time, 2);
        Service chat = test.chat();
        // A request costs as much as 100 tokens.
        test.publish(
                List.of(
                        TestBackend.rate(chat, Unit.INPUT_TOKENS, PER_MILLION),
                        TestBackend.rate(chat, Unit.OUTPUT_TOKENS, PER_MILLION),
                        TestBackend.rate(chat, Unit.REQUESTS, 100 * PER_MILLION)),
                List.of());
        account = test.account("Acme", 1_000 * Calls.TOKEN);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
        test.close();
    }

    private void restart() {
        test.close();
        test = TestBackend.start(directory, time, 2);
    }

    /// A call that was charged by policy: the 10 tokens of input that were held, and a request.
    private Admitted vanished() {
        Admitted admitted =
                test.gate()
                        .authorize(Calls.chat(key, 10, 10).setTtlMs(1_000).build())
                        .getAdmitted();
        long before = spent();
        time.pass(2_000);
        test.awaitNoHolds(account);
        assertEquals(110, spent() - before);
        return admitted;
    }

    private SettleReply settle(Admitted call, long input, long output) {
        return test.gate().settle(Calls.settle(call.getHoldId(), input, output).build());
    }

    private String outcome(Admitted call, long input, long output) {
        return Calls.outcome(() -> settle(call, input, output));
    }

    private UsageRecord record(String id) {
        return UsageGrpc.newBlockingStub(test.channel())
                .getRecord(GetRecordRequest.newBuilder().setRecordId(id).build());
    }

    private static String units(UsageRecord record) {
        return UsageMapping.unitsFromProto("units", record.getUnitsList()).toString();
    }

    private String rate(String recordId, Units units) {
        try {
            var _ =
                    test.backend()
                            .unratedUsage()
                            .rate(
                                    Objects.requireNonNull(RequestId.parse(recordId)),
                                    UUID.randomUUID(),
                                    0,
                                    units,
                                    "late");
            return "rated";
        } catch (Fault fault) {
            return fault.code().name();
        }
    }

    private long spent() {
        return 1_000 - test.balance(account).balanceNanos() / Calls.TOKEN;
    }

    @Test
    void shouldKeepWhatWasNotChargedUntilItIsRated() {
        Admitted call = vanished();
        SettleReply late = settle(call, 10, 5);
        assertTrue(late.getUnrated());
        assertFalse(late.getRepeated());
        assertEquals(0, late.getChargeNanos());
        assertNotEquals(call.getRequestId(), late.getRecordId());
        assertEquals(110, spent(), "nothing is charged by itself");
        assertEquals(0, test.balance(account).quarantinedNanos().orElseThrow());
        UsageRecord record = record(late.getRecordId());
        assertEquals("output_tokens=5", units(record));
        assertEquals(
                "told after the hold of "
                        + call.getRequestId()
                        + " expired: ok, input_tokens=10 output_tokens=5",
                record.getUnratedReason());
        assertEquals("rated", rate(late.getRecordId(), Units.NONE));
        assertEquals(115, spent(), "the difference, and not a request again");
        assertEquals("NOT_UNRATED", rate(late.getRecordId(), Units.NONE));
    }

    @Test
    void shouldKeepItOnceAlsoAcrossARestart() {
        Admitted call = vanished();
        List<SettleReply> replies = Calls.atOnce(16, i -> settle(call, 10, 5));
        assertEquals(15, replies.stream().filter(SettleReply::getRepeated).count());
        assertEquals(1, replies.stream().map(SettleReply::getRecordId).distinct().count());
        restart();
        assertTrue(settle(call, 10, 5).getRepeated());
        assertEquals("SETTLED_DIFFERENTLY", outcome(call, 10, 6));
        assertEquals("rated", rate(replies.getFirst().getRecordId(), Units.NONE));
        assertTrue(settle(call, 10, 5).getRepeated(), "also when it has been rated");
        assertEquals(115, spent());
    }

    @Test
    void shouldNotLetLessThanWasChargedBeRatedAsItStands() {
        Admitted call = vanished();
        SettleReply late = settle(call, 9, 4);
        UsageRecord record = record(late.getRecordId());
        assertEquals("", units(record));
        assertTrue(
                record.getUnratedReason()
                        .endsWith(
                                "ok, input_tokens=9 output_tokens=4; less than was charged in part"),
                record::getUnratedReason);
        assertEquals("INVALID_FIELD", rate(late.getRecordId(), Units.NONE));
        assertEquals(110, spent());
        assertEquals("rated", rate(late.getRecordId(), Units.of(Unit.OUTPUT_TOKENS, 4)));
        assertEquals(114, spent());
    }

    @Test
    void shouldAnswerWhatWasChargedAnywayAsARepeat() {
        Admitted call = vanished();
        for (SettleReply same :
                List.of(
                        settle(call, 10, 0),
                        test.gate()
                                .settle(
                                        Calls.settle(call.getHoldId(), 0, 0)
                                                .clearUnits()
                                                .build()))) {
            assertTrue(same.getRepeated());
            assertEquals(call.getRequestId(), same.getRecordId());
            assertEquals(110 * Calls.TOKEN, same.getChargeNanos());
        }
    }

    @Test
    void shouldKeepThatNothingWasServed() {
        Admitted call = vanished();
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    "SETTLED_DIFFERENTLY",
                    Calls.outcome(() -> test.gate().release(Calls.release(call.getHoldId()))));
        }
        SettleReply told = settle(vanished(), 10, 5);
        assertEquals(
                List.of(
                        "not served; its charge may be given back",
                        "ok, input_tokens=10 output_tokens=5"),
                reasons().stream().map(reason -> reason.replaceFirst(".*expired: ", "")).toList());
        assertEquals(0, told.getChargeNanos());
        assertEquals("SETTLED_DIFFERENTLY", outcome(call, 10, 5), "one report for a call");
    }

    private List<String> reasons() {
        test.backend().ledger().atBarrier(() -> {});
        return SettledCalls.rows(
                directory,
                "SELECT unrated_reason FROM usage_record WHERE unrated_reason <> '' ORDER BY"
                        + " sequence",
                row -> row.getString(1));
    }
}
