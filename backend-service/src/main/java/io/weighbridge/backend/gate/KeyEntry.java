package io.weighbridge.backend.gate;

import io.weighbridge.backend.keys.ApiKey;
import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// One key as the gate needs it. The settings are replaced whole; what it spent and holds, and its
/// meters, are guarded by its account's monitor.
final class KeyEntry {
    /// Settings in the form the hot path wants. Immutable.
    static final class Settings {
        final ApiKey key;
        final boolean allServices;
        final long[] serviceIds;
        // Long.MAX_VALUE for never.
        final long expiresAtMs;
        final boolean revoked;
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
            this.creditLimit = key.settings().creditLimit();
        }

        boolean allows(long serviceId) {
            return allServices || Arrays.binarySearch(serviceIds, serviceId) >= 0;
        }
    }

    private static final KeyService[] NO_SERVICES = {};

    final long a;
    final long b;
    final long c;
    final long d;
    final long id;
    final AccountState account;
    private volatile Settings settings;
    // Replaced whole under the account's lock; read without it.
    private volatile KeyService[] services = NO_SERVICES;
    // What was charged to the key in the day and month that end then, and ever.
    private long spentDayNanos;
    private long spentMonthNanos;
    private long spentEverNanos;
    private long dayEndsMs;
    private long monthEndsMs;
    private long heldNanos;
    private volatile long lastUsedMs;

    KeyEntry(ApiKey key, AccountState account) {
        KeyDigest digest = key.digest();
        this.a = digest.a();
        this.b = digest.b();
        this.c = digest.c();
        this.d = digest.d();
        this.id = key.id();
        this.account = account;
        this.settings = new Settings(key);
        this.lastUsedMs = key.lastUsedAtMs();
    }

    Settings settings() {
        return settings;
    }

    void replace(ApiKey key) {
        settings = new Settings(key);
    }

    /// All 256 bits, without an early exit.
    boolean hasDigest(long otherA, long otherB, long otherC, long otherD) {
        return ((a ^ otherA) | (b ^ otherB) | (c ^ otherC) | (d ^ otherD)) == 0;
    }

    @Nullable KeyService serviceOrNull(long serviceId) {
        for (KeyService service : services) {
            if (service.serviceId() == serviceId) {
                return service;
            }
        }
        return null;
    }

    KeyService service(long serviceId, TimeSource time) {
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

    /// What the key itself may still spend; Long.MAX_VALUE without a credit limit.
    long spendableNanos(long nowMs) {
        CreditLimit limit = settings.creditLimit;
        if (limit == null) {
            return Long.MAX_VALUE;
        }
        return limit.amountNanos() - spentNanos(limit.period(), nowMs) - heldNanos;
    }

    /// Charged in the present period.
    long spentNanos(CreditPeriod period, long nowMs) {
        roll(nowMs);
        return switch (period) {
            case DAY -> spentDayNanos;
            case MONTH -> spentMonthNanos;
            case EVER -> spentEverNanos;
        };
    }

    private void roll(long nowMs) {
        if (nowMs >= dayEndsMs) {
            spentDayNanos = 0;
            dayEndsMs = CreditPeriod.DAY.endMs(nowMs);
            if (nowMs >= monthEndsMs) {
                spentMonthNanos = 0;
                monthEndsMs = CreditPeriod.MONTH.endMs(nowMs);
            }
        }
    }

    /// At the start: what was charged before it.
    void setSpent(long dayNanos, long monthNanos, long everNanos, long nowMs) {
        roll(nowMs);
        spentDayNanos = dayNanos;
        spentMonthNanos = monthNanos;
        spentEverNanos = everNanos;
    }

    void charged(long nanos, long atMs) {
        roll(atMs);
        spentDayNanos += nanos;
        spentMonthNanos += nanos;
        spentEverNanos += nanos;
    }

    void hold(long deltaNanos) {
        heldNanos += deltaNanos;
    }

    long heldNanos() {
        return heldNanos;
    }

    int openCalls() {
        int open = 0;
        for (KeyService service : services) {
            open += service.meter().openCalls();
        }
        return open;
    }

    void used(long nowMs) {
        lastUsedMs = nowMs;
    }

    long lastUsedMs() {
        return lastUsedMs;
    }
}
