package io.weighbridge.backend.payments.provider;

/// What a provider says that a checkout is for: compared with our order, never believed.
///
/// @param orderId as it was given in [OrderToPay#id]; empty when it carries none
/// @param checkout the provider's id of the checkout
/// @param totalNanos that was asked for
/// @param currency ISO 4217, upper-case
public record OrderClaim(String orderId, String checkout, long totalNanos, String currency) {}
