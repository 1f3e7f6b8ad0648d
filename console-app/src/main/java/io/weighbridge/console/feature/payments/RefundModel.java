package io.weighbridge.console.feature.payments;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.RefundPaymentRequest;
import io.weighbridge.proto.v1.TopUpOrder;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/// Gives money of a payment back. One operation, however often it is sent until its answer is
/// there: the provider gives back once.
final class RefundModel {
    private final BackendClient client;
    private final Operations.Operation operation;
    private final TopUpOrder order;
    private final Payment payment;
    private final Lane reading;
    private final Lane sending;
    private final ReadOnlyBooleanWrapper isSending = new ReadOnlyBooleanWrapper();

    RefundModel(
            BackendClient client,
            Operations operations,
            Background background,
            TopUpOrder order,
            Payment payment) {
        this.client = client;
        this.operation = operations.begin();
        this.order = order;
        this.payment = payment;
        this.reading = background.lane();
        this.sending = background.lane();
    }

    ReadOnlyBooleanProperty sendingProperty() {
        return isSending.getReadOnlyProperty();
    }

    /// What of a payment is there: neither given back nor in dispute.
    static long keptNanos(Payment payment) {
        return Math.max(
                0,
                payment.getArrivedNanos()
                        - payment.getRefundedNanos()
                        - payment.getDisputedNanos());
    }

    /// What can be given back.
    long leftNanos() {
        return keptNanos(payment);
    }

    /// What giving so much back takes from the account.
    long takenNanos(long amountNanos) {
        return takenNanos(order, payment, amountNanos);
    }

    /// The same, by the rule that the service credits by: of what is kept, the part that the
    /// order's amount is of its total.
    static long takenNanos(TopUpOrder order, Payment payment, long amountNanos) {
        long total = order.getTotalNanos();
        BigInteger kept = BigInteger.valueOf(Math.max(0, keptNanos(payment) - amountNanos));
        long credit =
                total == 0
                        ? 0
                        : kept.multiply(BigInteger.valueOf(order.getAmountNanos()))
                                .divide(BigInteger.valueOf(total))
                                .longValueExact();
        return payment.getCreditedNanos() - credit;
    }

    /// Reads what the account has.
    void readBalance(LongConsumer done, Consumer<Failure> failed) {
        reading.run(
                () ->
                        client.accounts()
                                .getBalance(
                                        GetBalanceRequest.newBuilder()
                                                .setAccount(order.getAccount())
                                                .build())
                                .getBalanceNanos(),
                done::accept,
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
    void send(String typed, String reason, Consumer<Payment> done, Consumer<Failure> failed) {
        OptionalLong nanos = amount(typed);
        if (isSending.get() || nanos.isEmpty()) {
            return;
        }
        isSending.set(true);
        RefundPaymentRequest what =
                RefundPaymentRequest.newBuilder()
                        .setPayment(payment.getPayment())
                        .setAmountNanos(nanos.getAsLong())
                        .build();
        RefundPaymentRequest request =
                what.toBuilder().setOperationId(operation.send(what)).setReason(reason).build();
        sending.run(
                () -> client.payments().refundPayment(request),
                now -> {
                    operation.done();
                    isSending.set(false);
                    done.accept(now);
                },
                failure -> {
                    operation.failed(failure);
                    isSending.set(false);
                    failed.accept(failure);
                });
    }

    /// What came of it: how much less the account has got for the payment now.
    String outcome(Payment now, LongFunction<String> money) {
        long backNanos = now.getRefundedNanos() - payment.getRefundedNanos();
        return backNanos == 0
                ? Texts.of("payments.refund.asked")
                : Texts.of(
                        "payments.refund.done",
                        money.apply(backNanos),
                        money.apply(payment.getCreditedNanos() - now.getCreditedNanos()));
    }
}
