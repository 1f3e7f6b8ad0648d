package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.export.Recalculation;
import io.weighbridge.backend.export.SqlExport;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.VolumeStep;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.usage.KeyHistory;
import io.weighbridge.backend.usage.SqlKeyHistory;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Prices that depend on the month's volume.
final class VolumeStepsTest {
    private static final long TOKEN = 10;
    private static final long CHEAP_TOKEN = 1;
    private static final long REQUEST = 1_000;
    private static final long CHEAP_REQUEST = 100;

    @TempDir Path directory;
    private final HandTime time =
            new HandTime(Instant.parse("2026-01-31T23:40:00Z").toEpochMilli());
    @AutoClose private TestBackend test;
    private Service service;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory.resolve("data"), time);
        service = test.service("chat");
        account = test.account("Acme", 1_000_000);
        key = test.key(account).secret();
    }

    private Rate rate(io.weighbridge.model.Unit unit, long price, VolumeStep... steps) {
        return new Rate(service.id(), unit, ServiceTier.STANDARD, 0, 0, price, 1, List.of(steps));
    }

    private void publishTokenSteps() {
        var _ =
                test.publish(
                        List.of(
                                rate(
                                        io.weighbridge.model.Unit.INPUT_TOKENS,
                                        TOKEN,
                                        new VolumeStep(100, CHEAP_TOKEN)),
                                rate(io.weighbridge.model.Unit.OUTPUT_TOKENS, 0)),
                        List.of());
    }

    private Admitted ask(long input) {
        AuthorizeReply reply =
                test.gate().authorize(Calls.chat(key, input, 0).setTtlMs(600_000).build());
        assertTrue(reply.hasAdmitted(), reply::toString);
        // In a group of its own: what comes later has a later instant.
        test.backend().ledger().atBarrier(() -> {});
        return reply.getAdmitted();
    }

    private SettleReply settle(Admitted call, long input) {
        return test.gate().settle(Calls.settle(call.getHoldId(), input, 0).build());
    }

    @Test
    void shouldHoldTheDearestOfAllStepsWhenItExpiresInAnotherMonth() {
        publishTokenSteps();
        assertEquals(100 * TOKEN, settle(ask(100), 100).getChargeNanos());
        Admitted within = ask(10);
        assertEquals(10 * CHEAP_TOKEN, within.getHeldNanos());
        assertEquals(10 * CHEAP_TOKEN, settle(within, 10).getChargeNanos());
        time.pass(15 * 60_000);
        Admitted beyond = ask(10);
        assertEquals(10 * TOKEN, beyond.getHeldNanos());
        time.pass(6 * 60_000);
        ledgerSeesTheTime();
        SettleReply settled = settle(beyond, 10);
        assertEquals(10 * TOKEN, settled.getChargeNanos());
        assertEquals(0, settled.getOverrunNanos());
    }

    @Test
    void shouldHoldTheDearestOfAllStepsWhenItIsExtendedIntoAnotherMonth() {
        publishTokenSteps();
        settle(ask(100), 100);
        time.pass(5 * 60_000);
        Admitted call = ask(10);
        assertEquals(10 * CHEAP_TOKEN, call.getHeldNanos());
        time.pass(6 * 60_000);
        var extended =
                test.gate()
                        .extend(
                                ExtendRequest.newBuilder()
                                        .setHoldId(call.getHoldId())
                                        .setTtlMs(600_000)
                                        .build())
                        .getExtended();
        assertEquals(10 * TOKEN, extended.getHeldNanos());
        time.pass(9 * 60_000);
        ledgerSeesTheTime();
        SettleReply settled = settle(call, 10);
        assertEquals(10 * TOKEN, settled.getChargeNanos());
        assertEquals(0, settled.getOverrunNanos());
    }

    @Test
    void shouldCountOnceWhatWasUsedBeforeThereWereSteps() {
        var _ = test.publish(service, 1_000_000 * TOKEN, 0);
        settle(ask(90), 90);
        publishTokenSteps();
        // 90 so far: ten are dear.
        assertEquals(10 * TOKEN + 5 * CHEAP_TOKEN, settle(ask(15), 15).getChargeNanos());
    }

    // A reader of SQLite has its snapshot open meanwhile, and sums what was there when it looked.
    @Test
    void shouldSettleWhileTheMonthIsSummed() {
        var _ = test.publish(service, 1_000_000 * TOKEN, 0);
        settle(ask(40), 40);
        try (Database readers = Database.open(directory.resolve("data"))) {
            List<KeyHistory.Volume> volumes =
                    new SqlKeyHistory(readers)
                            .volumes(
                                    Set.of(service.id()),
                                    look -> {
                                        test.backend().ledger().atBarrier(look);
                                        assertEquals(
                                                50 * TOKEN, settle(ask(50), 50).getChargeNanos());
                                        test.backend().ledger().awaitFolded();
                                        return CreditPeriod.MONTH.startMs(time.wallMs());
                                    });
            assertEquals(
                    List.of(40L),
                    volumes.stream()
                            .map(at -> at.units().get(io.weighbridge.model.Unit.INPUT_TOKENS))
                            .toList());
        }
    }

    // A group that the ledger had begun before the clock was moved keeps its instant: it is over
    // once a command was answered.
    private void ledgerSeesTheTime() {
        var _ = test.account("other", 1);
    }

    private long chargeOf(Outcome outcome, long requests) {
        SettleRequest.Builder settle = Calls.settle(ask(1).getHoldId(), 1, 0).setOutcome(outcome);
        if (requests > 0) {
            settle.addUnits(Calls.count(Unit.UNIT_REQUESTS, requests));
        }
        return test.gate().settle(settle.build()).getChargeNanos();
    }

    @Test
    void shouldMoveStepsOnRequestsByCallsThatDoNotSayThatTheyAreOne() throws IOException {
        var _ =
                test.publish(
                        List.of(
                                rate(io.weighbridge.model.Unit.INPUT_TOKENS, 0),
                                rate(io.weighbridge.model.Unit.OUTPUT_TOKENS, 0),
                                rate(
                                        io.weighbridge.model.Unit.REQUESTS,
                                        REQUEST,
                                        new VolumeStep(5, CHEAP_REQUEST))),
                        List.of());
        assertEquals(REQUEST, chargeOf(Outcome.OUTCOME_OK, 0));
        assertEquals(0, chargeOf(Outcome.OUTCOME_UPSTREAM_ERROR, 0));
        assertEquals(REQUEST, chargeOf(Outcome.OUTCOME_CLIENT_GONE, 0));
        assertEquals(2 * REQUEST, chargeOf(Outcome.OUTCOME_OK, 2));
        test.close();
        test = TestBackend.start(directory.resolve("data"), time);
        // Four so far: the fifth is the last one before the step.
        assertEquals(REQUEST, ask(1).getHeldNanos());
        assertEquals(REQUEST, chargeOf(Outcome.OUTCOME_OK, 0));
        assertEquals(CHEAP_REQUEST, ask(1).getHeldNanos());
        assertEquals(CHEAP_REQUEST, chargeOf(Outcome.OUTCOME_OK, 0));
        test.backend().ledger().awaitFolded();
        Path exported = directory.resolve("exported");
        var _ = SqlExport.write(directory.resolve("data"), exported);
        assertEquals(List.of(), Recalculation.of(exported).differences());
    }
}
