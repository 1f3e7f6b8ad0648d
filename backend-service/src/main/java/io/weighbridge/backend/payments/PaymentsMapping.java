package io.weighbridge.backend.payments;

import com.google.protobuf.ByteString;

import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.HeldDispute;
import io.weighbridge.backend.payments.store.Move;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.payments.store.RefundOffer;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.DeliveryState;
import io.weighbridge.proto.v1.DisputeStage;
import io.weighbridge.proto.v1.OrderCheckout;
import io.weighbridge.proto.v1.OrderState;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.PaymentDispute;
import io.weighbridge.proto.v1.PaymentMethod;
import io.weighbridge.proto.v1.PaymentMove;
import io.weighbridge.proto.v1.PaymentProviderHealth;
import io.weighbridge.proto.v1.PendingAdjustment;
import io.weighbridge.proto.v1.RefundPaymentReply;
import io.weighbridge.proto.v1.TopUpOrder;

import org.jspecify.annotations.Nullable;

/// Payments as the contract has them.
final class PaymentsMapping {
    private PaymentsMapping() {}

    static TopUpOrder.Builder toProto(Order order, String link) {
        return TopUpOrder.newBuilder()
                .setOrder(IdKind.ORDER.format(order.id()))
                .setAccount(IdKind.ACCOUNT.format(order.accountId()))
                .setAmountNanos(order.amountNanos())
                .setFeeNanos(order.feeNanos())
                .setTotalNanos(order.totalNanos())
                .setCurrency(order.currency())
                .setNote(order.note())
                .setState(OrderState.forNumber(order.state().number()))
                .setWhy(order.why())
                .setCreatedAtMs(order.createdAtMs())
                .setExpiresAtMs(order.expiresAtMs())
                .setChangedAtMs(order.changedAtMs())
                .setLink(link);
    }

    static OrderCheckout toProto(OpenedCheckout checkout) {
        return OrderCheckout.newBuilder()
                .setProvider(checkout.provider())
                .setReference(checkout.reference())
                .setPage(checkout.page())
                .setOpenedAtMs(checkout.openedAtMs())
                .setExpiresAtMs(checkout.expiresAtMs())
                .setStateValue(checkout.state().number())
                .build();
    }

    static io.weighbridge.proto.v1.Payment.Builder toProto(Payment payment) {
        return io.weighbridge.proto.v1.Payment.newBuilder()
                .setPayment(IdKind.PAYMENT.format(payment.id()))
                .setOrder(IdKind.ORDER.format(payment.orderId()))
                .setAccount(IdKind.ACCOUNT.format(payment.accountId()))
                .setProvider(payment.provider())
                .setReference(payment.reference())
                .setCheckout(payment.checkout())
                .setArrivedNanos(payment.arrivedNanos())
                .setRefundedNanos(payment.refundedNanos())
                .setDisputedNanos(payment.disputedNanos())
                .setCreditedNanos(payment.creditedNanos())
                .setReceipt(payment.receipt())
                .setCreatedAtMs(payment.createdAtMs())
                .setChangedAtMs(payment.changedAtMs());
    }

    static RefundPaymentReply.Builder toProto(RefundAnswer answer) {
        RefundPaymentReply.Builder reply = RefundPaymentReply.newBuilder();
        return switch (answer) {
            case RefundAnswer.Refunded refunded -> reply.setPayment(toProto(refunded.payment()));
            case RefundAnswer.Waiting waiting ->
                    reply.setPending(
                            PendingAdjustment.newBuilder()
                                    .setApproval(
                                            IdKind.APPROVAL.format(waiting.pending().approvalId()))
                                    .setRequestHash(waiting.pending().requestHash())
                                    .setExpiresAtMs(waiting.pending().expiresAtMs()));
        };
    }

    static io.weighbridge.proto.v1.RefundOffer toProto(RefundOffer offer) {
        return io.weighbridge.proto.v1.RefundOffer.newBuilder()
                .setPayment(IdKind.PAYMENT.format(offer.paymentId()))
                .setOperationId(offer.operationId().toString())
                .setAmountNanos(offer.amountNanos())
                .setGivenNanos(offer.givenNanos())
                .setStateValue(offer.state().number())
                .setWhy(offer.why())
                .setLink(offer.link())
                .setReference(offer.reference())
                .setCreatedAtMs(offer.createdAtMs())
                .setChangedAtMs(offer.changedAtMs())
                .build();
    }

    static PaymentMove toProto(Move move) {
        return PaymentMove.newBuilder()
                .setStep(move.step())
                .setAmountNanos(move.amountNanos())
                .setPlannedAtMs(move.plannedAtMs())
                .setDoneAtMs(move.doneAtMs())
                .setOperationId(move.operationId().toString())
                .build();
    }

    static PaymentDispute toProto(HeldDispute held) {
        return PaymentDispute.newBuilder()
                .setPayment(IdKind.PAYMENT.format(held.paymentId()))
                .setReference(held.dispute().id())
                .setAmountNanos(held.dispute().amountNanos())
                .setStage(DisputeStage.forNumber(held.dispute().stage().number()))
                .setReason(held.dispute().reason())
                .setOpenedAtMs(held.openedAtMs())
                .setChangedAtMs(held.changedAtMs())
                .build();
    }

    /// @param body null to leave it out
    static PaymentDelivery toProto(Delivery delivery, byte @Nullable [] body) {
        PaymentDelivery.Builder proto =
                PaymentDelivery.newBuilder()
                        .setDelivery(IdKind.DELIVERY.format(delivery.id()))
                        .setProvider(delivery.provider())
                        .setEventId(delivery.eventId())
                        .setType(delivery.type())
                        .setAbout(delivery.about())
                        .setReceivedAtMs(delivery.receivedAtMs())
                        .setTimes(delivery.times())
                        .setState(DeliveryState.forNumber(delivery.state().number()))
                        .setReason(delivery.reason())
                        .setAttempts(delivery.attempts())
                        .setNextAtMs(delivery.nextAtMs())
                        .setDecidedAtMs(delivery.decidedAtMs())
                        .setOrder(IdKind.ORDER.formatOrNone(delivery.orderId()));
        return (body == null ? proto : proto.setBody(ByteString.copyFrom(body))).build();
    }

    static PaymentProviderHealth toProto(PaymentProvider provider, Providers.Health health) {
        return PaymentProviderHealth.newBuilder()
                .setProvider(provider.name())
                .setMethod(PaymentMethod.forNumber(provider.method().number()))
                .setFailing(health.isFailing())
                .setAnsweredAtMs(health.answeredAtMs())
                .setFailedAtMs(health.failedAtMs())
                .setFailure(health.failure())
                .setWebhookAtMs(health.webhookAtMs())
                .setRefusedWebhooks(health.refusedWebhooks())
                .build();
    }

    /// @param savesCards whether a card can be saved by them
    static io.weighbridge.proto.v1.OrderTerms toProto(OrderTerms terms, boolean savesCards) {
        return io.weighbridge.proto.v1.OrderTerms.newBuilder()
                .setCurrency(terms.currency())
                .setLeastNanos(terms.leastNanos())
                .setMostNanos(terms.mostNanos())
                .addAllPresetsNanos(terms.presetsNanos())
                .setFeePartsPerMillion(terms.feePartsPerMillion())
                .setFeeFixedNanos(terms.feeFixedNanos())
                .setLifeMs(terms.lifeMs())
                .setSavesCards(savesCards)
                .build();
    }
}
