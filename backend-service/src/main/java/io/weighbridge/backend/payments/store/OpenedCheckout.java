package io.weighbridge.backend.payments.store;

/// A checkout that was opened for an order; one for each provider.
///
/// @param reference the provider's id of it; empty while its answer is not known
/// @param page where it is paid; empty while the answer is not known, and where there is none
/// @param kind how it is paid
public record OpenedCheckout(
        long orderId,
        String provider,
        String reference,
        String page,
        long expiresAtMs,
        long openedAtMs,
        CheckoutKind kind) {}
