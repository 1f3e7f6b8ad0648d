package io.weighbridge.console.feature.payments;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.ScreenTab;
import io.weighbridge.console.shell.ScreenTabs;
import io.weighbridge.console.shell.TabbedList;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.OrderWords;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.DeliveryState;
import io.weighbridge.proto.v1.OrderState;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.PaymentProviderHealth;

import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;

import java.util.List;
import java.util.Locale;

/// Payments: orders, what providers told, disputes, the providers themselves, redemption codes, and
/// reports of differences. Its address holds the tab and the states that are shown.
final class PaymentsView implements Screen {
    private static final int POLL_MS = 5_000;

    private final Workbench bench;
    private final ComboBox<OrderState> orderState = new ComboBox<>();
    private final ComboBox<DeliveryState> deliveryState = new ComboBox<>();
    private final List<TabbedList<?>> lists;
    private final TabbedList<OrderRow> orders;
    private final TabbedList<PaymentDelivery> deliveries;
    private final CodesTab codes;
    private final ScreenTabs tabs;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Ticker ticker;

    PaymentsView(Address address, Workbench bench) {
        this.bench = bench;
        PaymentsModel model = new PaymentsModel(bench.client());
        fillStates(address);
        orders = orders(model);
        deliveries = deliveries(model);
        codes = new CodesTab(bench, address.filter("codes"), address.filter("campaign"));
        lists =
                List.of(
                        orders,
                        deliveries,
                        disputes(model),
                        providers(model),
                        codes.list(),
                        new ReportsTab(bench).list());
        tabs = new ScreenTabs(bench, Route.PAYMENTS, lists, address.filter("tab"), this::address);
        ticker = new Ticker(POLL_MS, bench.background().fx(), () -> tabs.current().poll());
    }

    private void fillStates(Address address) {
        StateBox.fill(
                orderState,
                OrderState.class,
                "payments.all",
                OrderWords::state,
                "payments-order-state",
                "payments.column.state");
        orderState.setValue(chosen(address.filter("state"), orderState.getItems(), "ORDER_STATE_"));
        StateBox.fill(
                deliveryState,
                DeliveryState.class,
                "payments.all",
                PaymentWords::delivery,
                "payments-delivery-state",
                "payments.column.state");
        // What waits for an operator, unless somebody wants to see more.
        String told = address.filter("told");
        deliveryState.setValue(
                chosen(
                        told.isEmpty() ? "unmatched" : told,
                        deliveryState.getItems(),
                        "DELIVERY_STATE_"));
    }

    // The first stands for all of them.
    private static <E extends Enum<E>> E chosen(String word, List<E> states, String prefix) {
        return states.stream()
                .filter(state -> state.name().equalsIgnoreCase(prefix + word))
                .findFirst()
                .orElse(states.getFirst());
    }

    private static String word(Enum<?> state, String prefix) {
        String rest = state.name().substring(prefix.length()).toLowerCase(Locale.ROOT);
        return rest.equals("unspecified") ? "" : rest;
    }

    private TabbedList<OrderRow> orders(PaymentsModel model) {
        Button accounts = new Button(Texts.of("payments.orders.action"));
        accounts.setOnAction(_ -> bench.navigator().open(Address.of(Route.ACCOUNTS)));
        return new TabbedList<>(
                        bench,
                        "payments.",
                        "orders",
                        PaymentTables.orders(bench.formats()),
                        () ->
                                new TabbedList.Wanted<>(
                                        orderState.getValue(), model.orders(orderState.getValue())),
                        orderState)
                .leadingTo(row -> row.order().getOrder(), this::inspect)
                .filteredBy(orderState)
                .withEmptyAction(accounts);
    }

    private TabbedList<PaymentDelivery> deliveries(PaymentsModel model) {
        Button all = new Button(Texts.of("payments.deliveries.action"));
        all.setOnAction(_ -> deliveryState.setValue(DeliveryState.DELIVERY_STATE_UNSPECIFIED));
        return new TabbedList<>(
                        bench,
                        "payments.",
                        "deliveries",
                        PaymentTables.deliveries(bench.formats()),
                        () ->
                                new TabbedList.Wanted<>(
                                        deliveryState.getValue(),
                                        model.deliveries(deliveryState.getValue())),
                        deliveryState)
                .leadingTo(PaymentDelivery::getDelivery, this::inspect)
                .filteredBy(deliveryState)
                .withEmptyAction(all);
    }

    private TabbedList<DisputeRow> disputes(PaymentsModel model) {
        return new TabbedList<>(
                        bench,
                        "payments.",
                        "disputes",
                        PaymentTables.disputes(bench.formats()),
                        () -> new TabbedList.Wanted<>("", model.disputes()))
                .leadingTo(DisputeRow::order, this::inspect);
    }

    private TabbedList<PaymentProviderHealth> providers(PaymentsModel model) {
        return new TabbedList<>(
                bench,
                "payments.",
                "providers",
                PaymentTables.providers(bench.formats()),
                () -> new TabbedList.Wanted<>("", model.providers()));
    }

    private void inspect(String id) {
        bench.navigator().inspect(Address.of(Route.PAYMENTS, id));
    }

    private Address address() {
        ScreenTab tab = tabs.current();
        return Address.of(Route.PAYMENTS)
                .with("tab", tab.equals(orders) ? "" : tab.name())
                .with("state", word(orderState.getValue(), "ORDER_STATE_"))
                .with("told", told())
                .with("codes", codes.filter())
                .with("campaign", codes.campaign());
    }

    private String told() {
        DeliveryState state = deliveryState.getValue();
        if (state == DeliveryState.DELIVERY_STATE_UNSPECIFIED) {
            return "all";
        }
        return state == DeliveryState.DELIVERY_STATE_UNMATCHED
                ? ""
                : word(state, "DELIVERY_STATE_");
    }

    @Override
    public Parent node() {
        return tabs.node();
    }

    @Override
    public String title() {
        return Texts.of("shell.route.payments");
    }

    @Override
    public void shown() {
        tabs.shown();
        subscriptions.add(
                orderState.valueProperty().subscribe((_, _) -> tabs.change())::unsubscribe);
        subscriptions.add(
                deliveryState.valueProperty().subscribe((_, _) -> tabs.change())::unsubscribe);
        subscriptions.add(codes.onFilter(tabs::change)::unsubscribe);
        subscriptions.add(
                bench.actions()
                        .bind(
                                ConsoleAction.FILTER,
                                new Actions.Binding(
                                        this::focusFilter, new SimpleStringProperty(""))));
        ticker.start();
    }

    private void focusFilter() {
        lists.stream().filter(list -> list.equals(tabs.current())).forEach(TabbedList::focusFilter);
    }

    @Override
    public void hidden() {
        ticker.stop();
        subscriptions.clear();
        tabs.hidden();
    }
}
