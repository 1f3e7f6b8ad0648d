package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.keys.KeyDigest;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// What one proxy shows to the gate: one secret, for a time two.
///
/// @param name the proxy's; no two that are not revoked have the same
/// @param allServices whether it is for every service
/// @param serviceIds the services it is for, when not for all
/// @param previous the secret before the last rotation, null for none
/// @param previousUntilMs until when that works
/// @param expiresAtMs 0 for never
/// @param revokedAtMs 0 for not
/// @param clientAddressIgnored whether what it tells of its clients' addresses is not believed
public record ProxyCredential(
        long id,
        String name,
        boolean allServices,
        Set<Long> serviceIds,
        KeyDigest digest,
        String hint,
        @Nullable KeyDigest previous,
        long previousUntilMs,
        long createdAtMs,
        long expiresAtMs,
        long revokedAtMs,
        String revokedReason,
        boolean clientAddressIgnored) {
    public ProxyCredential {
        serviceIds = Set.copyOf(serviceIds);
    }

    ProxyCredential rotated(KeyDigest newDigest, String newHint, long oldUntilMs) {
        return new ProxyCredential(
                id,
                name,
                allServices,
                serviceIds,
                newDigest,
                newHint,
                oldUntilMs == 0 ? null : digest,
                oldUntilMs,
                createdAtMs,
                expiresAtMs,
                revokedAtMs,
                revokedReason,
                clientAddressIgnored);
    }

    ProxyCredential revoked(long atMs, String reason) {
        return new ProxyCredential(
                id,
                name,
                allServices,
                serviceIds,
                digest,
                hint,
                null,
                0,
                createdAtMs,
                expiresAtMs,
                atMs,
                reason,
                clientAddressIgnored);
    }
}
