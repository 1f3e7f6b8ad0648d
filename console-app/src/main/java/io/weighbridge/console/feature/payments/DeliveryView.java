package io.weighbridge.console.feature.payments;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.CopyButton;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.DeliveryState;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.PaymentsGrpc;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/// One thing that a provider told: what became of it, its raw body, handling it again, and saying
/// whose its money is.
final class DeliveryView implements Screen {
    private final Workbench bench;
    private final Formats formats;
    private final boolean isDrawer;
    private final DeliveryModel model;
    private final StringProperty noRedrive = new SimpleStringProperty("");
    private final StringProperty noAssign = new SimpleStringProperty("");
    private final Actions.Binding redrive;
    private final Actions.Binding assign;
    private final VBox content = new VBox(12);
    private final FlowPane buttons;
    private final StatePane pane;
    private final Subscriptions subscriptions = new Subscriptions();
    private @Nullable PaymentDelivery seen;

    DeliveryView(Address address, Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.formats = bench.formats();
        this.isDrawer = isDrawer;
        this.model = new DeliveryModel(bench.client(), bench.background(), address.id());
        redrive = new Actions.Binding(this::redrive, noRedrive);
        assign = new Actions.Binding(() -> AssignSheet.show(bench, model), noAssign);
        buttons =
                new FlowPane(
                        8,
                        8,
                        Buttons.of(ConsoleAction.REDRIVE, redrive, "delivery-redrive"),
                        Buttons.of(ConsoleAction.ASSIGN, assign, "delivery-assign"));
        pane = new StatePane(content, Texts.of("payments.delivery.none"), "", model::read);
        pane.getStyleClass().addAll("screen", "payments");
        forbid();
    }

    private void forbid() {
        PaymentDelivery now = seen;
        DeliveryState state =
                now == null ? DeliveryState.DELIVERY_STATE_UNSPECIFIED : now.getState();
        String mayRedrive = RoleCheck.refusal(bench.me(), PaymentsGrpc.getRedriveDeliveryMethod());
        String mayAssign = RoleCheck.refusal(bench.me(), PaymentsGrpc.getAssignDeliveryMethod());
        noRedrive.set(
                mayRedrive.isEmpty() && state == DeliveryState.DELIVERY_STATE_ASSIGNED
                        ? Texts.of("payments.redrive.assigned")
                        : mayRedrive);
        noAssign.set(
                mayAssign.isEmpty() && state != DeliveryState.DELIVERY_STATE_UNMATCHED
                        ? Texts.of("payments.assign.matched")
                        : mayAssign);
    }

    private void redrive() {
        model.redrive(
                delivery ->
                        bench.toasts()
                                .done(
                                        Texts.of(
                                                "payments.redrive.done",
                                                PaymentWords.delivery(delivery.getState()))),
                failure -> bench.toasts().failed(failure.text()));
    }

    private void show(Loadable<PaymentDelivery> state) {
        if (state instanceof Loadable.Ready<PaymentDelivery>(PaymentDelivery delivery)
                && !delivery.equals(seen)) {
            seen = delivery;
            forbid();
            content.getChildren().clear();
            if (!isDrawer) {
                content.getChildren().add(Shell.heading(title()));
            }
            VBox body = body(delivery);
            VBox.setVgrow(body, Priority.ALWAYS);
            content.getChildren().addAll(facts(delivery), buttons, body);
        }
        pane.show(state);
    }

    private Node facts(PaymentDelivery delivery) {
        Label state = new Label(PaymentWords.delivery(delivery.getState()));
        state.setId("delivery-state");
        ChipCell.dress(state, PaymentWords.deliveryStyle(delivery.getState()));
        Facts facts =
                new Facts()
                        .with("payments.column.state", state)
                        .with("payments.column.reason", delivery.getReason())
                        .with("payments.column.provider", delivery.getProvider())
                        .with("payments.column.event", delivery.getType())
                        .with("payments.delivery.about", delivery.getAbout())
                        .with("payments.delivery.event-id", delivery.getEventId())
                        .with(
                                "payments.delivery.received",
                                formats.exactInstant(delivery.getReceivedAtMs()))
                        .with("payments.column.times", formats.count(delivery.getTimes()))
                        .with("payments.column.again", formats.relative(delivery.getNextAtMs()))
                        .with("payments.delivery", delivery.getDelivery());
        if (!delivery.getOrder().isEmpty()) {
            Hyperlink order = new Hyperlink(delivery.getOrder());
            order.setOnAction(
                    _ -> bench.navigator().open(Address.of(Route.PAYMENTS, delivery.getOrder())));
            facts.with("payments.column.order", order);
        }
        return Facts.card(Texts.of("payments.delivery"), facts.node());
    }

    private VBox body(PaymentDelivery delivery) {
        String raw = RawBody.text(delivery.getBody());
        TextArea area = new TextArea(RawBody.pretty(raw));
        area.setId("delivery-body");
        area.setEditable(false);
        area.getStyleClass().add("payments-body");
        Described.named(area, Texts.of("payments.body"));
        area.setTooltip(null);
        VBox.setVgrow(area, Priority.ALWAYS);
        return Facts.card(
                Texts.of("payments.body"),
                Facts.muted(Texts.of("payments.body.text")),
                area,
                CopyButton.of("delivery-copy", () -> raw, bench.toasts()));
    }

    @Override
    public Parent node() {
        return pane;
    }

    @Override
    public String title() {
        PaymentDelivery now = seen;
        return now == null ? Texts.of("payments.delivery") : now.getType();
    }

    @Override
    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        bind(ConsoleAction.REDRIVE, redrive);
        bind(ConsoleAction.ASSIGN, assign);
        bind(ConsoleAction.RELOAD, new Actions.Binding(model::read, new SimpleStringProperty("")));
        model.read();
    }

    private void bind(ConsoleAction action, Actions.Binding binding) {
        subscriptions.add(bench.actions().bind(action, binding));
    }

    @Override
    public void hidden() {
        model.cancel();
        subscriptions.clear();
    }
}
