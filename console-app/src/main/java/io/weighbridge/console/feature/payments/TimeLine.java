package io.weighbridge.console.feature.payments;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.OrderWords;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.DisputeStage;
import io.weighbridge.proto.v1.OrderCheckout;
import io.weighbridge.proto.v1.OrderState;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.PaymentDispute;
import io.weighbridge.proto.v1.PaymentMove;
import io.weighbridge.proto.v1.TopUpOrder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What happened to an order, one after another: made, checkouts, what providers told, credit that
/// moved, disputes, and its end.
final class TimeLine {
    private final TopUpOrder order;
    private final Formats formats;
    private final List<OrderEvent> events = new ArrayList<>();

    private TimeLine(TopUpOrder order, Formats formats) {
        this.order = order;
        this.formats = formats;
    }

    /// Oldest first.
    ///
    /// @param order with its checkouts and payments
    /// @param deliveries that are about it
    static List<OrderEvent> of(
            TopUpOrder order, List<PaymentDelivery> deliveries, Formats formats) {
        TimeLine line = new TimeLine(order, formats);
        line.made();
        order.getCheckoutsList().forEach(line::checkout);
        deliveries.forEach(line::told);
        for (Payment payment : order.getPaymentsList()) {
            payment.getMovesList().forEach(move -> line.moved(payment, move));
            payment.getDisputesList().forEach(line::disputed);
        }
        line.ended();
        return line.events.stream().sorted(Comparator.comparingLong(OrderEvent::atMs)).toList();
    }

    private void add(long atMs, String style, String text, String detail) {
        events.add(new OrderEvent(atMs, style, text, detail, ""));
    }

    private void made() {
        add(
                order.getCreatedAtMs(),
                "",
                order.getAmountNanos() == 0
                        ? Texts.of("payments.line.made.open")
                        : Texts.of(
                                "payments.line.made",
                                formats.money(order.getAmountNanos()),
                                formats.money(order.getTotalNanos())),
                order.getNote());
    }

    private void checkout(OrderCheckout checkout) {
        add(
                checkout.getOpenedAtMs(),
                "",
                Texts.of("payments.line.checkout", checkout.getProvider()),
                checkout.getReference().isEmpty()
                        ? Texts.of("payments.line.checkout.unknown")
                        : checkout.getReference());
    }

    private void told(PaymentDelivery delivery) {
        String text =
                Texts.of(
                        "payments.line.told",
                        delivery.getProvider(),
                        delivery.getType(),
                        PaymentWords.delivery(delivery.getState()));
        String times =
                delivery.getTimes() > 1
                        ? Texts.of("payments.line.times", formats.count(delivery.getTimes()))
                        : "";
        events.add(
                new OrderEvent(
                        delivery.getReceivedAtMs(),
                        PaymentWords.deliveryStyle(delivery.getState()).equals("ok")
                                ? ""
                                : PaymentWords.deliveryStyle(delivery.getState()),
                        text,
                        (delivery.getReason() + " " + times).strip(),
                        delivery.getDelivery()));
    }

    private void moved(Payment payment, PaymentMove move) {
        String amount = formats.change(move.getAmountNanos());
        boolean isDone = move.getDoneAtMs() != 0;
        String text =
                Texts.of(
                        !isDone
                                ? "payments.line.planned"
                                : move.getAmountNanos() < 0
                                        ? "payments.line.taken"
                                        : "payments.line.credited",
                        amount);
        String receipt =
                payment.getReceipt().isEmpty()
                        ? ""
                        : Texts.of("payments.line.receipt", payment.getReceipt());
        add(
                isDone ? move.getDoneAtMs() : move.getPlannedAtMs(),
                !isDone ? "watch" : move.getAmountNanos() < 0 ? "over" : "ok",
                text,
                (receipt + " " + Texts.of("payments.line.operation", move.getOperationId()))
                        .strip());
    }

    private void disputed(PaymentDispute dispute) {
        String amount = formats.money(dispute.getAmountNanos());
        String detail = (dispute.getReason() + " " + dispute.getReference()).strip();
        add(dispute.getOpenedAtMs(), "watch", Texts.of("payments.line.disputed", amount), detail);
        if (dispute.getStage() == DisputeStage.DISPUTE_STAGE_LOST) {
            add(dispute.getChangedAtMs(), "over", Texts.of("payments.line.lost", amount), detail);
        } else if (dispute.getStage() == DisputeStage.DISPUTE_STAGE_WON) {
            add(dispute.getChangedAtMs(), "ok", Texts.of("payments.line.won", amount), detail);
        }
    }

    // What is paid says so by its moves.
    private void ended() {
        boolean isOver =
                order.getState() == OrderState.ORDER_STATE_EXPIRED
                        || order.getState() == OrderState.ORDER_STATE_CANCELLED
                        || order.getState() == OrderState.ORDER_STATE_FAILED;
        if (isOver) {
            add(
                    order.getChangedAtMs(),
                    OrderWords.style(order),
                    Texts.of("payments.line.ended", OrderWords.state(order)),
                    order.getWhy());
        }
    }
}
