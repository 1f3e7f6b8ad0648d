package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.Checkout;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.CheckoutKind;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.store.OrderStore;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.IdKind;

import java.util.List;

/// Opens checkouts of orders at providers, one at a time at each. For threads that may wait.
final class Checkouts {
    // Of an order at one provider: each is asked about for long.
    private static final int CHECKOUTS_MOST = 50;

    private final Orders orders;
    private final OrderStore store;
    private final Asking asking;
    private final Providers providers;
    private final OrderTurns turns;
    private final TimeSource time;
    private final AskedLately askedLately;

    Checkouts(
            Orders orders,
            OrderStore store,
            Asking asking,
            Providers providers,
            OrderTurns turns,
            TimeSource time) {
        this.orders = orders;
        this.store = store;
        this.asking = asking;
        this.providers = providers;
        this.turns = turns;
        this.time = time;
        this.askedLately = new AskedLately(time);
    }

    /// As [Orders#choose].
    OpenedCheckout choose(long id, String provider, boolean savesCard) {
        PaymentProvider chosen = providers.require(provider);
        if (savesCard && chosen.savedCards().isEmpty()) {
            throw Fault.invalid("provider", provider, "one that keeps cards");
        }
        // Before anybody is asked, and in the turn: it may have changed meanwhile.
        lookIfOver(requireChoosable(id), chosen);
        return turns.on(
                id,
                () -> {
                    OrderStanding standing = requireChoosable(id);
                    OpenedCheckout known = standing.checkoutAt(provider).orElse(null);
                    CheckoutKind kind = savesCard ? CheckoutKind.SAVING_PAGE : CheckoutKind.PAGE;
                    if (known == null) {
                        return openAfresh(standing.order(), chosen, 1, kind);
                    }
                    if (known.isEnded()) {
                        return openAfresh(standing.order(), chosen, known.number() + 1, kind);
                    }
                    if (known.reference().isEmpty()) {
                        return askAgain(standing.order(), chosen, known, kind);
                    }
                    if (standing.order().state() == OrderState.FAILED) {
                        reopenOrder(standing.order());
                    }
                    return !savesCard && known.kind() == CheckoutKind.SAVING_PAGE
                            ? withoutSaving(known)
                            : known;
                });
    }

    private OrderStanding requireChoosable(long id) {
        Order order = orders.requirePayable(id);
        if (orders.account(order).suspended()) {
            throw order.closed("one of an account that is not suspended");
        }
        if (order.amountNanos() == 0) {
            throw Fault.invalid("amount", 0, "an amount, chosen before the provider");
        }
        OrderStanding standing = orders.standing(id);
        requirePaidOnPage(order, standing.checkouts());
        return standing;
    }

    // The last checkout may have ended without our having heard of it; or money may be on its way
    // there. Not in the order's turn, which comes after that of what is told.
    private void lookIfOver(OrderStanding standing, PaymentProvider provider) {
        OpenedCheckout known = standing.checkoutAt(provider.name()).orElse(null);
        if (known != null
                && !known.reference().isEmpty()
                && !known.isEnded()
                && known.expiresAtMs() <= time.wallMs()) {
            // Anybody with the link may press the button again and again.
            var _ =
                    askedLately.once(
                            known.reference(),
                            () -> {
                                asking.aboutOver(provider, standing.order(), known.reference());
                                return true;
                            });
        }
    }

    // It may have failed with another checkout, or with money that does not count.
    private void reopenOrder(Order order) {
        if (order.state() != OrderState.OPEN || !order.why().isEmpty()) {
            store.replace(order.with(OrderState.OPEN, "", time.wallMs()));
        }
    }

    // The answer to the last asking was lost, or it was refused: the same is asked for again.
    private OpenedCheckout askAgain(
            Order order, PaymentProvider provider, OpenedCheckout known, CheckoutKind kind) {
        String about = IdKind.ORDER.format(order.id()) + " at " + provider.name();
        return askedLately
                .once(about, () -> openAfresh(order, provider, known.number(), kind))
                .orElseThrow(() -> AskedLately.tooSoon(about));
    }

    private OpenedCheckout openAfresh(
            Order order, PaymentProvider provider, int number, CheckoutKind kind) {
        if (number > CHECKOUTS_MOST) {
            throw order.closed("one with fewer than " + CHECKOUTS_MOST + " checkouts");
        }
        reopenOrder(order);
        return open(order, provider, number, kind);
    }

    // The agreement goes in the same transaction: the card is never learnt.
    private OpenedCheckout withoutSaving(OpenedCheckout known) {
        OpenedCheckout plain = known.with(CheckoutKind.PAGE);
        store.put(plain, time.wallMs() + Polling.FIRST_MS);
        return plain;
    }

    // A card may be charged for it already.
    static void requirePaidOnPage(Order order, List<OpenedCheckout> opened) {
        if (opened.stream().anyMatch(each -> each.kind() == CheckoutKind.SAVED_CARD)) {
            throw order.closed("one that is not charged to a saved card; make another");
        }
    }

    /// Opens a checkout. That we ask is written first: if the answer is lost, what comes of the
    /// question is still known as ours. In the order's turn only.
    private OpenedCheckout open(
            Order order, PaymentProvider provider, int number, CheckoutKind kind) {
        long nowMs = time.wallMs();
        OpenedCheckout asked = OpenedCheckout.asked(order, provider.name(), number, kind, nowMs);
        store.put(asked, nowMs + Polling.FIRST_MS);
        OrderToPay toPay = orders.toPay(order, number, kind == CheckoutKind.SAVING_PAGE);
        Checkout checkout = providers.ask(provider, () -> provider.open(toPay));
        OpenedCheckout opened =
                asked.answered(
                        checkout.reference(), checkout.page().toString(), checkout.expiresAtMs());
        store.put(opened, nowMs + Polling.FIRST_MS);
        return opened;
    }

    /// The checkout at a provider of an order, opened if the answer to the opening was lost: the
    /// provider gives the same one again.
    ///
    /// @throws Fault ORDER_CLOSED when a saved card is charged, which only who charges asks again
    OpenedCheckout reopen(long id, PaymentProvider provider) {
        return turns.on(
                id,
                () -> {
                    OrderStanding standing = orders.standing(id);
                    OpenedCheckout known = standing.checkoutAt(provider.name()).orElse(null);
                    if (known != null && !known.reference().isEmpty()) {
                        return known;
                    }
                    requirePaidOnPage(standing.order(), standing.checkouts());
                    return open(
                            standing.order(),
                            provider,
                            known == null ? 1 : known.number(),
                            known == null ? CheckoutKind.PAGE : known.kind());
                });
    }
}
