package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.MeterClient;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ExtendReply;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.MeterReply;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a running call tells, and what it may have for it.
final class ExtendTest {
    private static final long CREDIT = 1_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        account = test.account("Acme", CREDIT * Calls.TOKEN);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    // A service where each of these units costs 1.
    private void service(long unpricedCeilingNanos, io.weighbridge.model.Unit... priced) {
        Service chat =
                test.backend()
                        .services()
                        .create(
                                "chat",
                                new ServiceSettings(
                                        ServiceCategory.TEXT,
                                        false,
                                        VanishedPolicy.BILL_DELIVERED,
                                        10_000,
                                        0,
                                        256,
                                        unpricedCeilingNanos));
        List<Rate> rates =
                Stream.of(priced)
                        .map(unit -> TestBackend.rate(chat, unit, 1_000_000 * Calls.TOKEN))
                        .toList();
        test.publish(rates, List.of());
    }

    private AuthorizeRequest inputOnly(long input) {
        return Calls.chat(key, 0, 0)
                .clearEstimate()
                .addEstimate(Calls.count(Unit.UNIT_INPUT_TOKENS, input))
                .build();
    }

    private String hold(long input) {
        return test.gate().authorize(inputOnly(input)).getAdmitted().getHoldId();
    }

    private ExtendReply tell(String hold, long moreOutput, UnitCount... units) {
        return test.gate()
                .extend(
                        ExtendRequest.newBuilder()
                                .setHoldId(hold)
                                .addAllUnits(List.of(units))
                                .setMoreOutputTokens(moreOutput)
                                .build());
    }

    private long spentAfterExpiry() {
        time.pass(10_500);
        Calls.await("ended", () -> test.backend().ledger().holds(account.id()).isEmpty());
        return CREDIT - test.balance(account).balanceNanos() / Calls.TOKEN;
    }

    private long held() {
        return test.balance(account).heldNanos().orElseThrow() / Calls.TOKEN;
    }

    @Test
    void shouldBillATokenOnceWhoseKindIsToldAnew() {
        service(
                0,
                io.weighbridge.model.Unit.INPUT_TOKENS,
                io.weighbridge.model.Unit.CACHED_INPUT_TOKENS,
                io.weighbridge.model.Unit.CACHE_WRITE_5M_TOKENS);
        String hold = hold(100);
        UnitCount input = Calls.count(Unit.UNIT_INPUT_TOKENS, 100);
        tell(hold, 0, input, Calls.count(Unit.UNIT_CACHE_WRITE_5M_TOKENS, 100));
        tell(hold, 0, input, Calls.count(Unit.UNIT_CACHED_INPUT_TOKENS, 100));
        assertEquals(100, spentAfterExpiry());
    }

    @Test
    void shouldKeepTheMostOfAWholeWhenItsPartsAreToldAnew() {
        service(
                0,
                io.weighbridge.model.Unit.INPUT_TOKENS,
                io.weighbridge.model.Unit.OUTPUT_TOKENS,
                io.weighbridge.model.Unit.CACHED_INPUT_TOKENS);
        String hold = hold(100);
        tell(
                hold,
                0,
                Calls.count(Unit.UNIT_INPUT_TOKENS, 100),
                Calls.count(Unit.UNIT_CACHE_WRITE_5M_TOKENS, 100),
                Calls.count(Unit.UNIT_OUTPUT_TOKENS, 7));
        tell(
                hold,
                0,
                Calls.count(Unit.UNIT_INPUT_TOKENS, 60),
                Calls.count(Unit.UNIT_CACHED_INPUT_TOKENS, 60),
                Calls.count(Unit.UNIT_OUTPUT_TOKENS, 3));
        assertEquals(107, spentAfterExpiry());
    }

    @Test
    void shouldStopWhatHasNoPrice() {
        service(0, io.weighbridge.model.Unit.INPUT_TOKENS);
        String hold = hold(1);
        ExtendReply reply = tell(hold, 1_000_000_000);
        assertTrue(reply.hasStop(), reply::toString);
        assertEquals(RefusalReason.REFUSAL_REASON_UNPRICED, reply.getStop().getReason());
        assertEquals(0, reply.getStop().getCeilingOutputTokens());
        assertTrue(tell(hold, 0).hasExtended(), "kept alive");
        assertEquals(1, held());
        assertTrue(tell(hold, 0, Calls.tokens(1, 5).get(1)).hasStop(), "it used some");
        assertEquals(1, held());
    }

    @Test
    void shouldStopAMeteredCallWhoseOutputHasNoPrice() {
        service(0, io.weighbridge.model.Unit.INPUT_TOKENS);
        MeterClient meter = MeterClient.open(test.channel());
        meter.open("a", inputOnly(1), 10);
        assertTrue(meter.next().hasAdmitted());
        meter.progress("a", Calls.tokens(1, 5));
        MeterReply reply = meter.next();
        assertTrue(reply.hasStop(), reply::toString);
        assertEquals(RefusalReason.REFUSAL_REASON_UNPRICED, reply.getStop().getReason());
        meter.vanish();
    }

    /// Nobody spoke of output: a call of a tool is not stopped for having none.
    @Test
    void shouldNotAskForOutputThatACallDoesNotMake() {
        service(0, io.weighbridge.model.Unit.TOOL_CALLS);
        UnitCount one = Calls.count(Unit.UNIT_TOOL_CALLS, 1);
        AuthorizeRequest call = Calls.chat(key, 0, 0).clearEstimate().addEstimate(one).build();
        String hold = test.gate().authorize(call).getAdmitted().getHoldId();
        ExtendReply reply = tell(hold, 0, one);
        assertTrue(reply.hasExtended(), reply::toString);
        assertFalse(reply.getExtended().hasCeilingOutputTokens());
        test.gate().release(Calls.release(hold));
        MeterClient meter = MeterClient.open(test.channel());
        meter.open("a", call, 10);
        assertTrue(meter.next().hasAdmitted());
        meter.progress("a", List.of(one));
        meter.progress("a", List.of(one));
        meter.release("a");
        MeterReply ended = meter.next();
        assertTrue(ended.hasReleased(), ended::toString);
        meter.vanish();
    }

    @Test
    void shouldHoldTheCeilingForWhatHasNoPrice() {
        service(50 * Calls.TOKEN, io.weighbridge.model.Unit.INPUT_TOKENS);
        String small = hold(1);
        assertEquals(1, held());
        assertTrue(tell(small, 1_000).hasExtended());
        assertEquals(50, held());
        test.gate().release(Calls.release(small));
        String large = hold(80);
        assertTrue(tell(large, 1_000).hasExtended());
        assertEquals(80, held(), "never less than before");
    }
}
