package io.weighbridge.backend.payments.provider;

import java.net.URI;

/// An order as a provider needs it.
///
/// @param id our order's id in its text form; comes back in [OrderClaim#orderId]
/// @param checkout which of the order's checkouts at this provider it is, from 1: the same one is
///     opened once, another number is another
/// @param totalNanos to be paid, the fee included
/// @param currency ISO 4217, upper-case: the installation's
/// @param title what the customer reads beside the amount
/// @param expiresAtMs when it can no longer be paid
/// @param returnTo our page about the order; where the customer goes afterwards
/// @param savesCard whether the customer agreed that the card is saved and charged again
public record OrderToPay(
        String id,
        int checkout,
        long totalNanos,
        String currency,
        String title,
        long expiresAtMs,
        URI returnTo,
        boolean savesCard) {}
