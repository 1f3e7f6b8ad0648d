package io.weighbridge.backend.keys;

/// A key, without its secret.
///
/// @param id never changes
/// @param accountId who pays
/// @param version rises with each change
/// @param settings what can be changed
/// @param digest SHA-256 of the secret
/// @param hint the secret's head and last four characters
/// @param createdAtMs when it was made
/// @param revokedAtMs 0 when it was not
/// @param revokedReason empty when it was not
/// @param lastUsedAtMs last admitted call, to about a minute; 0 for never
public record ApiKey(
        long id,
        long accountId,
        long version,
        KeySettings settings,
        KeyDigest digest,
        String hint,
        long createdAtMs,
        long revokedAtMs,
        String revokedReason,
        long lastUsedAtMs) {
    ApiKey changed(KeySettings newSettings) {
        return new ApiKey(
                id,
                accountId,
                version + 1,
                newSettings,
                digest,
                hint,
                createdAtMs,
                revokedAtMs,
                revokedReason,
                lastUsedAtMs);
    }

    ApiKey revoked(long atMs, String reason) {
        return new ApiKey(
                id,
                accountId,
                version + 1,
                settings,
                digest,
                hint,
                createdAtMs,
                atMs,
                reason,
                lastUsedAtMs);
    }
}
