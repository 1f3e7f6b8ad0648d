package io.weighbridge.console.feature.payments;

import io.weighbridge.console.client.AccountNames;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.DeliveryState;
import io.weighbridge.proto.v1.ListDeliveriesReply;
import io.weighbridge.proto.v1.ListDeliveriesRequest;
import io.weighbridge.proto.v1.ListDisputesReply;
import io.weighbridge.proto.v1.ListDisputesRequest;
import io.weighbridge.proto.v1.ListOrdersReply;
import io.weighbridge.proto.v1.ListOrdersRequest;
import io.weighbridge.proto.v1.ListProvidersReply;
import io.weighbridge.proto.v1.ListProvidersRequest;
import io.weighbridge.proto.v1.OrderState;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.PaymentDispute;
import io.weighbridge.proto.v1.PaymentProviderHealth;
import io.weighbridge.proto.v1.TopUpOrder;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The lists of the payments' screen. What it gives blocks: for a background thread.
final class PaymentsModel {
    /// So many rows are read at once.
    static final int PAGE = 200;

    private final BackendClient client;
    private final AccountNames names;

    PaymentsModel(BackendClient client) {
        this.client = client;
        this.names = new AccountNames(client);
    }

    private static PageRequest page(String token) {
        return PageRequest.newBuilder().setSize(PAGE).setToken(token).build();
    }

    /// Orders, newest first, each with its payments. The service gives them of all states: a page
    /// may be empty although more follow.
    ///
    /// @param wanted unspecified for all
    Paging.Reader<OrderRow> orders(OrderState wanted) {
        PaymentPages payments = new PaymentPages(client);
        return token -> {
            ListOrdersReply reply =
                    client.payments()
                            .listOrders(
                                    ListOrdersRequest.newBuilder().setPage(page(token)).build());
            List<TopUpOrder> fitting =
                    reply.getOrdersList().stream()
                            .filter(
                                    order ->
                                            wanted == OrderState.ORDER_STATE_UNSPECIFIED
                                                    || order.getState() == wanted)
                            .toList();
            names.read(fitting.stream().map(TopUpOrder::getAccount).toList());
            List<OrderRow> rows = new ArrayList<>();
            for (TopUpOrder order : fitting) {
                rows.add(row(order, payments.of(order.getOrder(), order.getCreatedAtMs())));
            }
            return new Paging.Page<>(List.copyOf(rows), reply.getNextPageToken());
        };
    }

    private OrderRow row(TopUpOrder order, List<Payment> payments) {
        return new OrderRow(
                order,
                names.of(order.getAccount()),
                payments.stream()
                        .map(Payment::getProvider)
                        .distinct()
                        .collect(Collectors.joining(", ")),
                payments.stream().mapToLong(Payment::getCreditedNanos).sum());
    }

    /// What providers told, newest first.
    ///
    /// @param wanted unspecified for all
    Paging.Reader<PaymentDelivery> deliveries(DeliveryState wanted) {
        return token -> {
            ListDeliveriesReply reply =
                    client.payments()
                            .listDeliveries(
                                    ListDeliveriesRequest.newBuilder()
                                            .setState(wanted)
                                            .setPage(page(token))
                                            .build());
            return new Paging.Page<>(reply.getDeliveriesList(), reply.getNextPageToken());
        };
    }

    /// Disputes, those of the newest payments first.
    Paging.Reader<DisputeRow> disputes() {
        PaymentPages payments = new PaymentPages(client);
        return token -> {
            ListDisputesReply reply =
                    client.payments()
                            .listDisputes(
                                    ListDisputesRequest.newBuilder().setPage(page(token)).build());
            List<DisputeRow> rows = new ArrayList<>();
            for (PaymentDispute dispute : reply.getDisputesList()) {
                Payment of =
                        payments.find(dispute.getPayment()).orElse(Payment.getDefaultInstance());
                names.read(of.getAccount().isEmpty() ? List.of() : List.of(of.getAccount()));
                rows.add(
                        new DisputeRow(
                                dispute,
                                names.of(of.getAccount()),
                                of.getOrder(),
                                of.getProvider()));
            }
            return new Paging.Page<>(List.copyOf(rows), reply.getNextPageToken());
        };
    }

    /// Who takes the money, and how well they answer.
    Paging.Reader<PaymentProviderHealth> providers() {
        return _ -> {
            ListProvidersReply reply =
                    client.payments().listProviders(ListProvidersRequest.getDefaultInstance());
            return new Paging.Page<>(reply.getProvidersList(), "");
        };
    }
}
