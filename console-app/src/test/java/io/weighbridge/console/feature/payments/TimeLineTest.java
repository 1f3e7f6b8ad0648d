package io.weighbridge.console.feature.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.RefundRule;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.DeliveryState;
import io.weighbridge.proto.v1.DisputeStage;
import io.weighbridge.proto.v1.OrderCheckout;
import io.weighbridge.proto.v1.OrderState;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.PaymentDispute;
import io.weighbridge.proto.v1.PaymentMove;
import io.weighbridge.proto.v1.TopUpOrder;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/// What happened to an order, in the order in which it happened.
final class TimeLineTest {
    private static final long DOLLAR = 1_000_000_000L;

    private final Formats formats = new Formats(InstantSource.system(), ZoneOffset.UTC, "$");

    private List<String> texts(TopUpOrder order, PaymentDelivery... deliveries) {
        return TimeLine.of(order, List.of(deliveries), formats).stream()
                .map(event -> event.atMs() + " " + event.text())
                .toList();
    }

    private static TopUpOrder.Builder order() {
        return TopUpOrder.newBuilder()
                .setAmountNanos(25 * DOLLAR)
                .setTotalNanos(26 * DOLLAR)
                .setState(OrderState.ORDER_STATE_PAID)
                .setCreatedAtMs(1);
    }

    private static PaymentMove move(int step, long dollars, long plannedMs, long doneMs) {
        return PaymentMove.newBuilder()
                .setStep(step)
                .setAmountNanos(dollars * DOLLAR)
                .setPlannedAtMs(plannedMs)
                .setDoneAtMs(doneMs)
                .setOperationId("op-" + step)
                .build();
    }

    @Test
    void shouldTellWhatWasPaidDisputedAndTakenBack() {
        PaymentDispute dispute =
                PaymentDispute.newBuilder()
                        .setAmountNanos(26 * DOLLAR)
                        .setStage(DisputeStage.DISPUTE_STAGE_LOST)
                        .setOpenedAtMs(6)
                        .setChangedAtMs(8)
                        .build();
        TopUpOrder order =
                order().addCheckouts(
                                OrderCheckout.newBuilder()
                                        .setProvider("stripe")
                                        .setReference("cs_1")
                                        .setOpenedAtMs(2))
                        .addPayments(
                                Payment.newBuilder()
                                        .setReceipt("2026-000001")
                                        .addMoves(move(1, 25, 3, 4))
                                        .addMoves(move(2, -25, 7, 7))
                                        .addMoves(move(3, 25, 9, 0))
                                        .addDisputes(dispute))
                        .build();
        PaymentDelivery told =
                PaymentDelivery.newBuilder()
                        .setDelivery("dlv_1")
                        .setProvider("stripe")
                        .setType("checkout.session.completed")
                        .setState(DeliveryState.DELIVERY_STATE_HANDLED)
                        .setReceivedAtMs(3)
                        .setTimes(4)
                        .build();
        assertEquals(
                List.of(
                        "1 Order made: $25.00 of credit for $26.00",
                        "2 Checkout opened at stripe",
                        "3 stripe told checkout.session.completed: ● handled",
                        "4 +$25.00 of credit given",
                        "6 Dispute opened about $26.00",
                        "7 −$25.00 of credit taken back",
                        "8 Dispute about $26.00 lost",
                        "9 +$25.00 of credit decided, not in the ledger yet"),
                texts(order, told));
        OrderEvent heard = TimeLine.of(order, List.of(told), formats).get(2);
        assertEquals("dlv_1", heard.delivery());
        assertEquals("It came 4 times.", heard.detail());
        OrderEvent given = TimeLine.of(order, List.of(told), formats).get(3);
        assertTrue(given.detail().startsWith("Receipt 2026-000001."), given.detail());
    }

    @Test
    void shouldTellTheEndOfAnOrderThatNobodyPaid() {
        TopUpOrder order =
                order().setAmountNanos(0)
                        .setState(OrderState.ORDER_STATE_FAILED)
                        .setWhy("card declined")
                        .setChangedAtMs(5)
                        .build();
        assertEquals(
                List.of("1 Order made; the customer chooses the amount", "5 Order ■ failed"),
                texts(order));
    }

    @Test
    void shouldForeseeWhatGivingBackTakes() {
        TopUpOrder order = order().build();
        Payment payment =
                Payment.newBuilder()
                        .setArrivedNanos(26 * DOLLAR)
                        .setRefundedNanos(6 * DOLLAR)
                        .setCreditedNanos(19_230_769_230L)
                        .build();
        assertEquals(20 * DOLLAR, RefundRule.keptNanos(payment));
        assertEquals(19_230_769_230L, RefundRule.takenNanos(order, payment, 20 * DOLLAR));
        // floor(10 x 25 / 26) stays.
        assertEquals(
                19_230_769_230L - 9_615_384_615L,
                RefundRule.takenNanos(order, payment, 10 * DOLLAR));
    }
}
