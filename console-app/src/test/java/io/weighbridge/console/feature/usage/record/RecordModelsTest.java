package io.weighbridge.console.feature.usage.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The models of one usage record on a real backend, without a toolkit.
final class RecordModelsTest {
    private static final Background AT_ONCE = new Background(Runnable::run, Runnable::run);

    @AutoClose private static final Installation installation = Installation.start();

    private static final BackendClient admin = installation.owning(installation.admin());

    private static final Traffic traffic = installation.owning(new Traffic(installation));

    @SuppressWarnings("NullAway.Init")
    private static Traffic.Customer acme;

    @BeforeAll
    static void start() {
        traffic.unevenServices("chat", "draw");
        acme = traffic.customer("Acme", Traffic.everyService("prod-chat"), 100_000_000_000L);
    }

    private static UsageRecord record(SettleReply call) {
        return admin.usage()
                .getRecord(GetRecordRequest.newBuilder().setRecordId(call.getRecordId()).build());
    }

    private static <T> T ready(Loadable<T> state) {
        if (state instanceof Loadable.Ready<T>(T value)) {
            return value;
        }
        throw new AssertionError(state);
    }

    @Test
    void shouldExplainEveryCallToTheLastNano() {
        for (int i = 0; i < 20; i++) {
            SettleReply call = traffic.call(acme, "chat", 990 + i, i * 17L, 3 + i);
            RecordModel model = new RecordModel(admin, AT_ONCE, call.getRecordId());
            model.read();
            RecordModel.Explained read = ready(model.stateProperty().get());
            Waterfall waterfall = read.waterfall();
            Fraction sum = Fraction.whole(0);
            for (Waterfall.Line line : waterfall.lines()) {
                sum = sum.plus(line.amount());
                assertEquals(990 + i > 1_000 && isBanded(line) ? 1_000 : 0, line.band());
                assertFalse(line.isStep());
            }
            assertEquals(call.getPriceNanos(), sum.halfEven());
            assertEquals(
                    Fraction.whole(call.getChargeNanos()),
                    sum.plus(waterfall.roundingNanos()).plus(Fraction.whole(waterfall.feeNanos())));
            assertEquals(call.getBalanceNanos(), waterfall.after());
            assertEquals(
                    call.getBalanceNanos() + call.getChargeNanos(),
                    Objects.requireNonNull(waterfall.before()));
            assertEquals("Acme", read.accountName());
        }
    }

    // The book of the traffic has no rate above 1,000 for cached tokens.
    private static boolean isBanded(Waterfall.Line line) {
        return line.unit() != io.weighbridge.model.Unit.CACHED_INPUT_TOKENS;
    }

    @Test
    void shouldGiveBackOnceHoweverOftenItIsSent() {
        SettleReply call = traffic.call(acme, "chat", 500, 0, 500);
        GiveBackModel model = new GiveBackModel(admin, new Operations(), AT_ONCE, record(call));
        List<Boolean> repeated = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            model.send(
                    "0.0001",
                    AdjustmentReason.ADJUSTMENT_REASON_GOODWILL,
                    "late",
                    reply -> repeated.add(reply.getRepeated()),
                    failure -> {
                        throw new AssertionError(failure);
                    });
        }
        assertEquals(List.of(false, true, true), repeated);
        assertEquals(100_000, record(call).getRefundedNanos());
        GiveBackModel again = new GiveBackModel(admin, new Operations(), AT_ONCE, record(call));
        assertEquals(call.getChargeNanos() - 100_000, again.leftNanos());
        AdjustmentReason reason = AdjustmentReason.ADJUSTMENT_REASON_GOODWILL;
        assertEquals("", again.problem("0.0001", reason, "why"));
        assertFalse(again.problem("1", reason, "why").isEmpty());
        assertFalse(again.problem("0", reason, "why").isEmpty());
        assertFalse(again.problem("0.0001", reason, " ").isEmpty());
    }
}
