package io.weighbridge.backend.upstreamkeys;

/// An account's key for a provider.
///
/// @param accountId whose
/// @param provider its name in the models file
/// @param sealed the key, for this account and provider only
/// @param hint its last characters
/// @param givenAtMs when the key was given
/// @param givenBy by which operator, 0 for a local program
/// @param lastUsedAtMs 0 for never
public record UpstreamKey(
        long id,
        long accountId,
        String provider,
        String sealed,
        String hint,
        long givenAtMs,
        long givenBy,
        long lastUsedAtMs) {
    private static final int SHOWN = 4;
    // Of a shorter one four characters would be too much of it.
    private static final int SHOWN_LENGTH_MIN = 16;

    /// What is shown of a key.
    static String hint(String key) {
        boolean isLong = key.length() >= SHOWN_LENGTH_MIN;
        return "…" + (isLong ? key.substring(key.length() - SHOWN) : "");
    }

    /// The same, used later.
    UpstreamKey usedAt(long atMs) {
        return new UpstreamKey(
                id,
                accountId,
                provider,
                sealed,
                hint,
                givenAtMs,
                givenBy,
                Math.max(lastUsedAtMs, atMs));
    }

    /// Leaves the sealed key out.
    @Override
    public String toString() {
        return "UpstreamKey[" + id + " of " + accountId + " for " + provider + "]";
    }
}
