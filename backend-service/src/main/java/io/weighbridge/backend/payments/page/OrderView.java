package io.weighbridge.backend.payments.page;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.OrderTerms;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.store.CheckoutKind;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.store.Payment;

import java.util.List;
import java.util.Set;

/// An order as its customer sees it.
///
/// @param link what names it in the page's address
/// @param owner whose credit it is for
/// @param methods it can be paid by now
/// @param terms what an order may be for
/// @param isSavingOffered whether a card can be saved with it
/// @param nowMs when it is seen
record OrderView(
        String link,
        Account owner,
        OrderStanding standing,
        Set<PaymentMethod> methods,
        OrderTerms terms,
        boolean isSavingOffered,
        long nowMs) {
    OrderView {
        methods = Set.copyOf(methods);
    }

    /// What the page says.
    enum State {
        /// Its account is suspended: it cannot be paid now.
        SUSPENDED,
        /// The amount is to be chosen.
        AMOUNT,
        /// How to pay is to be chosen.
        OPEN,
        /// A provider's page was opened.
        OPENED,
        /// A saved card is being charged.
        CHARGING,
        /// Paid, but not certain yet.
        WAITING,
        PAID,
        /// Less, or more, arrived than was ordered; it is credited.
        PAID_OTHERWISE,
        /// Some or all of it was given back, or the cardholder objected.
        REVERSED,
        EXPIRED,
        FAILED,
        CANCELLED
    }

    Order order() {
        return standing.order();
    }

    List<Payment> payments() {
        return standing.payments();
    }

    /// The name of the account that it is for.
    String account() {
        return owner.name();
    }

    /// Whether the customer can go on with it now.
    boolean isPayable() {
        return order().state().isPayable()
                && !isOver()
                && !owner.suspended()
                && !isChargedToSavedCard();
    }

    String currency() {
        return order().currency();
    }

    State state() {
        if (order().state() == OrderState.OPEN && isOver()) {
            return State.EXPIRED;
        }
        if (order().state().isPayable() && owner.suspended()) {
            return State.SUSPENDED;
        }
        return switch (order().state()) {
            case OPEN -> open();
            case PENDING -> State.WAITING;
            case PAID -> paid();
            case EXPIRED -> State.EXPIRED;
            case CANCELLED -> State.CANCELLED;
            case FAILED -> State.FAILED;
        };
    }

    private boolean isChargedToSavedCard() {
        return standing.checkouts().stream()
                .anyMatch(checkout -> checkout.kind() == CheckoutKind.SAVED_CARD);
    }

    /// Whether the page that was opened saves the card, as somebody with the link agreed.
    boolean isSaving() {
        return isSavingOffered
                && state() == State.OPENED
                && standing.checkouts().stream()
                        .filter(checkout -> !checkout.isEnded())
                        .anyMatch(checkout -> checkout.kind() == CheckoutKind.SAVING_PAGE);
    }

    private State open() {
        if (isChargedToSavedCard()) {
            return State.CHARGING;
        }
        if (order().amountNanos() == 0) {
            return State.AMOUNT;
        }
        return isOpened() ? State.OPENED : State.OPEN;
    }

    // Known here before it is written.
    private boolean isOver() {
        return order().expiresAtMs() <= nowMs;
    }

    private boolean isOpened() {
        return standing.checkouts().stream()
                .anyMatch(checkout -> !checkout.page().isEmpty() && !checkout.isEnded());
    }

    private State paid() {
        long kept = payments().stream().mapToLong(Payment::keptNanos).sum();
        if (kept < standing.arrivedNanos()) {
            return State.REVERSED;
        }
        return kept == order().totalNanos() ? State.PAID : State.PAID_OTHERWISE;
    }

    /// Whether more will be seen soon: the payment, its certainty, or its receipt.
    boolean isAwaited() {
        return switch (state()) {
            case OPENED, CHARGING, WAITING -> true;
            // Its page at the provider may be open all the same.
            case SUSPENDED -> isOpened();
            case PAID, PAID_OTHERWISE ->
                    payments().stream()
                            .anyMatch(each -> each.arrivedNanos() > 0 && each.receipt().isEmpty());
            case AMOUNT, OPEN, REVERSED, EXPIRED, FAILED, CANCELLED -> false;
        };
    }
}
