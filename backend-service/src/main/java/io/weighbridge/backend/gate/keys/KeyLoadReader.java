package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.limits.LimitReadings;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.live.KeyLoads;
import io.weighbridge.backend.usage.live.LimitUse;
import io.weighbridge.backend.usage.live.ServiceUse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Reads what keys have open and use of their limits, when somebody looks: deciding about calls
/// keeps nothing for it.
public final class KeyLoadReader implements KeyLoads {
    private final KeyTable keys;
    private final BiConsumer<KeyEntry, KeyService> resolve;
    private final TimeSource time;

    /// @param resolve brings the limits of a key at a service up to date, under the account's lock
    public KeyLoadReader(KeyTable keys, BiConsumer<KeyEntry, KeyService> resolve, TimeSource time) {
        this.keys = keys;
        this.resolve = resolve;
        this.time = time;
    }

    @Override
    public Optional<KeyLoad> of(long keyId) {
        KeyEntry key = keys.byId(keyId);
        if (key == null) {
            return Optional.empty();
        }
        long nanos = time.nanos();
        long nowMs = time.wallMs(nanos);
        synchronized (key.account) {
            return Optional.of(
                    new KeyLoad(
                            key.account.id(),
                            key.settings().key.settings().name(),
                            key.openCalls(),
                            key.heldNanos(),
                            bar(key),
                            key.account.spendableNanos(nowMs),
                            credit(key, nowMs),
                            services(key, nanos / 1_000)));
        }
    }

    private static Bar bar(KeyEntry key) {
        if (key.settings().revoked) {
            return Bar.KEY_REVOKED;
        }
        if (key.settings().blocked) {
            return Bar.KEY_BLOCKED;
        }
        return key.account.isSuspended() ? Bar.ACCOUNT_SUSPENDED : Bar.NONE;
    }

    private static LimitUse credit(KeyEntry key, long nowMs) {
        CreditLimit limit = key.settings().creditLimit;
        return limit == null
                ? LimitUse.NONE
                : LimitUse.of(
                        limit.amountNanos() - key.spendableNanos(limit, nowMs),
                        limit.amountNanos());
    }

    private List<ServiceUse> services(KeyEntry key, long nowMicros) {
        List<ServiceUse> all = new ArrayList<>();
        for (KeyService at : key.services()) {
            resolve.accept(key, at);
            LimitReadings now = at.readings(at.limits(), nowMicros);
            all.add(
                    new ServiceUse(
                            at.serviceId(),
                            LimitUse.of(now.requestsUsed(), now.requestsLimit()),
                            LimitUse.of(now.tokensUsed(), now.tokensLimit()),
                            LimitUse.of(now.openCalls(), now.callsLimit()),
                            at.limits().shadow()));
        }
        return all;
    }
}
