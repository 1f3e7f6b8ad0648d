package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.payments.CardOrders;
import io.weighbridge.backend.payments.provider.CardOnFile;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.SavedCards;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.ActorKind;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Learns which cards customers had saved, and has removed ones forgotten. For one thread.
final class CardRounds {
    private static final Logger LOG = LoggerFactory.getLogger(CardRounds.class);
    private static final long FIRST_AGAIN_MS = 60_000;
    private static final int DOUBLINGS_MAX = 6;
    private static final int ROUND_MOST = 100;

    private final CardStore store;
    private final CardOrders orders;
    private final AutoTopUpSettings settings;
    private final IdSource ids;
    private final TimeSource time;

    CardRounds(
            CardStore store,
            CardOrders orders,
            AutoTopUpSettings settings,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.orders = orders;
        this.settings = settings;
        this.ids = ids;
        this.time = time;
    }

    /// Who tops up by itself, for the audit log.
    static Act act() {
        return new Act(ActorKind.LOCAL, 0, "payments/auto-topup", 0, 0, "", "", "");
    }

    void round() {
        if (settings.isEnabled()) {
            store.consents(time.wallMs(), ROUND_MOST).forEach(this::save);
        }
        // For each that is there, so that none takes another's place.
        for (PaymentProvider provider : orders.providers()) {
            provider.savedCards().ifPresent(cards -> forget(provider, cards));
        }
    }

    // What cannot be done now is tried again in the next round.
    private void forget(PaymentProvider provider, SavedCards cards) {
        for (KeptCard card : store.toForget(provider.name(), ROUND_MOST)) {
            if (!isForgotten(provider, cards, card)) {
                return;
            }
        }
    }

    private void save(Consent consent) {
        // Before it is asked, so that one that cannot be answered keeps no other from its turn.
        store.askedForCard(
                consent,
                time.wallMs() + (FIRST_AGAIN_MS << Math.min(consent.asked(), DOUBLINGS_MAX)));
        PaymentProvider provider = provider(consent.provider());
        SavedCards cards = provider == null ? null : provider.savedCards().orElse(null);
        if (provider == null || cards == null) {
            return;
        }
        try {
            CardOnFile card =
                    orders.ask(provider, () -> cards.cardOf(consent.checkout())).orElse(null);
            save(consent, card);
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.PROVIDER_REFUSED) {
                save(consent, (CardOnFile) null);
            }
            LOG.warn("The card of an order is not known: {}", fault.logText());
        }
    }

    private void save(Consent consent, @Nullable CardOnFile card) {
        long nowMs = time.wallMs();
        KeptCard kept =
                card == null
                        ? null
                        : new KeptCard(
                                ids.next(),
                                consent.accountId(),
                                consent.provider(),
                                card,
                                consent.orderId(),
                                consent.consentedAtMs(),
                                nowMs,
                                0);
        store.save(
                consent,
                kept,
                Change.by(
                        act(),
                        nowMs,
                        "card.save",
                        kept == null ? "" : IdKind.CARD.format(kept.id()),
                        "",
                        kept == null ? "" : TopUpJson.of(kept),
                        "its owner agreed on the order's page"));
    }

    private @Nullable PaymentProvider provider(String name) {
        return orders.providers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private boolean isForgotten(PaymentProvider provider, SavedCards cards, KeptCard card) {
        try {
            var _ =
                    orders.ask(
                            provider,
                            () -> {
                                cards.forget(card.card());
                                return true;
                            });
            store.forgotten(card, time.wallMs());
            return true;
        } catch (Fault fault) {
            LOG.warn("A removed card is not forgotten yet: {}", fault.logText());
            return false;
        }
    }
}
