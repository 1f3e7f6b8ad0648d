package io.weighbridge.console.feature.usage.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// An exact amount of nano-units, which need not be whole.
///
/// @param bottom above 0
record Fraction(BigInteger top, BigInteger bottom) {
    private static final int NANO_PLACES = 9;
    private static final int MORE_PLACES = 6;

    Fraction {
        BigInteger common = top.gcd(bottom);
        if (common.signum() > 0) {
            top = top.divide(common);
            bottom = bottom.divide(common);
        }
    }

    static Fraction whole(long nanos) {
        return new Fraction(BigInteger.valueOf(nanos), BigInteger.ONE);
    }

    /// count × price / per.
    static Fraction of(long count, long priceNanos, long per) {
        return new Fraction(
                BigInteger.valueOf(count).multiply(BigInteger.valueOf(priceNanos)),
                BigInteger.valueOf(per));
    }

    Fraction plus(Fraction other) {
        return new Fraction(
                top.multiply(other.bottom).add(other.top.multiply(bottom)),
                bottom.multiply(other.bottom));
    }

    Fraction minus(Fraction other) {
        return plus(new Fraction(other.top.negate(), other.bottom));
    }

    boolean isZero() {
        return top.signum() == 0;
    }

    boolean isWhole() {
        return bottom.equals(BigInteger.ONE);
    }

    /// Rounded to whole nanos, halves to the even one: as a charge is rounded.
    long halfEven() {
        return new BigDecimal(top)
                .divide(new BigDecimal(bottom), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /// In units of the currency, as many digits as it has; one without end is cut and says `…`.
    String decimal() {
        BigDecimal cut =
                new BigDecimal(top.abs())
                        .movePointLeft(NANO_PLACES)
                        .divide(
                                new BigDecimal(bottom),
                                NANO_PLACES + MORE_PLACES,
                                RoundingMode.DOWN);
        boolean isExact =
                cut.movePointRight(NANO_PLACES)
                                .multiply(new BigDecimal(bottom))
                                .compareTo(new BigDecimal(top.abs()))
                        == 0;
        BigDecimal shortest = cut.signum() == 0 ? BigDecimal.ZERO : cut.stripTrailingZeros();
        return shortest.setScale(Math.max(2, shortest.scale())).toPlainString()
                + (isExact ? "" : "…");
    }
}
