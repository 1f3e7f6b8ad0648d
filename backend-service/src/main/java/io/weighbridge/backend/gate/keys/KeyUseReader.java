package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeyUse;
import io.weighbridge.backend.keys.KeyUses;
import io.weighbridge.backend.keys.PlanKeys;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How keys are used, from memory: it has all of them. Safe for sharing.
public record KeyUseReader(KeyTable keys, TimeSource time) implements KeyUses {
    @Override
    public Optional<KeyUse> of(long keyId) {
        return Optional.ofNullable(keys.byId(keyId)).map(this::use);
    }

    private KeyUse use(KeyEntry key) {
        CreditLimit limit = key.settings().creditLimit;
        CreditPeriod period = limit == null ? CreditPeriod.EVER : limit.period();
        synchronized (key.account) {
            return new KeyUse(key.spending().nanos(period, time.wallMs()), key.lastUsedMs());
        }
    }

    @Override
    public Map<Long, Long> usedSince(long sinceMs) {
        Map<Long, Long> used = new HashMap<>();
        keys.forEach(
                key -> {
                    synchronized (key.account) {
                        if (key.lastUsedMs() > sinceMs) {
                            used.put(key.id, key.lastUsedMs());
                        }
                    }
                });
        return used;
    }

    @Override
    public List<PlanKeys> perPlan(long usedSinceMs) {
        long nowMs = time.wallMs();
        Map<Long, PlanKeys> plans = new TreeMap<>();
        keys.forEach(
                key -> {
                    KeyEntry.Settings settings = key.settings();
                    if (!settings.revoked && settings.expiresAtMs > nowMs) {
                        long planId = settings.key.settings().planId();
                        PlanKeys one = new PlanKeys(planId, 1, wasUsed(key, usedSinceMs) ? 1 : 0);
                        plans.merge(planId, one, PlanKeys::plus);
                    }
                });
        return List.copyOf(plans.values());
    }

    private static boolean wasUsed(KeyEntry key, long sinceMs) {
        synchronized (key.account) {
            return key.lastUsedMs() > 0 && key.lastUsedMs() >= sinceMs;
        }
    }
}
