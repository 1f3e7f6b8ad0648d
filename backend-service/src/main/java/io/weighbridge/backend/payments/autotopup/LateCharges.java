package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.payments.CardOrders;
import io.weighbridge.backend.payments.provider.CardAnswer;
import io.weighbridge.backend.payments.provider.CardCharge;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.SavedCards;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// Looks for charges that came after all though their attempts ended without one: their webhook may
/// be lost. What is found goes the way of every payment.
final class LateCharges {
    private static final Logger LOG = LoggerFactory.getLogger(LateCharges.class);
    private static final long HOUR_MS = 60 * 60_000;
    private static final long DAY_MS = 24 * HOUR_MS;
    // As any unpaid order of a card is asked about.
    private static final long WATCH_MS = 16 * DAY_MS;

    private final AutoTopUpStore store;
    private final CardStore cards;
    private final CardOrders orders;
    private final TimeSource time;

    LateCharges(AutoTopUpStore store, CardStore cards, CardOrders orders, TimeSource time) {
        this.store = store;
        this.cards = cards;
        this.orders = orders;
        this.time = time;
    }

    /// Looks for one: ever more rarely, and after a while never again.
    ///
    /// @return whether its provider answered
    boolean lookFor(Attempt attempt) {
        long nowMs = time.wallMs();
        long sinceMs = nowMs - attempt.endedAtMs();
        OrderStanding standing = orders.standing(attempt.orderId());
        // With a reference it is asked about like any other. Other money may have paid the order.
        boolean isFound = !standing.checkouts().getFirst().reference().isEmpty();
        Payment own = isFound ? null : Charging.own(standing).orElse(null);
        if (own != null) {
            // Its webhook was first.
            orders.answered(attempt.orderId(), own.provider(), own.reference());
            isFound = true;
        }
        if (isFound || sinceMs > WATCH_MS) {
            store.lookedFor(attempt, 0);
            return true;
        }
        // Before it is asked, so that one that cannot be answered keeps no other from its turn.
        store.lookedFor(attempt, nowMs + Math.clamp(sinceMs, HOUR_MS, DAY_MS));
        try {
            look(attempt, standing);
            return true;
        } catch (Fault fault) {
            LOG.warn(
                    "A late charge for {} is looked for later: {}",
                    IdKind.ORDER.format(attempt.orderId()),
                    fault.logText());
            return fault.code() != ErrorCode.PROVIDER_UNAVAILABLE;
        }
    }

    private void look(Attempt attempt, OrderStanding standing) {
        KeptCard card = cards.card(attempt.cardId()).orElseThrow();
        PaymentProvider provider =
                orders.providers().stream()
                        .filter(each -> each.name().equals(card.provider()))
                        .findFirst()
                        .orElse(null);
        Optional<SavedCards> kept = provider == null ? Optional.empty() : provider.savedCards();
        if (provider == null || kept.isEmpty()) {
            return; // It may be in the settings again one day.
        }
        CardCharge charge =
                new CardCharge(
                        orders.toPay(standing.order()),
                        card.card().customer(),
                        card.card().method(),
                        attempt.startedAtMs());
        CardAnswer answer = orders.ask(provider, () -> kept.get().find(charge, ""));
        String reference =
                switch (answer) {
                    case CardAnswer.Made made -> made.reference();
                    case CardAnswer.Declined declined -> declined.reference();
                    case CardAnswer.Unknown _ -> "";
                };
        if (!reference.isEmpty()) {
            orders.answered(attempt.orderId(), provider.name(), reference);
            orders.look(provider, reference);
        }
    }
}
