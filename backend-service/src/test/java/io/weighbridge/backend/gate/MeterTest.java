package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.MeterClient;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.MeterReply;
import io.weighbridge.proto.v1.MeterReply.EventCase;
import io.weighbridge.proto.v1.MeterRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.Unit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Calls that are metered while they run: little is held, and they end where the money ends.
final class MeterTest {
    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private Account account;
    private String key;
    private MeterClient meter;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time, 2);
        test.chat();
        account = test.account("Acme", 1_000 * Calls.TOKEN);
        key = test.key(account).secret();
        meter = MeterClient.open(test.channel());
    }

    @AfterEach
    void stop() {
        meter.vanish();
        LedgerSums.check(test, directory);
        test.close();
    }

    private AuthorizeRequest inputOnly(long input) {
        return AuthorizeRequest.newBuilder()
                .setApiKey(key)
                .setService("chat")
                .addEstimate(Calls.count(Unit.UNIT_INPUT_TOKENS, input))
                .build();
    }

    private MeterReply next(EventCase event) {
        MeterReply reply = meter.next();
        assertEquals(event, reply.getEventCase(), reply::toString);
        return reply;
    }

    private long held() {
        return test.balance(account).heldNanos().orElseThrow() / Calls.TOKEN;
    }

    private void openWithSlice() {
        meter.open("a", inputOnly(100), 100);
        MeterReply opened = next(EventCase.ADMITTED);
        assertEquals(100, opened.getAdmitted().getCeilingOutputTokens());
        assertEquals(200, held());
    }

    @Test
    void shouldExtendSliceBySliceAndStopWhereCreditEnds() {
        openWithSlice();
        meter.progress("a", Calls.tokens(100, 40));
        meter.progress("a", Calls.tokens(100, 60));
        assertEquals(160, next(EventCase.GO_ON).getGoOn().getCeilingOutputTokens());
        assertEquals(260, held());
        // Lower than before: ignored.
        meter.progress("a", Calls.tokens(100, 10));
        meter.progress("a", Calls.tokens(100, 850));
        assertEquals(900, next(EventCase.GO_ON).getGoOn().getCeilingOutputTokens());
        meter.progress("a", Calls.tokens(100, 860));
        MeterReply warn = next(EventCase.WARN);
        assertEquals(RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT, warn.getWarn().getReason());
        meter.progress("a", Calls.tokens(100, 870));
        meter.progress("a", Calls.tokens(100, 900));
        MeterReply stop = next(EventCase.STOP);
        assertEquals(RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT, stop.getStop().getReason());
        assertEquals(900, stop.getStop().getCeilingOutputTokens());
        meter.done("a", 100, 900);
        assertEquals(0, next(EventCase.SETTLED).getSettled().getBalanceNanos());
    }

    @Test
    void shouldSayThatCreditEndedWhenACallRanPastItsCeiling() {
        openWithSlice();
        meter.progress("a", Calls.tokens(100, 5_000));
        MeterReply stop = next(EventCase.STOP);
        assertEquals(RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT, stop.getStop().getReason());
        assertEquals(900, stop.getStop().getCeilingOutputTokens());
        assertEquals(1_000, held());
        meter.release("a");
        assertTrue(next(EventCase.RELEASED).getReleased().getReleased());
        assertEquals(0, held());
    }

    @Test
    void shouldWarnAgainOnlyAfterItCouldBeExtended() {
        String other =
                test.gate().authorize(Calls.chat(key, 750, 0).build()).getAdmitted().getHoldId();
        meter.open("a", inputOnly(100), 100);
        next(EventCase.ADMITTED);
        meter.progress("a", Calls.tokens(100, 60));
        assertEquals(150, next(EventCase.GO_ON).getGoOn().getCeilingOutputTokens());
        meter.progress("a", Calls.tokens(100, 110));
        next(EventCase.WARN);
        meter.progress("a", Calls.tokens(100, 111));
        test.gate().release(Calls.release(other));
        meter.progress("a", Calls.tokens(100, 112));
        assertEquals(212, next(EventCase.GO_ON).getGoOn().getCeilingOutputTokens());
    }

    @Test
    void shouldStopAtTheOutputThatTheCallItselfSaidWasTheMost() {
        meter.open("a", Calls.chat(key, 100, 150).build(), 100);
        assertEquals(100, next(EventCase.ADMITTED).getAdmitted().getCeilingOutputTokens());
        meter.progress("a", Calls.tokens(100, 80));
        assertEquals(150, next(EventCase.GO_ON).getGoOn().getCeilingOutputTokens());
        meter.progress("a", Calls.tokens(100, 150));
        assertEquals(
                RefusalReason.REFUSAL_REASON_OUTPUT_LIMIT,
                next(EventCase.STOP).getStop().getReason());
        assertEquals(250, held());
    }

    @Test
    void shouldStopABarredCallAtOnce() {
        openWithSlice();
        test.backend().accounts().suspend(account.id(), "test");
        meter.progress("a", Calls.tokens(100, 1));
        assertEquals(
                RefusalReason.REFUSAL_REASON_ACCOUNT_SUSPENDED,
                next(EventCase.STOP).getStop().getReason());
        meter.done("a", 100, 1);
        assertEquals(101 * Calls.TOKEN, next(EventCase.SETTLED).getSettled().getChargeNanos());
    }

    @Test
    void shouldMeterAServiceWhoseOutputCostsNothing() {
        Service embed = test.backend().services().create("embed", ServiceSettings.TEXT_DEFAULT);
        test.publish(
                List.of(
                        TestBackend.rate(
                                embed,
                                io.weighbridge.model.Unit.INPUT_TOKENS,
                                1_000_000 * Calls.TOKEN)),
                List.of());
        meter.open("a", inputOnly(100).toBuilder().setService("embed").build(), 0);
        MeterReply opened = next(EventCase.ADMITTED);
        assertFalse(opened.getAdmitted().hasCeilingOutputTokens());
        meter.send(
                MeterRequest.newBuilder()
                        .setCall("a")
                        .setDone(
                                Calls.settle("", 100, 0)
                                        .clearUnits()
                                        .addUnits(Calls.count(Unit.UNIT_INPUT_TOKENS, 100)))
                        .build());
        assertEquals(100 * Calls.TOKEN, next(EventCase.SETTLED).getSettled().getChargeNanos());
    }

    @Test
    void shouldAnswerWrongEventsAndLeaveTheStreamUp() {
        meter.progress("nobody", Calls.tokens(1, 1));
        assertEquals("HOLD_UNKNOWN", next(EventCase.ERROR).getError().getCode());
        meter.done("nobody", 1, 1);
        assertEquals("HOLD_UNKNOWN", next(EventCase.ERROR).getError().getCode());
        meter.send(MeterRequest.newBuilder().setCall("a").build());
        assertEquals("INVALID_FIELD", next(EventCase.ERROR).getError().getCode());
        meter.progress("", Calls.tokens(1, 1));
        assertEquals("INVALID_FIELD", next(EventCase.ERROR).getError().getCode());
        meter.progress("x".repeat(61), Calls.tokens(1, 1));
        MeterReply tooLong = next(EventCase.ERROR);
        assertEquals("INVALID_FIELD", tooLong.getError().getCode());
        assertEquals("x".repeat(60) + "…", tooLong.getCall(), "cut: many of these may wait");
        meter.open("a", inputOnly(-1), 0);
        assertEquals("INVALID_UNITS", next(EventCase.ERROR).getError().getCode());
        meter.open("a", inputOnly(1), -1);
        assertEquals("INVALID_FIELD", next(EventCase.ERROR).getError().getCode());
        AuthorizeRequest absurd = Calls.chat(key, 1, Long.MAX_VALUE).build();
        meter.open("a", absurd, 10);
        assertEquals("INVALID_UNITS", next(EventCase.ERROR).getError().getCode());
        meter.open("a", Calls.chat(key, 1, 5).setLeastOutputTokens(6).build(), 10);
        assertEquals("INVALID_FIELD", next(EventCase.ERROR).getError().getCode());
        meter.open("a", inputOnly(100_000), 10);
        assertEquals(
                RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT,
                next(EventCase.REFUSED).getRefused().getReason());
        openWithSlice();
        meter.open("a", inputOnly(1), 0);
        assertEquals("INVALID_FIELD", next(EventCase.ERROR).getError().getCode(), "in use");
        meter.progress("a", Calls.tokens(-1, 1));
        assertEquals("INVALID_UNITS", next(EventCase.ERROR).getError().getCode());
        meter.done("a", 1, -1);
        assertEquals("INVALID_UNITS", next(EventCase.ERROR).getError().getCode());
        meter.done("a", 100, 1);
        next(EventCase.SETTLED);
        meter.done("a", 100, 1);
        assertEquals("HOLD_UNKNOWN", next(EventCase.ERROR).getError().getCode());
        meter.open("a", inputOnly(1), 1);
        next(EventCase.ADMITTED);
    }

    @Test
    void shouldRefuseThe1001stOpenCallAndTakeItAfterAnotherEnded() {
        for (int i = 0; i < 1_000; i++) {
            meter.open("c" + i, Calls.chat(key, 0, 1).build(), 1);
            next(EventCase.ADMITTED);
        }
        meter.open("more", Calls.chat(key, 0, 0).build(), 1);
        assertEquals("BUSY", next(EventCase.ERROR).getError().getCode());
        meter.release("c7");
        next(EventCase.RELEASED);
        meter.open("more", Calls.chat(key, 0, 1).build(), 1);
        next(EventCase.ADMITTED);
        assertEquals(1_000, held());
    }

    @Test
    void shouldNeverChargeMoreThanTheCreditThat64CallsShare() {
        List<Long> charged =
                Calls.atOnce(
                        64,
                        caller -> {
                            MeterClient own = MeterClient.open(test.channel());
                            long used = meterUntilStopped(own, "c" + caller);
                            own.complete();
                            return used;
                        });
        assertEquals(
                1_000, charged.stream().mapToLong(Long::longValue).sum(), "all of it, no more");
        assertEquals(0, test.balance(account).balanceNanos());
        assertEquals(0, held());
    }

    // A token at a time, never past the ceiling; what it could not use it waits for.
    private long meterUntilStopped(MeterClient own, String call) {
        own.open(call, inputOnly(1), 4);
        MeterReply reply = own.next();
        if (!reply.hasAdmitted()) {
            return 0;
        }
        long ceiling = reply.getAdmitted().getCeilingOutputTokens();
        long used = 0;
        while (true) {
            used = Math.min(used + 1, ceiling);
            own.progress(call, Calls.tokens(1, used));
            boolean stopped = false;
            while (own.waiting() > 0 || (used == ceiling && !stopped)) {
                reply = own.next();
                if (reply.hasGoOn()) {
                    ceiling = reply.getGoOn().getCeilingOutputTokens();
                }
                stopped = stopped || reply.hasStop();
            }
            if (stopped && used == ceiling) {
                own.done(call, 1, used);
                do {
                    reply = own.next();
                } while (!reply.hasSettled());
                assertEquals(0, reply.getSettled().getOverrunNanos());
                return 1 + used;
            }
        }
    }
}
