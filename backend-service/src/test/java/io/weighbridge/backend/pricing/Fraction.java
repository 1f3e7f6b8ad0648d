package io.weighbridge.backend.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// An exact fraction, for working prices out a second time. Its rounding is that of [BigDecimal].
record Fraction(BigInteger top, BigInteger bottom) {
    static final Fraction ZERO = of(0, 1);

    static Fraction of(long top, long bottom) {
        return new Fraction(BigInteger.valueOf(top), BigInteger.valueOf(bottom));
    }

    Fraction plus(Fraction other) {
        return new Fraction(
                top.multiply(other.bottom).add(other.top.multiply(bottom)),
                bottom.multiply(other.bottom));
    }

    Fraction times(Fraction other) {
        return new Fraction(top.multiply(other.top), bottom.multiply(other.bottom));
    }

    BigInteger rounded(RoundingMode mode) {
        return new BigDecimal(top).divide(new BigDecimal(bottom), 0, mode).toBigIntegerExact();
    }

    BigInteger halfEven() {
        return rounded(RoundingMode.HALF_EVEN);
    }
}
