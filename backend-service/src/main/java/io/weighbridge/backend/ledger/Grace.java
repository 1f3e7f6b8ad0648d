package io.weighbridge.backend.ledger;

/// When holds end by themselves after proxies could not settle for a while: they get time
/// to, before their calls are ended by policy.
final class Grace {
    private static final long MOST_MS = 60_000;

    private Grace() {}

    /// When a hold ends.
    ///
    /// @param endsAtMs when it would have ended
    /// @param lifeMs how long it was made for
    /// @param backAtMs since when proxies can settle again, on the same clock
    static long endsAtMs(long endsAtMs, long lifeMs, long backAtMs) {
        return Math.max(endsAtMs, backAtMs + Math.min(lifeMs, MOST_MS));
    }
}
