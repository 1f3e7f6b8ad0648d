package io.weighbridge.backend.payments.page;

import io.weighbridge.backend.payments.Orders;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.Nanos;

import java.net.URI;
import java.util.Currency;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Orders, for who has the link to one: the link is all that is asked for.
final class OrderViews {
    private static final int LINK_LENGTH_MAX = 200;

    private final Orders orders;
    private final TimeSource time;

    OrderViews(Orders orders, TimeSource time) {
        this.orders = orders;
        this.time = time;
    }

    /// The order that a link leads to; empty when it leads to none.
    Optional<OrderView> find(String link) {
        if (link.length() > LINK_LENGTH_MAX) {
            return Optional.empty();
        }
        return orders.byToken(link).map(order -> view(link, order));
    }

    private OrderView view(String link, Order order) {
        Set<PaymentMethod> methods = EnumSet.noneOf(PaymentMethod.class);
        orders.providers().forEach(provider -> methods.add(provider.method()));
        return new OrderView(
                link,
                orders.account(order),
                orders.standing(order.id()),
                methods,
                orders.terms(),
                orders.savesCards(),
                time.wallMs());
    }

    /// Sets the amount of an order that leaves it to its customer.
    ///
    /// @param decimal in units of the currency, as it was typed
    /// @throws Fault ORDER_CLOSED, INVALID_FIELD
    void chooseAmount(OrderView view, String decimal) {
        String plain = decimal.strip();
        int digits = Math.max(0, Currency.getInstance(view.currency()).getDefaultFractionDigits());
        // No more digits than the currency has: 1,000 is a thousand to some, and one to others.
        if (!plain.matches("\\d{1,9}([.,]\\d{0," + digits + "})?")) {
            throw Fault.invalid("amount", decimal, "a number such as 25 or 12.50");
        }
        long nanos = Nanos.parse(plain.replace(',', '.'));
        var _ = orders.chooseAmount(view.order().id(), nanos);
    }

    /// Opens the provider's page for an order, or finds the one that is open.
    ///
    /// @param savesCard whether the customer agrees that the card is saved and charged again
    /// @throws Fault ORDER_CLOSED, INVALID_FIELD, PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    URI choose(OrderView view, PaymentMethod method, boolean savesCard) {
        PaymentProvider provider =
                orders.providers().stream()
                        .filter(each -> each.method() == method)
                        .findFirst()
                        .orElseThrow(() -> Fault.invalid("method", method, "one that is offered"));
        boolean isAgreed = savesCard && orders.terms().savesCards() && method == PaymentMethod.CARD;
        return URI.create(orders.choose(view.order().id(), provider.name(), isAgreed).page());
    }
}
