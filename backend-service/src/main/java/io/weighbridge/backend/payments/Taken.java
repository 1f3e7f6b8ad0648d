package io.weighbridge.backend.payments;

/// What came of a webhook, for who answers it. A store that is away is a fault, to be answered 503:
/// the provider then sends it again.
public enum Taken {
    /// It is in the store, and handled or going to be: answer 200.
    STORED,
    /// It is not the provider's, or nobody can say so: answer 400.
    NOT_GENUINE,
    /// There is no such provider: answer 404.
    NO_SUCH_PROVIDER,
    /// More than [Deliveries#BODY_BYTES_MAX]: answer 413.
    TOO_LARGE
}
