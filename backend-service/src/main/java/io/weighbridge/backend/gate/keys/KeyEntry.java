package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.ApiKey;
import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// One key as the gate needs it. The settings are replaced whole; what it spent and holds, when it
/// was used, and its meters are guarded by its account's monitor.
///
/// With very many keys a decision costs as much as the memory that it touches: what every decision
/// needs stands here, in [KeyService] and in the account, the rest one step further off.
public final class KeyEntry extends SecretEntry {
    /// Settings in the form the hot path wants. Immutable.
    public static final class Settings {
        public final ApiKey key;
        final boolean allServices;
        final long[] serviceIds;
        // Long.MAX_VALUE for never.
        public final long expiresAtMs;
        public final boolean revoked;
        public final boolean blocked;
        final @Nullable CreditLimit creditLimit;

        Settings(ApiKey key) {
            this.key = key;
            this.allServices = key.settings().allServices();
            this.serviceIds =
                    key.settings().serviceIds().stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(serviceIds);
            long expires = key.settings().expiresAtMs();
            this.expiresAtMs = expires == 0 ? Long.MAX_VALUE : expires;
            this.revoked = key.revokedAtMs() > 0;
            this.blocked = key.block().isBlocked();
            this.creditLimit = key.settings().creditLimit();
        }

        public boolean allows(long serviceId) {
            return allServices || Arrays.binarySearch(serviceIds, serviceId) >= 0;
        }
    }

    private static final KeyService[] NO_SERVICES = {};

    public final long id;
    public final AccountState account;
    private volatile Settings settings;
    // Replaced whole under the account's lock; read without it.
    private volatile KeyService[] services = NO_SERVICES;
    private final KeySpending spending = new KeySpending();
    private long heldNanos;
    private long lastUsedMs;

    public KeyEntry(ApiKey key, AccountState account) {
        super(key.digest());
        this.id = key.id();
        this.account = account;
        this.settings = new Settings(key);
        this.lastUsedMs = key.lastUsedAtMs();
    }

    public Settings settings() {
        return settings;
    }

    void replace(ApiKey key) {
        settings = new Settings(key);
    }

    @Nullable KeyService serviceOrNull(long serviceId) {
        for (KeyService service : services) {
            if (service.serviceId() == serviceId) {
                return service;
            }
        }
        return null;
    }

    public KeyService service(long serviceId, TimeSource time) {
        KeyService found = serviceOrNull(serviceId);
        if (found != null) {
            return found;
        }
        synchronized (account) {
            found = serviceOrNull(serviceId);
            if (found == null) {
                found = new KeyService(this, serviceId, time);
                KeyService[] longer = Arrays.copyOf(services, services.length + 1);
                longer[services.length] = found;
                services = longer;
            }
            return found;
        }
    }

    /// What it was used for since the start, in that order; nobody changes the array.
    KeyService[] services() {
        return services;
    }

    /// The service that it was used for first, null before.
    @Nullable KeyService usual() {
        KeyService[] known = services;
        return known.length == 0 ? null : known[0];
    }

    public KeySpending spending() {
        return spending;
    }

    /// What the key itself may still spend; Long.MAX_VALUE without a credit limit.
    long spendableNanos(@Nullable CreditLimit limit, long nowMs) {
        if (limit == null) {
            return Long.MAX_VALUE;
        }
        return limit.amountNanos() - spending.nanos(limit.period(), nowMs) - heldNanos;
    }

    public void hold(long deltaNanos) {
        heldNanos += deltaNanos;
    }

    long heldNanos() {
        return heldNanos;
    }

    public int openCalls() {
        int open = 0;
        for (KeyService service : services) {
            open += service.openCalls();
        }
        return open;
    }

    public void used(long nowMs) {
        lastUsedMs = nowMs;
    }

    long lastUsedMs() {
        return lastUsedMs;
    }
}
