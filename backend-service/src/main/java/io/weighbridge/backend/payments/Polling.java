package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.store.OrderStore;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the providers about checkouts that stay open, ever more rarely: a webhook can be lost.
final class Polling {
    /// How long after its opening a checkout is asked about for the first time.
    static final long FIRST_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    private static final long HOUR_MS = 60 * 60_000;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final int DOUBLINGS_MAX = 11;
    // Money that comes late is looked for every hour for so long after an order's end.
    private static final long LATE_MS = 2 * DAY_MS;
    // A Bitcoin server watches an invoice for a day after its end; a week more is for a server
    // that was away, and for blocks that are undone.
    private static final long BITCOIN_WATCH_MS = 8 * DAY_MS;
    // A bank's delayed payment takes up to 14 days.
    private static final long UNPAID_WATCH_MS = 16 * DAY_MS;
    // A cardholder can dispute for 120 days after the payment, as the card networks have it.
    private static final long CARD_WATCH_MS = 125 * DAY_MS;
    // For each provider, so that none takes another's place.
    private static final int ROUND_MOST = 250;
    private static final int SILENT_MOST = 3;

    private final OrderStore store;
    private final Orders orders;
    private final Asking asking;
    private final Providers providers;
    private final TimeSource time;

    Polling(OrderStore store, Orders orders, Asking asking, Providers providers, TimeSource time) {
        this.store = store;
        this.orders = orders;
        this.asking = asking;
        this.providers = providers;
        this.time = time;
    }

    /// Asks about those that are due. A provider that does not answer a few times running is asked
    /// no more in this round; what is left stays due.
    void round() {
        for (PaymentProvider provider : providers.all()) {
            int silent = 0;
            for (OrderStore.ToAsk due : store.toAsk(provider.name(), time.wallMs(), ROUND_MOST)) {
                silent = ask(provider, due.checkout()) ? 0 : silent + 1;
                store.asked(due.checkout(), nextMs(provider, due));
                if (silent >= SILENT_MOST) {
                    break;
                }
            }
        }
    }

    // Returns whether the provider answered.
    private boolean ask(PaymentProvider provider, OpenedCheckout checkout) {
        try {
            OpenedCheckout known =
                    checkout.reference().isEmpty()
                            ? orders.reopen(checkout.orderId(), provider)
                            : checkout;
            asking.about(provider, known.reference());
            askAboutAssigned(provider, checkout.orderId());
        } catch (Fault fault) {
            LOG.warn("{} was not asked about an order: {}", provider.name(), fault.logText());
            return fault.code() != ErrorCode.PROVIDER_UNAVAILABLE;
        } catch (RuntimeException e) {
            LOG.error("{} was not asked about an order", provider.name(), e);
        }
        return true;
    }

    // Those that came another way: an operator said that they are this order's.
    private void askAboutAssigned(PaymentProvider provider, long orderId) {
        OrderStanding standing = orders.standing(orderId);
        for (Payment payment : standing.payments()) {
            boolean isOwn =
                    standing.checkouts().stream()
                            .anyMatch(each -> each.reference().equals(payment.checkout()));
            if (payment.provider().equals(provider.name()) && !isOwn) {
                asking.about(provider, payment.checkout());
            }
        }
    }

    private long nextMs(PaymentProvider provider, OrderStore.ToAsk due) {
        long nowMs = time.wallMs();
        Order order = orders.require(due.checkout().orderId());
        boolean pending = order.state() == OrderState.PENDING;
        // Money that came late is watched as long as any.
        long endMs =
                order.state() == OrderState.PAID
                        ? Math.max(order.expiresAtMs(), order.changedAtMs())
                        : order.expiresAtMs();
        if (!pending && nowMs > endMs + watchMs(provider, order)) {
            return 0;
        }
        boolean rarely = order.state() == OrderState.PAID || nowMs > order.expiresAtMs() + LATE_MS;
        long mostMs = rarely && !pending ? DAY_MS : HOUR_MS;
        return nowMs + Math.min(FIRST_MS << Math.min(due.asked(), DOUBLINGS_MAX), mostMs);
    }

    private static long watchMs(PaymentProvider provider, Order order) {
        if (provider.method() == PaymentMethod.BITCOIN) {
            return BITCOIN_WATCH_MS;
        }
        return order.state() == OrderState.PAID ? CARD_WATCH_MS : UNPAID_WATCH_MS;
    }
}
