package io.weighbridge.backend.payments.page;

import io.weighbridge.backend.payments.PaymentMethod;

import java.util.List;
import java.util.Set;

/// An order as its customer sees it.
///
/// @param id in its text form
/// @param account whose credit it is for: its name
/// @param amountNanos credit that was ordered
/// @param feeNanos paid on top
/// @param currency ISO 4217
/// @param state what the page says and offers
/// @param methods it can be paid by; empty when it was chosen, or nothing is to be paid any more
/// @param checkout the provider's page; empty when none was opened
/// @param creditedNanos that it has brought until now
/// @param expiresAtMs until when it can be paid
/// @param note more about the state, for people; may be empty
/// @param receipt its number; empty when there is none yet
/// @param payments what was paid, oldest first
public record OrderView(
        String id,
        String account,
        long amountNanos,
        long feeNanos,
        String currency,
        State state,
        Set<PaymentMethod> methods,
        String checkout,
        long creditedNanos,
        long expiresAtMs,
        String note,
        String receipt,
        List<Payment> payments) {
    public OrderView {
        methods = Set.copyOf(methods);
        payments = List.copyOf(payments);
    }

    /// What is to be paid.
    public long totalNanos() {
        return amountNanos + feeNanos;
    }

    /// How far an order is.
    public enum State {
        /// How to pay is to be chosen.
        OPEN,
        /// The provider's page is open.
        CHOSEN,
        /// Paid, but not certain yet.
        WAITING,
        PAID,
        /// Less, or more, arrived than was ordered; it is credited.
        PAID_OTHERWISE,
        EXPIRED,
        FAILED,
        CANCELLED,
        /// Some or all of it was given back, or the cardholder objected.
        REVERSED
    }

    /// Money that arrived.
    ///
    /// @param reference the provider's id
    /// @param backNanos of it given back, or in dispute
    public record Payment(
            PaymentMethod method,
            String reference,
            long arrivedNanos,
            long backNanos,
            long firstAtMs) {}
}
