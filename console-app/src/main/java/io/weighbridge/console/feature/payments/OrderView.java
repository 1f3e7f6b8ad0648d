package io.weighbridge.console.feature.payments;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.RefundRule;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.OrderState;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.PaymentsGrpc;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// One order: what it is, what happened to it, and what can be done about it.
final class OrderView implements Screen {
    private static final int POLL_MS = 5_000;

    private final Workbench bench;
    private final boolean isDrawer;
    private final OrderModel model;
    private final OrderParts parts;
    private final StringProperty noRefund = new SimpleStringProperty("");
    private final StringProperty noCancel = new SimpleStringProperty("");
    private final Actions.Binding refund;
    private final Actions.Binding cancel;
    private final Actions.Binding account;
    private final VBox content = new VBox(12);
    private final FlowPane buttons;
    private final StatePane pane;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Ticker ticker;
    private OrderModel.@Nullable Standing seen;

    OrderView(Address address, Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.isDrawer = isDrawer;
        boolean mayClaim =
                RoleCheck.refusal(bench.me(), PaymentsGrpc.getListRefundOffersMethod()).isEmpty();
        this.model = new OrderModel(bench.client(), bench.background(), address.id(), mayClaim);
        this.parts = new OrderParts(bench, isDrawer);
        this.ticker = new Ticker(POLL_MS, bench.background().fx(), model::poll);
        refund = new Actions.Binding(this::refund, noRefund);
        cancel = new Actions.Binding(this::cancelOrder, noCancel);
        account = new Actions.Binding(this::openAccount, new SimpleStringProperty(""));
        Button refundButton = Buttons.button(ConsoleAction.GIVE_BACK, refund, "order-refund");
        refundButton.setText(Texts.of("payments.refund.action"));
        Button cancelButton = Buttons.button(ConsoleAction.DISCARD, cancel, "order-cancel");
        cancelButton.setText(Texts.of("payments.cancel.action"));
        buttons =
                new FlowPane(
                        8,
                        8,
                        Buttons.room(refundButton, refund),
                        Buttons.room(cancelButton, cancel),
                        Buttons.of(ConsoleAction.SHOW_ACCOUNT, account, "order-account"));
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        content.setMaxWidth(960);
        pane = new StatePane(scroll, Texts.of("payments.order.none"), "", model::read);
        VBox.setVgrow(pane, Priority.ALWAYS);
        pane.getStyleClass().addAll("screen", "payments");
        forbid();
    }

    private void forbid() {
        OrderModel.Standing now = seen;
        String mayRefund = RoleCheck.refusal(bench.me(), PaymentsGrpc.getRefundPaymentMethod());
        String mayCancel = RoleCheck.refusal(bench.me(), PaymentsGrpc.getCancelOrderMethod());
        boolean isOpen = now != null && now.order().getState() == OrderState.ORDER_STATE_OPEN;
        noRefund.set(
                !mayRefund.isEmpty()
                        ? mayRefund
                        : refundable().isPresent() ? "" : Texts.of("payments.refund.nothing"));
        noCancel.set(
                !mayCancel.isEmpty()
                        ? mayCancel
                        : isOpen ? "" : Texts.of("payments.cancel.closed"));
    }

    // Of several, the first of which something is left.
    private Optional<Payment> refundable() {
        OrderModel.Standing now = seen;
        return now == null
                ? Optional.empty()
                : now.order().getPaymentsList().stream()
                        .filter(payment -> RefundRule.keptNanos(payment) > 0)
                        .findFirst();
    }

    private void refund() {
        OrderModel.Standing now = seen;
        if (now != null) {
            refundable().ifPresent(payment -> RefundSheet.show(bench, now, payment, model::read));
        }
    }

    private void cancelOrder() {
        OrderModel.Standing now = seen;
        if (now != null) {
            CancelSheet.show(bench, model, now);
        }
    }

    private void openAccount() {
        OrderModel.Standing now = seen;
        if (now != null) {
            bench.navigator().open(Address.of(Route.ACCOUNTS, now.order().getAccount()));
        }
    }

    private void show(Loadable<OrderModel.Standing> state) {
        if (state instanceof Loadable.Ready<OrderModel.Standing>(OrderModel.Standing standing)
                && !standing.equals(seen)) {
            seen = standing;
            forbid();
            content.getChildren().clear();
            if (!isDrawer) {
                content.getChildren().add(Shell.heading(title()));
            }
            content.getChildren().addAll(parts.facts(standing), buttons);
            parts.payments(standing).forEach(content.getChildren()::add);
            parts.offers(standing).forEach(content.getChildren()::add);
            content.getChildren().add(parts.line(standing));
        }
        pane.show(state);
    }

    @Override
    public Parent node() {
        return pane;
    }

    @Override
    public String title() {
        OrderModel.Standing now = seen;
        return now == null
                ? Texts.of("payments.order")
                : Texts.of("payments.order.title", now.account());
    }

    @Override
    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        bind(ConsoleAction.GIVE_BACK, refund);
        bind(ConsoleAction.DISCARD, cancel);
        bind(ConsoleAction.SHOW_ACCOUNT, account);
        bind(ConsoleAction.RELOAD, new Actions.Binding(model::read, new SimpleStringProperty("")));
        ticker.start();
    }

    private void bind(ConsoleAction action, Actions.Binding binding) {
        subscriptions.add(bench.actions().bind(action, binding));
    }

    @Override
    public void hidden() {
        ticker.stop();
        model.cancel();
        subscriptions.clear();
    }
}
