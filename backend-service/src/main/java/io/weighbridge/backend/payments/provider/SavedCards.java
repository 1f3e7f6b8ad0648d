package io.weighbridge.backend.payments.provider;

import io.weighbridge.backend.platform.fault.Fault;

import java.util.Optional;

/// What a provider may offer beside [PaymentProvider]: cards that it keeps, charged without their
/// owner. Asks the provider: for threads that may wait.
public interface SavedCards {
    /// How long after its first asking a charge may be asked for again with the same order: the
    /// provider then knows it as the same. Later it may only be looked for.
    long repeatableMs();

    /// The card that a checkout saved; empty when it was paid by none.
    ///
    /// @param checkout as [Checkout#reference], opened to save the card
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    Optional<CardOnFile> cardOf(String checkout);

    /// Charges a card, once for each order.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE: it may have happened
    CardAnswer charge(CardCharge charge);

    /// What came of a charge; charges nothing.
    ///
    /// @param reference the provider's id of the payment; empty when it is not known
    /// @throws Fault PROVIDER_UNAVAILABLE
    CardAnswer find(CardCharge charge, String reference);

    /// Has the provider forget a card.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE
    void forget(CardOnFile card);
}
