package io.weighbridge.backend.pricing.importing;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import java.util.Comparator;

/// Which price of a service.
record RateKey(Unit unit, ServiceTier tier, long aboveInputTokens) implements Comparable<RateKey> {
    private static final Comparator<RateKey> ORDER =
            Comparator.comparing(RateKey::tier)
                    .thenComparing(RateKey::unit)
                    .thenComparingLong(RateKey::aboveInputTokens);

    @Override
    public int compareTo(RateKey other) {
        return ORDER.compare(this, other);
    }
}
