package io.weighbridge.backend.payments.provider;

/// Money to give back.
///
/// @param id ours: asked twice with one id it is given back once
/// @param payment the provider's id of the payment
/// @param amountNanos at most what is left of it
/// @param currency ISO 4217, upper-case
/// @param note for the provider's own list
/// @param ifNew run once it is known that it was not made before, and before it is: a fault keeps
///     it from being made
public record RefundToMake(
        String id,
        String payment,
        long amountNanos,
        String currency,
        String note,
        Runnable ifNew) {}
