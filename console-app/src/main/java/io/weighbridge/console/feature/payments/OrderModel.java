package io.weighbridge.console.feature.payments;

import io.weighbridge.console.client.AccountNames;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.CancelOrderRequest;
import io.weighbridge.proto.v1.GetOrderRequest;
import io.weighbridge.proto.v1.ListDeliveriesReply;
import io.weighbridge.proto.v1.ListDeliveriesRequest;
import io.weighbridge.proto.v1.ListRefundOffersRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.RefundOffer;
import io.weighbridge.proto.v1.TopUpOrder;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One order with all that is known of it.
final class OrderModel {
    private static final int PAGE = 200;
    // A provider that repeats itself without end fills no screen.
    private static final int DELIVERIES_MAX = 1_000;

    private final BackendClient client;
    private final AccountNames names;
    private final String id;
    private final boolean mayClaim;
    private final Lane reading;
    private final Lane changes;
    private final ReadOnlyObjectWrapper<Loadable<Standing>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    /// How an order stands.
    ///
    /// @param account the name of who pays
    /// @param deliveries that are about it, newest first
    /// @param offers of refunds, of payments that have some; none for who may not see them
    record Standing(
            TopUpOrder order,
            String account,
            List<PaymentDelivery> deliveries,
            List<RefundOffer> offers) {}

    /// @param mayClaim whether who reads it may see links to claim money
    OrderModel(BackendClient client, Background background, String id, boolean mayClaim) {
        this.client = client;
        this.names = new AccountNames(client);
        this.id = id;
        this.mayClaim = mayClaim;
        this.reading = background.lane();
        this.changes = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<Standing>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Reads it all again, unless that is being read.
    void poll() {
        if (!reading.isBusy()) {
            read();
        }
    }

    /// Reads it all again; what there is stays meanwhile, and when the service does not answer.
    void read() {
        reading.run(
                this::standing,
                standing -> state.set(new Loadable.Ready<>(standing)),
                failure -> {
                    if (!(state.get() instanceof Loadable.Ready<Standing>)
                            || !failure.isConnection()) {
                        state.set(new Loadable.Failed<>(failure));
                    }
                });
    }

    private Standing standing() {
        TopUpOrder order =
                client.payments().getOrder(GetOrderRequest.newBuilder().setOrder(id).build());
        names.read(List.of(order.getAccount()));
        return new Standing(order, names.of(order.getAccount()), deliveries(), offers(order));
    }

    private List<RefundOffer> offers(TopUpOrder order) {
        List<RefundOffer> all = new ArrayList<>();
        for (Payment payment : order.getPaymentsList()) {
            if (mayClaim && payment.getIsRefundedByPage()) {
                ListRefundOffersRequest asked =
                        ListRefundOffersRequest.newBuilder()
                                .setPayment(payment.getPayment())
                                .build();
                all.addAll(client.payments().listRefundOffers(asked).getOffersList());
            }
        }
        return List.copyOf(all);
    }

    private List<PaymentDelivery> deliveries() {
        List<PaymentDelivery> all = new ArrayList<>();
        String token = "";
        do {
            ListDeliveriesReply reply =
                    client.payments()
                            .listDeliveries(
                                    ListDeliveriesRequest.newBuilder()
                                            .setOrder(id)
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(PAGE)
                                                            .setToken(token))
                                            .build());
            all.addAll(reply.getDeliveriesList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && all.size() < DELIVERIES_MAX);
        return List.copyOf(all);
    }

    /// Nobody shall pay it any more.
    void cancelOrder(String reason, Runnable done, Consumer<Failure> failed) {
        changes.run(
                () ->
                        BackendClient.because(client.payments(), reason)
                                .cancelOrder(CancelOrderRequest.newBuilder().setOrder(id).build()),
                _ -> {
                    done.run();
                    read();
                },
                failed);
    }

    void cancel() {
        reading.cancel();
    }
}
