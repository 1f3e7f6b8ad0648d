package io.weighbridge.backend.payments.page;

import io.weighbridge.backend.payments.Order;
import io.weighbridge.backend.payments.OrderStanding;
import io.weighbridge.backend.payments.OrderTerms;
import io.weighbridge.backend.payments.Payment;
import io.weighbridge.backend.payments.PaymentMethod;

import java.util.List;
import java.util.Set;

/// An order as its customer sees it.
///
/// @param link what names it in the page's address
/// @param account whose credit it is for: its name
/// @param methods it can be paid by now
/// @param terms what an order may be for
record OrderView(
        String link,
        String account,
        OrderStanding standing,
        Set<PaymentMethod> methods,
        OrderTerms terms) {
    OrderView {
        methods = Set.copyOf(methods);
    }

    /// What the page says.
    enum State {
        /// The amount is to be chosen.
        AMOUNT,
        /// How to pay is to be chosen.
        OPEN,
        /// A provider's page was opened.
        OPENED,
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

    String currency() {
        return order().currency();
    }

    State state() {
        return switch (order().state()) {
            case OPEN -> open();
            case PENDING -> State.WAITING;
            case PAID -> paid();
            case EXPIRED -> State.EXPIRED;
            case CANCELLED -> State.CANCELLED;
            case FAILED -> State.FAILED;
        };
    }

    private State open() {
        if (order().amountNanos() == 0) {
            return State.AMOUNT;
        }
        return standing.checkouts().stream().anyMatch(checkout -> !checkout.page().isEmpty())
                ? State.OPENED
                : State.OPEN;
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
            case OPENED, WAITING -> true;
            case PAID, PAID_OTHERWISE ->
                    payments().stream()
                            .anyMatch(each -> each.arrivedNanos() > 0 && each.receipt().isEmpty());
            case AMOUNT, OPEN, REVERSED, EXPIRED, FAILED, CANCELLED -> false;
        };
    }
}
