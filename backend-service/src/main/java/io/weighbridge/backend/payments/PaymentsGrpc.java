package io.weighbridge.backend.payments;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.ledger.accounts.Refunding;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.HeldDispute;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AssignDeliveryRequest;
import io.weighbridge.proto.v1.CancelOrderRequest;
import io.weighbridge.proto.v1.GetDeliveryRequest;
import io.weighbridge.proto.v1.GetOrderRequest;
import io.weighbridge.proto.v1.ListDeliveriesReply;
import io.weighbridge.proto.v1.ListDeliveriesRequest;
import io.weighbridge.proto.v1.ListDisputesReply;
import io.weighbridge.proto.v1.ListDisputesRequest;
import io.weighbridge.proto.v1.ListOrdersReply;
import io.weighbridge.proto.v1.ListOrdersRequest;
import io.weighbridge.proto.v1.ListPaymentsReply;
import io.weighbridge.proto.v1.ListPaymentsRequest;
import io.weighbridge.proto.v1.ListProvidersReply;
import io.weighbridge.proto.v1.ListProvidersRequest;
import io.weighbridge.proto.v1.ListRefundOffersReply;
import io.weighbridge.proto.v1.ListRefundOffersRequest;
import io.weighbridge.proto.v1.MakeOrderRequest;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.RedriveDeliveryRequest;
import io.weighbridge.proto.v1.RefundPaymentReply;
import io.weighbridge.proto.v1.RefundPaymentRequest;
import io.weighbridge.proto.v1.TopUpOrder;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/// Payments over gRPC. For threads that may wait.
final class PaymentsGrpc extends io.weighbridge.proto.v1.PaymentsGrpc.PaymentsImplBase {
    private final Orders orders;
    private final Deliveries deliveries;
    private final Payments payments;
    private final Refunding refunding;

    /// @param refunding decides what the operator who calls may move alone
    PaymentsGrpc(Orders orders, Deliveries deliveries, Payments payments, Refunding refunding) {
        this.orders = orders;
        this.deliveries = deliveries;
        this.payments = payments;
        this.refunding = refunding;
    }

    private TopUpOrder.Builder toProto(Order order) {
        return PaymentsMapping.toProto(order, orders.page(order).toString());
    }

    @Override
    public void makeOrder(MakeOrderRequest request, StreamObserver<TopUpOrder> observer) {
        Order order =
                orders.make(
                        RequestMapping.id("account", IdKind.ACCOUNT, request.getAccount()),
                        request.getAmountNanos(),
                        request.getNote());
        Replies.send(observer, toProto(order).build());
    }

    @Override
    public void getOrder(GetOrderRequest request, StreamObserver<TopUpOrder> observer) {
        OrderStanding standing = orders.standing(order(request.getOrder()));
        TopUpOrder.Builder reply = toProto(standing.order());
        standing.checkouts().forEach(each -> reply.addCheckouts(PaymentsMapping.toProto(each)));
        for (Payment payment : standing.payments()) {
            io.weighbridge.proto.v1.Payment.Builder proto =
                    PaymentsMapping.toProto(payment)
                            .setIsRefundedByPage(payments.isRefundedByPage(payment));
            payments.moves(payment.id())
                    .forEach(move -> proto.addMoves(PaymentsMapping.toProto(move)));
            payments.disputes(payment.id())
                    .forEach(dispute -> proto.addDisputes(PaymentsMapping.toProto(dispute)));
            reply.addPayments(proto);
        }
        Replies.send(observer, reply.build());
    }

    private static long order(String text) {
        return RequestMapping.id("order", IdKind.ORDER, text);
    }

    private static long payment(String text) {
        return RequestMapping.id("payment", IdKind.PAYMENT, text);
    }

    private static long delivery(String text) {
        return RequestMapping.id("delivery", IdKind.DELIVERY, text);
    }

    @Override
    public void listOrders(ListOrdersRequest request, StreamObserver<ListOrdersReply> observer) {
        Page<Order> page =
                orders.list(
                        RequestMapping.idOrNone("account", IdKind.ACCOUNT, request.getAccount()),
                        RequestMapping.page(request.getPage(), "orders " + request.getAccount()));
        Replies.send(
                observer,
                ListOrdersReply.newBuilder()
                        .addAllOrders(page.map(order -> toProto(order).build()).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void cancelOrder(CancelOrderRequest request, StreamObserver<TopUpOrder> observer) {
        Replies.send(observer, toProto(orders.cancel(order(request.getOrder()))).build());
    }

    @Override
    public void listPayments(
            ListPaymentsRequest request, StreamObserver<ListPaymentsReply> observer) {
        Page<Payment> page =
                payments.list(
                        RequestMapping.idOrNone("account", IdKind.ACCOUNT, request.getAccount()),
                        RequestMapping.page(request.getPage(), "payments " + request.getAccount()));
        Replies.send(
                observer,
                ListPaymentsReply.newBuilder()
                        .addAllPayments(
                                page.map(each -> PaymentsMapping.toProto(each).build()).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void listDeliveries(
            ListDeliveriesRequest request, StreamObserver<ListDeliveriesReply> observer) {
        int state = request.getStateValue();
        @Nullable DeliveryState wanted =
                state == 0
                        ? null
                        : DeliveryState.byNumber(
                                RequestMapping.known(
                                        "state", state, DeliveryState.values().length));
        Page<Delivery> page =
                deliveries.list(
                        wanted,
                        RequestMapping.idOrNone("order", IdKind.ORDER, request.getOrder()),
                        RequestMapping.page(
                                request.getPage(),
                                "deliveries " + state + ' ' + request.getOrder()));
        Replies.send(
                observer,
                ListDeliveriesReply.newBuilder()
                        .addAllDeliveries(
                                page.map(each -> PaymentsMapping.toProto(each, null)).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void getDelivery(GetDeliveryRequest request, StreamObserver<PaymentDelivery> observer) {
        long id = delivery(request.getDelivery());
        Delivery delivery = deliveries.require(id);
        Replies.send(observer, PaymentsMapping.toProto(delivery, deliveries.body(id)));
    }

    @Override
    public void redriveDelivery(
            RedriveDeliveryRequest request, StreamObserver<PaymentDelivery> observer) {
        Delivery delivery = deliveries.redrive(delivery(request.getDelivery()));
        Replies.send(observer, PaymentsMapping.toProto(delivery, null));
    }

    @Override
    public void assignDelivery(
            AssignDeliveryRequest request, StreamObserver<PaymentDelivery> observer) {
        long order = orders.require(order(request.getOrder())).id();
        Delivery delivery =
                deliveries.assign(
                        delivery(request.getDelivery()), order, request.getReason(), refunding);
        Replies.send(observer, PaymentsMapping.toProto(delivery, null));
    }

    @Override
    public void refundPayment(
            RefundPaymentRequest request, StreamObserver<RefundPaymentReply> observer) {
        long payment = payment(request.getPayment());
        UUID operation = RequestMapping.operationId(request.getOperationId());
        RefundAnswer answer =
                payments.refund(
                        payment,
                        operation,
                        request.getAmountNanos(),
                        request.getEvenBelowZero(),
                        request.getReason(),
                        refunding);
        RefundPaymentReply.Builder reply = PaymentsMapping.toProto(answer);
        payments.offer(payment, operation)
                .ifPresent(offer -> reply.setOffer(PaymentsMapping.toProto(offer)));
        Replies.send(observer, reply.build());
    }

    @Override
    public void listRefundOffers(
            ListRefundOffersRequest request, StreamObserver<ListRefundOffersReply> observer) {
        ListRefundOffersReply.Builder reply = ListRefundOffersReply.newBuilder();
        payments.offers(payment(request.getPayment()))
                .forEach(offer -> reply.addOffers(PaymentsMapping.toProto(offer)));
        Replies.send(observer, reply.build());
    }

    @Override
    public void listDisputes(
            ListDisputesRequest request, StreamObserver<ListDisputesReply> observer) {
        Page<HeldDispute> page =
                payments.listDisputes(RequestMapping.page(request.getPage(), "disputes"));
        Replies.send(
                observer,
                ListDisputesReply.newBuilder()
                        .addAllDisputes(page.map(PaymentsMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void listProviders(
            ListProvidersRequest request, StreamObserver<ListProvidersReply> observer) {
        ListProvidersReply.Builder reply =
                ListProvidersReply.newBuilder()
                        .setTerms(PaymentsMapping.toProto(orders.terms(), orders.savesCards()));
        for (PaymentProvider provider : orders.providers()) {
            reply.addProviders(PaymentsMapping.toProto(provider, payments.health(provider)));
        }
        Replies.send(observer, reply.build());
    }
}
