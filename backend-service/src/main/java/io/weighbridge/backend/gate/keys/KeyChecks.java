package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.services.Service;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What bars a key, money and limits apart: pure rules.
public final class KeyChecks {
    private KeyChecks() {}

    /// Whether a client's address is in one of some networks; what is no address is in none.
    public static boolean isIn(List<IpNetwork> networks, String clientAddress) {
        IpAddress address = IpAddress.parse(clientAddress);
        for (IpNetwork network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /// What bars the key from every service at this address; null when nothing does.
    public static @Nullable RefusalReason barred(KeyEntry key, String clientAddress, long nowMs) {
        KeyEntry.Settings settings = key.settings();
        RefusalReason ofKey = barred(settings, nowMs);
        if (ofKey != null) {
            return ofKey;
        }
        List<IpNetwork> networks = settings.key.settings().networks();
        if (!networks.isEmpty() && !isIn(networks, clientAddress)) {
            return RefusalReason.ADDRESS_NOT_ALLOWED;
        }
        synchronized (key.account) {
            return key.account.isSuspended() ? RefusalReason.ACCOUNT_SUSPENDED : null;
        }
    }

    private static @Nullable RefusalReason barred(KeyEntry.Settings settings, long nowMs) {
        if (settings.revoked) {
            return RefusalReason.REVOKED_KEY;
        }
        if (nowMs >= settings.expiresAtMs) {
            return RefusalReason.EXPIRED_KEY;
        }
        return settings.blocked ? RefusalReason.BLOCKED_KEY : null;
    }

    /// What bars the key from the service, money and limits apart; null when nothing does.
    public static @Nullable RefusalReason barred(
            KeyEntry.Settings settings, @Nullable Service service, long nowMs) {
        RefusalReason ofKey = barred(settings, nowMs);
        if (ofKey != null) {
            return ofKey;
        }
        if (service == null) {
            return RefusalReason.UNKNOWN_SERVICE;
        }
        if (!settings.allows(service.id())) {
            return RefusalReason.SERVICE_NOT_IN_SCOPE;
        }
        return service.settings().disabled() ? RefusalReason.SERVICE_DISABLED : null;
    }
}
