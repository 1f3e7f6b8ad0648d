package io.weighbridge.backend.payments.provider;

/// What came of a charge to a saved card.
public sealed interface CardAnswer {
    /// It is paid, or on its way: [PaymentProvider#ask] says how it stands.
    ///
    /// @param reference the provider's id of the payment, which is its checkout too
    record Made(String reference) implements CardAnswer {}

    /// No money comes.
    ///
    /// @param reference empty when there is no payment
    /// @param code why, in the provider's words
    /// @param isFinal whether the same card cannot do better another time
    record Declined(String reference, String code, boolean isFinal) implements CardAnswer {}

    /// The provider was never asked for it.
    record Unknown() implements CardAnswer {}
}
