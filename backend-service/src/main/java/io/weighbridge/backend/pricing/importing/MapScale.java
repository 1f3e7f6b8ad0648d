package io.weighbridge.backend.pricing.importing;

import io.weighbridge.model.Unit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// How the map's amounts become the book's.
///
/// @param multiplyBy 1 for as they are
/// @param roundDigits significant digits of what cannot be taken over exactly; 0: it is not taken
record MapScale(BigDecimal multiplyBy, int roundDigits) {
    static final MapScale AS_IT_IS = new MapScale(BigDecimal.ONE, 0);

    /// @param fit how it fits
    /// @param rounded whether it was rounded to fit
    record Scaled(PriceFit fit, boolean rounded) {}

    Scaled of(BigDecimal amount, Unit unit, long quantity) {
        BigDecimal scaled = amount.multiply(multiplyBy);
        PriceFit fit = PriceFit.of(scaled, unit, quantity);
        if (roundDigits == 0 || !(fit instanceof PriceFit.NotExact)) {
            return new Scaled(fit, false);
        }
        BigDecimal near = scaled.round(new MathContext(roundDigits, RoundingMode.HALF_EVEN));
        return new Scaled(PriceFit.of(near, unit, quantity), true);
    }
}
