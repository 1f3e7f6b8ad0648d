package io.weighbridge.backend.payments.provider;

/// What came of looking at a webhook's signature.
public sealed interface Verified {
    /// It is the provider's.
    ///
    /// @param eventId the same for every delivery of one event
    /// @param type as the provider calls it
    /// @param about the provider's id of what it is about: events about one thing are handled one
    ///     after another
    record Genuine(String eventId, String type, String about) implements Verified {}

    /// It is not, or nobody can say so.
    ///
    /// @param why for the log; names no secret
    record Refused(String why) implements Verified {}
}
