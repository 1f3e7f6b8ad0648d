package io.weighbridge.backend.operators;

import io.weighbridge.backend.keys.KeyDigest;

/// An operator's time between login and logout: its present access token, and its present refresh
/// token, each by its digest.
///
/// @param begunBy what its operator showed
/// @param endsAtMs when it ends, however often it is refreshed
/// @param refreshes so far
public record Session(
        long id,
        long operatorId,
        SessionStart begunBy,
        KeyDigest access,
        long accessExpiresAtMs,
        KeyDigest refresh,
        long startedAtMs,
        long endsAtMs,
        int refreshes) {
    Session refreshed(KeyDigest newAccess, long newAccessExpiresAtMs, KeyDigest newRefresh) {
        return new Session(
                id,
                operatorId,
                begunBy,
                newAccess,
                newAccessExpiresAtMs,
                newRefresh,
                startedAtMs,
                endsAtMs,
                refreshes + 1);
    }
}
