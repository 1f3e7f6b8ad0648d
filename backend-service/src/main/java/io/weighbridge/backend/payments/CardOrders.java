package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.CheckoutKind;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderJson;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.store.OrderStore;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.IdKind;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Orders that are paid by a saved card, for who charges it. What the charge becomes goes the way
/// of every payment. For threads that may wait.
public final class CardOrders {
    // What comes later is credited all the same, and is said to be late.
    private static final long LIFE_MS = 2 * 24 * 60 * 60_000L;

    private final Orders orders;
    private final OrderStore store;
    private final Providers providers;
    private final Asking asking;
    private final OrderTurns turns;
    private final IdSource ids;
    private final TimeSource time;

    CardOrders(
            Orders orders,
            OrderStore store,
            Providers providers,
            Asking asking,
            OrderTurns turns,
            IdSource ids,
            TimeSource time) {
        this.orders = orders;
        this.store = store;
        this.providers = providers;
        this.asking = asking;
        this.turns = turns;
        this.ids = ids;
        this.time = time;
    }

    /// Something to be written together before a card is charged.
    ///
    /// @param checkout which nobody asks about before its answer is known
    /// @param change for the audit log
    public record Made(Order order, OpenedCheckout checkout, Change change) {}

    /// What orders may be for, and what they cost.
    public OrderTerms terms() {
        return orders.terms();
    }

    /// Who takes money.
    public List<PaymentProvider> providers() {
        return providers.all();
    }

    /// An order for an account; written by who charges it.
    ///
    /// @param act who orders it
    public Made make(long accountId, long amountNanos, String provider, String note, Act act) {
        long nowMs = time.wallMs();
        Order order =
                new Order(
                        ids.next(),
                        accountId,
                        amountNanos,
                        terms().feeNanos(amountNanos),
                        terms().currency(),
                        note,
                        OrderState.OPEN,
                        "",
                        nowMs,
                        nowMs + LIFE_MS,
                        nowMs);
        Change change =
                Change.by(
                        act,
                        nowMs,
                        "order.make",
                        IdKind.ORDER.format(order.id()),
                        "",
                        OrderJson.of(order),
                        note);
        return new Made(order, checkout(order, provider), change);
    }

    private static OpenedCheckout checkout(Order order, String provider) {
        return OpenedCheckout.asked(
                order, provider, 1, CheckoutKind.SAVED_CARD, order.createdAtMs());
    }

    /// An order as its provider needs it.
    public OrderToPay toPay(Order order) {
        return orders.toPay(order, 1, false);
    }

    /// How an order stands.
    ///
    /// @throws Fault ORDER_UNKNOWN
    public OrderStanding standing(long id) {
        return orders.standing(id);
    }

    /// Asks a provider something, as [Providers#ask].
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    public <T> T ask(PaymentProvider provider, Supplier<T> question) {
        return providers.ask(provider, question);
    }

    /// The provider's payment is known: from soon on it is asked about like any other.
    ///
    /// @param reference the provider's id of it
    public void answered(long id, String provider, String reference) {
        Order order = orders.require(id);
        OpenedCheckout known =
                checkout(order, provider).answered(reference, "", order.expiresAtMs());
        store.put(known, time.wallMs() + Polling.FIRST_MS);
    }

    /// Takes over how a charge stands now.
    ///
    /// @param reference the provider's id of the payment
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED, BUSY, STORE_UNAVAILABLE
    public void look(PaymentProvider provider, String reference) {
        asking.about(provider, reference);
    }

    /// Does something while nobody else works on an order.
    ///
    /// @param work takes the order as it is, and may write another state of it
    public <T> T inTurn(long id, Function<Order, T> work) {
        return turns.on(
                id,
                () -> {
                    turns.changed(id);
                    return work.apply(orders.require(id));
                });
    }

    /// An open order that failed; another stays as it is.
    public Order failed(Order order, String why) {
        return order.state() == OrderState.OPEN
                ? order.with(OrderState.FAILED, why, time.wallMs())
                : order;
    }
}
