package io.weighbridge.console.client;

/// Whether the backend answers.
public sealed interface LinkState {
    /// It answers.
    record Up() implements LinkState {}

    /// It does not; the console tries again by itself.
    ///
    /// @param sinceMs when it was last known to answer, in milliseconds since 1970
    record Down(long sinceMs) implements LinkState {}

    /// The session is over: only a new login helps.
    ///
    /// @param failure why
    record Ended(Failure failure) implements LinkState {}
}
