package io.weighbridge.backend.payments;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Asks the providers about checkouts that stay open, ever more rarely: a webhook can be lost.
final class Polling {
    /// How long after its opening a checkout is asked about for the first time.
    static final long FIRST_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    private static final long MOST_MS = 60 * 60_000;
    private static final int DOUBLINGS_MAX = 10;
    // Late money is watched for so long after an order's end.
    private static final long AFTER_END_MS = 48L * 60 * 60_000;
    private static final int ROUND_MOST = 500;

    private final OrderStore store;
    private final Orders orders;
    private final Crediting crediting;
    private final Providers providers;
    private final OrderTurns turns;
    private final TimeSource time;

    Polling(
            OrderStore store,
            Orders orders,
            Crediting crediting,
            Providers providers,
            OrderTurns turns,
            TimeSource time) {
        this.store = store;
        this.orders = orders;
        this.crediting = crediting;
        this.providers = providers;
        this.turns = turns;
        this.time = time;
    }

    /// Asks about those that are due. A provider that does not answer is asked once in a round.
    void round() {
        Set<String> away = new HashSet<>();
        for (OrderStore.ToAsk due : store.toAsk(time.wallMs(), ROUND_MOST)) {
            Optional<PaymentProvider> provider = providers.find(due.checkout().provider());
            if (provider.isPresent() && !away.contains(due.checkout().provider())) {
                ask(provider.get(), due.checkout());
                if (providers.health(provider.get()).isFailing()) {
                    away.add(due.checkout().provider());
                }
            }
            store.asked(due.checkout(), nextMs(due));
        }
    }

    private void ask(PaymentProvider provider, OpenedCheckout checkout) {
        try {
            OpenedCheckout known = checkout.reference().isEmpty() ? reopen(provider, checkout) : checkout;
            Crediting.Outcome outcome =
                    crediting.take(
                            provider,
                            () -> providers.ask(provider, () -> provider.ask(known.reference())),
                            _ -> null);
            if (outcome.state() == DeliveryState.UNMATCHED) {
                LOG.warn(
                        "{} tells of {} what does not fit its order: {}",
                        provider.name(),
                        known.reference(),
                        outcome.reason());
            }
        } catch (Fault fault) {
            LOG.warn("{} was not asked about an order: {}", provider.name(), fault.logText());
        } catch (RuntimeException e) {
            LOG.error("{} was not asked about an order", provider.name(), e);
        }
    }

    // The answer to the opening was lost: the provider gives the same one again.
    private OpenedCheckout reopen(PaymentProvider provider, OpenedCheckout checkout) {
        return turns.on(
                checkout.orderId(), () -> orders.open(orders.require(checkout.orderId()), provider));
    }

    private long nextMs(OrderStore.ToAsk due) {
        long nowMs = time.wallMs();
        Order order = orders.require(due.checkout().orderId());
        boolean over =
                order.state() == OrderState.PAID || nowMs > order.expiresAtMs() + AFTER_END_MS;
        return over
                ? 0
                : nowMs + Math.min(FIRST_MS << Math.min(due.asked(), DOUBLINGS_MAX), MOST_MS);
    }
}
