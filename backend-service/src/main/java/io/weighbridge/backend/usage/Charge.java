package io.weighbridge.backend.usage;

import io.weighbridge.model.PriceLine;

import java.util.List;

/// What units came to.
///
/// @param priceBookId by which book
/// @param lines what was counted at which rate
/// @param priceNanos the lines' exact sum, rounded half to even
/// @param feeNanos charge minus price
/// @param chargeNanos exact price plus exact fee, rounded once, half to even: what was moved
public record Charge(
        long priceBookId, List<PriceLine> lines, long priceNanos, long feeNanos, long chargeNanos) {
    /// Nothing was charged.
    public static final Charge NONE = new Charge(0, List.of(), 0, 0, 0);

    public Charge {
        lines = List.copyOf(lines);
    }
}
