package io.weighbridge.backend.pricing;

import java.math.BigInteger;

/// A sum of fractions without any rounding: numerator over denominator. Not for sharing.
final class ExactSum {
    private BigInteger numerator = BigInteger.ZERO;
    private BigInteger denominator = BigInteger.ONE;

    /// Adds count × price / per.
    void add(long count, long price, long per) {
        BigInteger top = BigInteger.valueOf(count).multiply(BigInteger.valueOf(price));
        BigInteger bottom = BigInteger.valueOf(per);
        if (denominator.equals(bottom)) {
            numerator = numerator.add(top);
        } else {
            numerator = numerator.multiply(bottom).add(top.multiply(denominator));
            denominator = denominator.multiply(bottom);
        }
    }

    /// Adds another sum.
    void add(ExactSum other) {
        numerator =
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator));
        denominator = denominator.multiply(other.denominator);
    }

    boolean isAboveZero() {
        return numerator.signum() > 0;
    }

    /// A new sum, this one times top / bottom.
    ExactSum times(long top, long bottom) {
        ExactSum product = new ExactSum();
        product.numerator = numerator.multiply(BigInteger.valueOf(top));
        product.denominator = denominator.multiply(BigInteger.valueOf(bottom));
        return product;
    }

    /// Rounded up to a whole number.
    BigInteger ceil() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    /// Rounded to the nearest whole number, halves to the even one.
    BigInteger halfEven() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        int half = parts[1].shiftLeft(1).compareTo(denominator);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        return up ? parts[0].add(BigInteger.ONE) : parts[0];
    }
}
