package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.payments.provider.Told;

/// A dispute about a payment, as the provider told it last.
///
/// @param dispute in its last state
/// @param openedAtMs when we first heard of it
/// @param changedAtMs when it changed last
public record HeldDispute(
        long paymentId, Told.Dispute dispute, long openedAtMs, long changedAtMs) {}
