package io.weighbridge.backend.gate.settle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.grpc.StatusRuntimeException;
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
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

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
    private Service chat;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time, 2);
        chat = test.chat();
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
                                "ok, input_tokens=9 output_tokens=4; less than was charged in"
                                        + " part"),
                record::getUnratedReason);
        assertEquals("INVALID_FIELD", rate(late.getRecordId(), Units.NONE));
        assertEquals(110, spent());
        assertEquals("rated", rate(late.getRecordId(), Units.of(Unit.OUTPUT_TOKENS, 4)));
        assertEquals(114, spent());
    }

    /// A call that nothing is known of, on a service where only pictures have a price.
    private Admitted vanishedPictures() {
        test.publish(List.of(TestBackend.rate(chat, Unit.IMAGES, 5 * PER_MILLION)), List.of());
        Admitted admitted =
                test.gate()
                        .authorize(
                                Calls.chat(key, 0, 0)
                                        .clearEstimate()
                                        .addEstimate(
                                                Calls.count(
                                                        io.weighbridge.proto.v1.Unit.UNIT_IMAGES,
                                                        4))
                                        .setTtlMs(1_000)
                                        .build())
                        .getAdmitted();
        time.pass(2_000);
        Calls.await("quarantine", () -> reasons().size() == 1);
        return admitted;
    }

    private SettleReply settlePictures(Admitted call) {
        return test.gate()
                .settle(
                        Calls.settle(call.getHoldId(), 0, 0)
                                .clearUnits()
                                .addUnits(Calls.count(io.weighbridge.proto.v1.Unit.UNIT_IMAGES, 3))
                                .build());
    }

    /// What was rated by hand is not rated again from what is told then.
    @Test
    void shouldNotChargeAgainWhatWasRatedByHand() {
        Admitted call = vanishedPictures();
        assertEquals("rated", rate(call.getRequestId(), Units.of(Unit.IMAGES, 3)));
        assertEquals(15, spent());
        SettleReply late = settlePictures(call);
        UsageRecord record = record(late.getRecordId());
        assertEquals("", units(record));
        assertTrue(
                record.getUnratedReason()
                        .endsWith(
                                "ok, images=3; its record was rated with"
                                        + " images:3@5000000000000/1000000"),
                record::getUnratedReason);
        assertEquals("INVALID_FIELD", rate(late.getRecordId(), Units.NONE));
        assertEquals(15, spent());
    }

    @Test
    void shouldNotChargeTwiceWhatWaitsUnrated() {
        Admitted call = vanishedPictures();
        SettleReply late = settlePictures(call);
        assertEquals("INVALID_FIELD", rate(late.getRecordId(), Units.NONE));
        assertTrue(reasons().getLast().endsWith("ok, images=3; its record waits unrated"));
        assertEquals("rated", rate(call.getRequestId(), Units.of(Unit.IMAGES, 3)));
        assertTrue(settlePictures(call).getRepeated(), "whatever became of the first since");
        assertEquals(15, spent());
    }

    @Test
    void shouldSayThatTheFirstWasWrittenOff() {
        Admitted call = vanishedPictures();
        var _ =
                test.backend()
                        .unratedUsage()
                        .writeOff(
                                Objects.requireNonNull(RequestId.parse(call.getRequestId())),
                                UUID.randomUUID(),
                                "why");
        var _ = settlePictures(call);
        assertTrue(reasons().getLast().endsWith("ok, images=3; its record was written off"));
    }

    @Test
    void shouldKeepASettleThatSaysThatNothingWasServed() {
        Admitted call = vanished();
        SettleRequest told =
                Calls.settle(call.getHoldId(), 0, 0)
                        .clearUnits()
                        .setOutcome(Outcome.OUTCOME_UPSTREAM_ERROR)
                        .build();
        SettleReply late = test.gate().settle(told);
        assertTrue(late.getUnrated());
        assertNotEquals(call.getRequestId(), late.getRecordId());
        assertTrue(reasons().getFirst().endsWith("not served; its charge may be given back"));
        assertTrue(test.gate().settle(told).getRepeated());
        assertEquals("SETTLED_DIFFERENTLY", outcome(call, 10, 5));
    }

    @Test
    void shouldLogAnUpstreamCostThatNoRecordHas() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Settling.class);
        logged.start();
        logger.addAppender(logged);
        try {
            Admitted call = vanished();
            SettleRequest.Builder told = Calls.settle(call.getHoldId(), 10, 0);
            assertTrue(test.gate().settle(told.build()).getRepeated());
            assertEquals(List.of(), List.copyOf(logged.list));
            assertTrue(test.gate().settle(told.setUpstreamCostNanos(77).build()).getRepeated());
            String line = logged.list.getFirst().getFormattedMessage();
            assertTrue(line.contains(call.getRequestId()) && line.contains("77 nanos"), line);
        } finally {
            logger.detachAppender(logged);
        }
    }

    /// Of another model too: that it is charged as held would be wrong.
    @Test
    void shouldSayInTheLogWhatIsKeptAndThatItIsNotCharged() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        List<Logger> loggers =
                List.of(
                        (Logger) LoggerFactory.getLogger(LateReports.class),
                        (Logger) LoggerFactory.getLogger(OtherModels.class));
        loggers.forEach(logger -> logger.addAppender(logged));
        try {
            Admitted call = vanished();
            SettleReply late =
                    test.gate()
                            .settle(
                                    Calls.settle(call.getHoldId(), 10, 5)
                                            .setModel("other")
                                            .build());
            assertTrue(late.getModelDiffers());
            List<String> lines =
                    logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
            assertEquals(2, lines.size(), lines::toString);
            assertTrue(lines.getFirst().contains("record " + late.getRecordId()), lines::toString);
            assertTrue(lines.getFirst().contains(call.getRequestId()), lines::toString);
            assertTrue(
                    lines.getLast().contains("served by other, and is not charged"),
                    lines::toString);
        } finally {
            loggers.forEach(logger -> logger.detachAppender(logged));
        }
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
        String refused =
                assertThrows(
                                StatusRuntimeException.class,
                                () -> test.gate().release(Calls.release(call.getHoldId())))
                        .getStatus()
                        .getDescription();
        String kept = " is kept as unrated record ";
        assertTrue(refused != null && refused.contains(kept), refused);
        String late = refused.substring(refused.indexOf(kept) + kept.length());
        assertTrue(record(late).getUnratedReason().contains("not served"), late);
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
