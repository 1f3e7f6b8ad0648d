package io.weighbridge.backend.payments;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;
import java.util.Optional;

/// Orders for credit: makes them, has them paid, knows how they stand. For threads that may wait.
public final class Orders {
    /// Makes one.
    ///
    /// @param amountNanos of credit; 0 leaves it to the customer
    /// @param note for people; empty for none
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN
    public Order make(long accountId, long amountNanos, String note) {
        throw new UnsupportedOperationException();
    }

    /// What orders may be for, and what they cost.
    public OrderTerms terms() {
        throw new UnsupportedOperationException();
    }

    /// Who can take the money, in the order in which customers are asked.
    public List<PaymentProvider> providers() {
        throw new UnsupportedOperationException();
    }

    /// The order that a link names; empty when there is none, or the link is forged.
    ///
    /// @param token as [#token]
    public Optional<Order> byToken(String token) {
        throw new UnsupportedOperationException();
    }

    /// What names an order in a link; who has it sees the order and can pay it, nothing more. The
    /// same each time.
    public String token(Order order) {
        throw new UnsupportedOperationException();
    }

    /// The order with this id.
    ///
    /// @throws Fault ORDER_UNKNOWN
    public Order require(long id) {
        throw new UnsupportedOperationException();
    }

    /// How an order stands.
    ///
    /// @throws Fault ORDER_UNKNOWN
    public OrderStanding standing(long id) {
        throw new UnsupportedOperationException();
    }

    /// Sets the amount of an order that has none yet. Asked again with the same amount it changes
    /// nothing.
    ///
    /// @throws Fault ORDER_UNKNOWN, INVALID_FIELD, ORDER_CLOSED (it has another, or cannot be paid)
    public Order chooseAmount(long id, long amountNanos) {
        throw new UnsupportedOperationException();
    }

    /// Opens a checkout for an order, or finds the one that is open.
    ///
    /// @param provider name of one of [#providers]
    /// @throws Fault ORDER_UNKNOWN, ORDER_CLOSED, INVALID_FIELD (no such provider, no amount yet),
    ///     PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    public OpenedCheckout choose(long id, String provider) {
        throw new UnsupportedOperationException();
    }

    /// An account's orders, newest first.
    ///
    /// @param accountId 0 for all accounts
    public Page<Order> list(long accountId, PageKey page) {
        throw new UnsupportedOperationException();
    }

    /// Nobody shall pay it any more. What is paid nevertheless is credited.
    ///
    /// @throws Fault ORDER_UNKNOWN, ORDER_CLOSED (it is paid, or money is on its way)
    public Order cancel(long id) {
        throw new UnsupportedOperationException();
    }
}
