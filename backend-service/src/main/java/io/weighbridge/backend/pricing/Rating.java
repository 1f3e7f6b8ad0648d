package io.weighbridge.backend.pricing;

import io.weighbridge.model.PriceLine;
import io.weighbridge.model.Unit;

import java.util.List;

/// What units come to.
public sealed interface Rating {
    /// They have a price.
    ///
    /// @param lines what was counted at which rate
    /// @param priceNanos the lines' exact sum, rounded half to even
    /// @param feeNanos charge minus price, never below 0
    /// @param chargeNanos the exact price plus the exact fee, rounded once, half to even: what is
    ///     moved
    record Rated(List<PriceLine> lines, long priceNanos, long feeNanos, long chargeNanos)
            implements Rating {
        public Rated {
            lines = List.copyOf(lines);
        }
    }

    /// A unit has no price: neither a rate of its own nor one of the unit it is part of.
    record Unpriced(Unit unit) implements Rating {}

    /// The charge is above what a `long` of nanos holds.
    record TooLarge() implements Rating {}
}
