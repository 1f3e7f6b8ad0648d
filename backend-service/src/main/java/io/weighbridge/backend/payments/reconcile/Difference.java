package io.weighbridge.backend.payments.reconcile;

/// One thing that two sides say differently.
///
/// @param reference the provider's id of the payment
/// @param paymentId ours, 0 for none
/// @param orderId 0 for none
/// @param accountId 0 for none
/// @param currency of both amounts
/// @param expectedNanos what the side says that comes first: the provider, then the order, then the
///     payment's moves
/// @param foundNanos what the other says
/// @param detail more for people; empty for none
public record Difference(
        DifferenceKind kind,
        String provider,
        String reference,
        long paymentId,
        long orderId,
        long accountId,
        String currency,
        long expectedNanos,
        long foundNanos,
        String detail) {}
