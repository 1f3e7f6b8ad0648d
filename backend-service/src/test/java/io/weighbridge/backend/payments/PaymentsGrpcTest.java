package io.weighbridge.backend.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.PayPageTable;
import io.weighbridge.backend.PaymentTable;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.ApprovalsGrpc;
import io.weighbridge.proto.v1.AssignDeliveryRequest;
import io.weighbridge.proto.v1.CancelOrderRequest;
import io.weighbridge.proto.v1.GetDeliveryRequest;
import io.weighbridge.proto.v1.GetOrderRequest;
import io.weighbridge.proto.v1.ListDeliveriesRequest;
import io.weighbridge.proto.v1.ListDisputesRequest;
import io.weighbridge.proto.v1.ListOrdersRequest;
import io.weighbridge.proto.v1.ListPaymentsRequest;
import io.weighbridge.proto.v1.ListProvidersReply;
import io.weighbridge.proto.v1.ListProvidersRequest;
import io.weighbridge.proto.v1.ListRefundOffersRequest;
import io.weighbridge.proto.v1.MakeOrderRequest;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.PaymentsGrpc;
import io.weighbridge.proto.v1.RedriveDeliveryRequest;
import io.weighbridge.proto.v1.RefundOffer;
import io.weighbridge.proto.v1.RefundOfferState;
import io.weighbridge.proto.v1.RefundPaymentRequest;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;
import io.weighbridge.proto.v1.TopUpOrder;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// The whole way over gRPC, in a service with a provider in memory.
final class PaymentsGrpcTest {
    private static final long AMOUNT = 10_000_000_000L;

    @TempDir Path directory;
    private final TruthProvider coin = new TruthProvider("coin", PaymentMethod.BITCOIN);
    @AutoClose private TestBackend test;
    private PaymentsGrpc.PaymentsBlockingStub payments;
    private Account acme;

    @BeforeEach
    void start() {
        Config config =
                Config.of(directory)
                        .withPort(0)
                        .with(PaymentTable.PUBLIC_URL, "https://pay.example")
                        .with(PayPageTable.PORT, "0")
                        .with(PaymentTable.AUTO_TOPUP, "true")
                        .with(PaymentTable.FEE_PERCENT, "3")
                        .with(PaymentTable.FEE_FIXED, "0.30");
        test = TestBackend.start(config, new SystemTime(), List.of(coin));
        payments = PaymentsGrpc.newBlockingStub(test.channel());
        acme = test.account("Acme", 0);
    }

    private TopUpOrder make() {
        return payments.makeOrder(
                MakeOrderRequest.newBuilder()
                        .setAccount(IdKind.ACCOUNT.format(acme.id()))
                        .setAmountNanos(AMOUNT)
                        .setNote("by phone")
                        .build());
    }

    private TopUpOrder get(TopUpOrder order) {
        return payments.getOrder(GetOrderRequest.newBuilder().setOrder(order.getOrder()).build());
    }

    private TopUpOrder paid(TopUpOrder order) {
        long id = IdKind.ORDER.parse(order.getOrder()).orElseThrow();
        String checkout = test.backend().payments().orders().choose(id, "coin").reference();
        coin.arrive(checkout, order.getTotalNanos());
        assertEquals(
                Taken.STORED,
                test.backend()
                        .payments()
                        .deliveries()
                        .take(
                                "coin",
                                TruthProvider.webhook(
                                        "e" + id, "pay", checkout, order.getCreatedAtMs())));
        return get(order);
    }

    @Test
    void shouldMakeAnOrderWithALinkAndSayHowItWasPaid() {
        TopUpOrder order = make();
        assertEquals(AMOUNT + 600_000_000, order.getTotalNanos());
        assertTrue(order.getLink().startsWith("https://pay.example/pay/"), order.getLink());
        assertEquals(io.weighbridge.proto.v1.OrderState.ORDER_STATE_OPEN, order.getState());
        TopUpOrder paid = paid(order);
        assertEquals(io.weighbridge.proto.v1.OrderState.ORDER_STATE_PAID, paid.getState());
        assertEquals(1, paid.getCheckoutsCount());
        assertEquals(AMOUNT, paid.getPayments(0).getCreditedNanos());
        assertEquals(AMOUNT, paid.getPayments(0).getMoves(0).getAmountNanos());
        assertTrue(paid.getPayments(0).getReceipt().endsWith("-000001"));
        assertEquals(AMOUNT, test.balance(acme).balanceNanos());
        assertEquals(
                order.getOrder(),
                payments.listOrders(
                                ListOrdersRequest.newBuilder()
                                        .setAccount(order.getAccount())
                                        .build())
                        .getOrders(0)
                        .getOrder());
        assertEquals(
                1,
                payments.listPayments(ListPaymentsRequest.getDefaultInstance()).getPaymentsCount());
    }

    @Test
    void shouldGiveMoneyBack() {
        TopUpOrder paid = paid(make());
        io.weighbridge.proto.v1.Payment refunded =
                payments.refundPayment(
                                RefundPaymentRequest.newBuilder()
                                        .setPayment(paid.getPayments(0).getPayment())
                                        .setOperationId(UUID.randomUUID().toString())
                                        .setReason("she asked")
                                        .build())
                        .getPayment();
        assertEquals(paid.getTotalNanos(), refunded.getRefundedNanos());
        assertEquals(0, refunded.getCreditedNanos());
        assertEquals(0, test.balance(acme).balanceNanos());
    }

    @Test
    void shouldLetASecondPersonDecideWhatIsMoreThanTheRoleMovesAlone() {
        TopUpOrder paid = paid(make());
        limit(AMOUNT / 2, AMOUNT);
        PaymentsGrpc.PaymentsBlockingStub finance = finance();
        RefundPaymentRequest.Builder refund = refund(paid);
        assertTrue(finance.refundPayment(refund.build()).hasPending());
        assertEquals(AMOUNT, test.balance(acme).balanceNanos());
        refund.setOperationId(UUID.randomUUID().toString()).setAmountNanos(AMOUNT / 2);
        assertEquals(
                AMOUNT / 2, finance.refundPayment(refund.build()).getPayment().getRefundedNanos());
    }

    private static RefundPaymentRequest.Builder refund(TopUpOrder paid) {
        return RefundPaymentRequest.newBuilder()
                .setPayment(paid.getPayments(0).getPayment())
                .setOperationId(UUID.randomUUID().toString())
                .setReason("she asked");
    }

    /// Each is little enough, and both together are not.
    @Test
    void shouldCountRefundsAgainstTheDaysLimit() {
        TopUpOrder paid = paid(make());
        limit(AMOUNT / 2, AMOUNT / 4 * 3);
        PaymentsGrpc.PaymentsBlockingStub finance = finance();
        RefundPaymentRequest.Builder refund = refund(paid).setAmountNanos(AMOUNT / 2);
        for (int times = 0; times < 2; times++) {
            assertEquals(
                    AMOUNT / 2,
                    finance.refundPayment(refund.build()).getPayment().getRefundedNanos());
        }
        refund.setOperationId(UUID.randomUUID().toString()).setAmountNanos(AMOUNT / 2 - 10_000_000);
        assertTrue(finance.refundPayment(refund.build()).hasPending());
        refund.setOperationId(UUID.randomUUID().toString()).setAmountNanos(AMOUNT / 4);
        assertEquals(
                AMOUNT / 4 * 3,
                finance.refundPayment(refund.build()).getPayment().getRefundedNanos());
    }

    private void limit(long singleNanos, long dayNanos) {
        AdjustmentLimit limit =
                AdjustmentLimit.newBuilder()
                        .setRole(io.weighbridge.proto.v1.Role.ROLE_FINANCE)
                        .setSingleNanos(singleNanos)
                        .setDayNanos(dayNanos)
                        .build();
        var _ =
                ApprovalsGrpc.newBlockingStub(test.channel())
                        .setAdjustmentLimit(
                                SetAdjustmentLimitRequest.newBuilder().setLimit(limit).build());
    }

    private PaymentsGrpc.PaymentsBlockingStub finance() {
        return PaymentsGrpc.newBlockingStub(test.channel())
                .withInterceptors(BearerToken.attaching(test.tokens().operator(Role.FINANCE)));
    }

    @Test
    void shouldShowDeliveriesWithTheirBodiesAndHandleThemAgain() {
        TopUpOrder paid = paid(make());
        PaymentDelivery listed =
                payments.listDeliveries(
                                ListDeliveriesRequest.newBuilder()
                                        .setOrder(paid.getOrder())
                                        .setState(
                                                io.weighbridge.proto.v1.DeliveryState
                                                        .DELIVERY_STATE_HANDLED)
                                        .build())
                        .getDeliveries(0);
        assertTrue(listed.getBody().isEmpty());
        PaymentDelivery whole =
                payments.getDelivery(
                        GetDeliveryRequest.newBuilder().setDelivery(listed.getDelivery()).build());
        assertTrue(whole.getBody().toStringUtf8().contains("|pay|coin-order_"));
        PaymentDelivery again =
                payments.redriveDelivery(
                        RedriveDeliveryRequest.newBuilder()
                                .setDelivery(listed.getDelivery())
                                .build());
        assertEquals(listed.getState(), again.getState());
        assertEquals(AMOUNT, test.balance(acme).balanceNanos());
        assertThrows(
                StatusRuntimeException.class,
                () ->
                        payments.assignDelivery(
                                AssignDeliveryRequest.newBuilder()
                                        .setDelivery(listed.getDelivery())
                                        .setOrder(paid.getOrder())
                                        .setReason("r")
                                        .build()));
    }

    @Test
    void shouldShowProvidersDisputesAndTermsAndCancel() {
        ListProvidersReply providers =
                payments.listProviders(ListProvidersRequest.getDefaultInstance());
        assertEquals("coin", providers.getProviders(0).getProvider());
        assertEquals(30_000, providers.getTerms().getFeePartsPerMillion());
        // Bitcoin alone: there is no card to save.
        assertFalse(providers.getTerms().getSavesCards());
        TopUpOrder order = make();
        assertEquals(
                io.weighbridge.proto.v1.OrderState.ORDER_STATE_CANCELLED,
                payments.cancelOrder(
                                CancelOrderRequest.newBuilder().setOrder(order.getOrder()).build())
                        .getState());
        TopUpOrder paid = paid(make());
        String checkout = paid.getCheckouts(0).getReference();
        coin.dispute(checkout, "d1", AMOUNT, Told.Dispute.Stage.OPEN);
        assertEquals(
                Taken.STORED,
                test.backend()
                        .payments()
                        .deliveries()
                        .take("coin", TruthProvider.webhook("d", "standing", checkout, 5)));
        assertEquals(
                "d1",
                payments.listDisputes(ListDisputesRequest.getDefaultInstance())
                        .getDisputes(0)
                        .getReference());
    }

    @Test
    void shouldSayOnWhatPageTheCustomerClaimsARefund() {
        TruthPages pages = coin.pages();
        Payment payment = paid(make()).getPayments(0);
        assertTrue(payment.getIsRefundedByPage());
        UUID operation = UUID.randomUUID();
        RefundOffer offer =
                payments.refundPayment(
                                RefundPaymentRequest.newBuilder()
                                        .setPayment(payment.getPayment())
                                        .setOperationId(operation.toString())
                                        .setAmountNanos(AMOUNT / 2)
                                        .setReason("she asked")
                                        .build())
                        .getOffer();
        assertEquals(RefundOfferState.REFUND_OFFER_STATE_OFFERED, offer.getState());
        assertEquals(operation.toString(), offer.getOperationId());
        assertEquals(AMOUNT / 2, offer.getAmountNanos());
        assertEquals(AMOUNT / 2, offer.getGivenNanos());
        assertEquals(payment.getPayment(), offer.getPayment());
        assertEquals("https://coin.example/claim/" + pages.made().getFirst().id(), offer.getLink());
        assertEquals(
                List.of(offer),
                payments.listRefundOffers(
                                ListRefundOffersRequest.newBuilder()
                                        .setPayment(payment.getPayment())
                                        .build())
                        .getOffersList());
    }
}
