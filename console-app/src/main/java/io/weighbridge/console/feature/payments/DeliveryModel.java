package io.weighbridge.console.feature.payments;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AssignDeliveryRequest;
import io.weighbridge.proto.v1.GetDeliveryRequest;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.RedriveDeliveryRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// One thing that a provider told, with its raw body, and what is done about it.
final class DeliveryModel {
    private final BackendClient client;
    private final String id;
    private final Lane reading;
    private final Lane changes;
    private final ReadOnlyObjectWrapper<Loadable<PaymentDelivery>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    DeliveryModel(BackendClient client, Background background, String id) {
        this.client = client;
        this.id = id;
        this.reading = background.lane();
        this.changes = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<PaymentDelivery>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    void read() {
        reading.run(
                () ->
                        client.payments()
                                .getDelivery(
                                        GetDeliveryRequest.newBuilder().setDelivery(id).build()),
                delivery -> state.set(new Loadable.Ready<>(delivery)),
                failure -> {
                    if (!(state.get() instanceof Loadable.Ready<PaymentDelivery>)
                            || !failure.isConnection()) {
                        state.set(new Loadable.Failed<>(failure));
                    }
                });
    }

    /// Handles it again.
    void redrive(Consumer<PaymentDelivery> done, Consumer<Failure> failed) {
        RedriveDeliveryRequest request =
                RedriveDeliveryRequest.newBuilder().setDelivery(id).build();
        change(() -> client.payments().redriveDelivery(request), done, failed);
    }

    /// What is wrong with an order's id that was typed; empty when it can be sent.
    static String problem(String order) {
        return IdKind.ORDER.parse(order.strip()).isPresent()
                ? ""
                : Texts.of("payments.assign.wrong");
    }

    /// Says for which order its money is.
    void assign(
            String order, String reason, Consumer<PaymentDelivery> done, Consumer<Failure> failed) {
        AssignDeliveryRequest request =
                AssignDeliveryRequest.newBuilder()
                        .setDelivery(id)
                        .setOrder(order.strip())
                        .setReason(reason)
                        .build();
        change(() -> client.payments().assignDelivery(request), done, failed);
    }

    private void change(
            Callable<PaymentDelivery> call,
            Consumer<PaymentDelivery> done,
            Consumer<Failure> failed) {
        changes.run(
                call,
                delivery -> {
                    done.accept(delivery);
                    read();
                },
                failed);
    }

    void cancel() {
        reading.cancel();
    }
}
