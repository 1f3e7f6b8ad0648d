package io.weighbridge.backend.payments.autotopup;

/// That a customer agreed to have the card saved, on the page of an order that is paid since.
///
/// @param checkout the provider's id of what it was paid by
/// @param asked how often the provider was asked for the card
public record Consent(
        long orderId,
        long accountId,
        String provider,
        String checkout,
        long consentedAtMs,
        int asked) {}
