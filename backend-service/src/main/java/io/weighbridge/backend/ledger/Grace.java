package io.weighbridge.backend.ledger;

/// When holds end by themselves after proxies could not settle for a while: they get time
/// to, before their calls are ended by policy.
final class Grace {
    private static final long MOST_MS = 60_000;

    private Grace() {}

    /// When a hold ends.
    ///
    /// @param expiresAtMs when it would have ended
    /// @param authorizedAtMs when its call began
    /// @param backAtMs since when proxies can settle again
    static long expiresAtMs(long expiresAtMs, long authorizedAtMs, long backAtMs) {
        long lifeMs = expiresAtMs - authorizedAtMs;
        return Math.max(expiresAtMs, backAtMs + Math.min(lifeMs, MOST_MS));
    }
}
