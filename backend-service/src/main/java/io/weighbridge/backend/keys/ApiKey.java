package io.weighbridge.backend.keys;

import java.util.ArrayList;
import java.util.List;

/// A key, without its secrets.
///
/// @param id never changes
/// @param accountId who pays
/// @param version rises with each change
/// @param settings what can be changed
/// @param digest SHA-256 of the present secret
/// @param hint the present secret's head and last four characters
/// @param createdAtMs when it was made
/// @param revokedAtMs 0 when it was not
/// @param revokedReason empty when it was not
/// @param block whether it is kept from calls for now
/// @param lastUsedAtMs last admitted call, to about a minute; 0 for never
/// @param madeBy the operator who made it, 0 for the installation itself
/// @param shownTo the operator whom the present secret was shown to, 0 for the installation itself
/// @param old secrets before the present one, newest first; at most the first still works
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
        KeyBlock block,
        long lastUsedAtMs,
        long madeBy,
        long shownTo,
        List<OldSecret> old) {
    /// So many old secrets are known as such; older ones are like any that never was.
    public static final int OLD_MAX = 8;

    public ApiKey {
        old = List.copyOf(old);
    }

    /// A new one.
    public static ApiKey made(
            long id,
            long accountId,
            KeySettings settings,
            KeyDigest digest,
            String hint,
            long atMs,
            long by) {
        return new ApiKey(
                id,
                accountId,
                1,
                settings,
                digest,
                hint,
                atMs,
                0,
                "",
                KeyBlock.NONE,
                0,
                by,
                by,
                List.of());
    }

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
                block,
                lastUsedAtMs,
                madeBy,
                shownTo,
                old);
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
                block,
                lastUsedAtMs,
                madeBy,
                shownTo,
                old);
    }

    ApiKey with(KeyBlock newBlock) {
        return new ApiKey(
                id,
                accountId,
                version + 1,
                settings,
                digest,
                hint,
                createdAtMs,
                revokedAtMs,
                revokedReason,
                newBlock,
                lastUsedAtMs,
                madeBy,
                shownTo,
                old);
    }

    /// With a new secret. The present one becomes an old one, whatever older one still works ends.
    ApiKey rotated(KeyDigest newDigest, String newHint, long by, long atMs, long overlapMs) {
        List<OldSecret> changed = new ArrayList<>();
        changed.add(new OldSecret(digest, hint, shownTo, atMs + overlapMs));
        for (OldSecret each : old) {
            if (changed.size() < OLD_MAX) {
                changed.add(each.endedBy(atMs));
            }
        }
        return new ApiKey(
                id,
                accountId,
                version + 1,
                settings,
                newDigest,
                newHint,
                createdAtMs,
                revokedAtMs,
                revokedReason,
                block,
                lastUsedAtMs,
                madeBy,
                by,
                changed);
    }

    /// Whether a secret is one of its own that works, at an instant, while the key does.
    boolean hasWorking(KeyDigest secret, long atMs) {
        return digest.equals(secret)
                || old.stream()
                        .anyMatch(each -> each.digest().equals(secret) && atMs < each.untilMs());
    }
}
