package io.weighbridge.console.feature.payments;

import io.weighbridge.console.client.AloneLimit;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.client.RefundRule;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Sending;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Balance;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.RefundPaymentReply;
import io.weighbridge.proto.v1.RefundPaymentRequest;
import io.weighbridge.proto.v1.TopUpOrder;

import javafx.beans.property.ReadOnlyBooleanProperty;

import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// Gives money of a payment back. One operation, however often it is sent until its answer is
/// there: the provider gives back once.
final class RefundModel {
    private final BackendClient client;
    private final Operator me;
    private final TopUpOrder order;
    private final Payment payment;
    private final Lane reading;
    private final Sending sending;

    RefundModel(
            BackendClient client,
            Operations operations,
            Background background,
            Operator me,
            TopUpOrder order,
            Payment payment) {
        this.client = client;
        this.me = me;
        this.order = order;
        this.payment = payment;
        this.reading = background.lane();
        this.sending = new Sending(operations, background);
    }

    ReadOnlyBooleanProperty sendingProperty() {
        return sending.underWayProperty();
    }

    /// What is known before anything is typed.
    ///
    /// @param balance of the account now
    /// @param alone what the operator gives back alone
    record Standing(Balance balance, AloneLimit alone) {}

    /// What can be given back.
    long leftNanos() {
        return RefundRule.keptNanos(payment);
    }

    /// What giving so much back takes from the account.
    long takenNanos(long amountNanos) {
        return RefundRule.takenNanos(order, payment, amountNanos);
    }

    /// Reads what the account has, and what the operator may do alone.
    void read(Consumer<Standing> done, Consumer<Failure> failed) {
        reading.run(
                () ->
                        new Standing(
                                client.accounts()
                                        .getBalance(
                                                GetBalanceRequest.newBuilder()
                                                        .setAccount(order.getAccount())
                                                        .build()),
                                AloneLimit.read(client, me)),
                done,
                failed);
    }

    /// What was typed; empty when it cannot be given back.
    OptionalLong amount(String typed) {
        OptionalLong nanos = MoneyInput.parse(typed);
        return nanos.isPresent() && nanos.getAsLong() > 0 && nanos.getAsLong() <= leftNanos()
                ? nanos
                : OptionalLong.empty();
    }

    /// Sends it, unless it is being sent or cannot be.
    ///
    /// @param evenBelowZero whether more credit may be taken back than is there
    void send(
            String typed,
            String reason,
            boolean evenBelowZero,
            Consumer<RefundPaymentReply> done,
            Consumer<Failure> failed) {
        OptionalLong nanos = amount(typed);
        if (sendingProperty().get() || nanos.isEmpty()) {
            return;
        }
        RefundPaymentRequest what =
                RefundPaymentRequest.newBuilder()
                        .setPayment(payment.getPayment())
                        .setAmountNanos(nanos.getAsLong())
                        .build();
        RefundPaymentRequest.Builder request =
                what.toBuilder().setReason(reason).setEvenBelowZero(evenBelowZero);
        sending.send(
                what,
                id -> client.payments().refundPayment(request.setOperationId(id).build()),
                done,
                failed);
    }

    /// What came of it: that it waits, that the customer has to claim it, or how much less the
    /// account has got for the payment now.
    String outcome(RefundPaymentReply reply, String account, LongFunction<String> money) {
        if (reply.hasPending()) {
            return Texts.of("payments.refund.waits", account);
        }
        if (reply.hasOffer()) {
            return Texts.of("payments.refund.offered");
        }
        Payment now = reply.getPayment();
        long backNanos = now.getRefundedNanos() - payment.getRefundedNanos();
        return backNanos == 0
                ? Texts.of("payments.refund.asked")
                : Texts.of(
                        "payments.refund.done",
                        money.apply(backNanos),
                        money.apply(payment.getCreditedNanos() - now.getCreditedNanos()));
    }
}
