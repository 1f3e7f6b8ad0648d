package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import java.math.BigInteger;

/// What a customer wants to buy.
///
/// @param accountId who gets the credit
/// @param amountNanos of credit; 0 while the customer has not chosen one
/// @param feeNanos on top of it
/// @param currency ISO 4217, the installation's
/// @param note for people; empty for none
/// @param state how far it is
/// @param why the state is what it is, for people; empty for nothing to say
/// @param expiresAtMs when it can no longer be paid
/// @param changedAtMs when the state changed last
public record Order(
        long id,
        long accountId,
        long amountNanos,
        long feeNanos,
        String currency,
        String note,
        OrderState state,
        String why,
        long createdAtMs,
        long expiresAtMs,
        long changedAtMs) {
    /// What is to be paid.
    public long totalNanos() {
        return amountNanos + feeNanos;
    }

    /// That something cannot be done with it as it is.
    ///
    /// @param expected what can be, in words
    public Fault closed(String expected) {
        return Fault.of(
                ErrorCode.ORDER_CLOSED,
                "order: "
                        + IdKind.ORDER.format(id)
                        + " is "
                        + state
                        + " (expected: "
                        + expected
                        + ")");
    }

    /// The credit that an amount of money stands for: its share of the order's.
    public long creditNanos(long keptNanos) {
        return creditNanos(keptNanos, amountNanos, totalNanos());
    }

    /// The same by an order's amount and total.
    ///
    /// @param totalNanos above 0
    public static long creditNanos(long keptNanos, long amountNanos, long totalNanos) {
        return BigInteger.valueOf(keptNanos)
                .multiply(BigInteger.valueOf(amountNanos))
                .divide(BigInteger.valueOf(totalNanos))
                .longValueExact();
    }

    public Order with(OrderState newState, String newWhy, long atMs) {
        return new Order(
                id,
                accountId,
                amountNanos,
                feeNanos,
                currency,
                note,
                newState,
                newWhy,
                createdAtMs,
                expiresAtMs,
                atMs);
    }

    public Order with(long newAmountNanos, long newFeeNanos) {
        return new Order(
                id,
                accountId,
                newAmountNanos,
                newFeeNanos,
                currency,
                note,
                state,
                why,
                createdAtMs,
                expiresAtMs,
                changedAtMs);
    }
}
