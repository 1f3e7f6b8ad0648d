package io.weighbridge.backend.pricing.importing;

import java.math.BigInteger;

/// So many nano-units for a quantity: a fraction without any rounding.
///
/// @param nanos 0 or more
/// @param per 1 or more
record ExactPrice(long nanos, long per) {
    private static final BigInteger BASIS_POINTS = BigInteger.valueOf(10_000);

    private static BigInteger times(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    /// Whether it is the same price, for whatever quantity either is stated.
    boolean isSameAs(ExactPrice other) {
        return times(nanos, other.per).equals(times(other.nanos, per));
    }

    boolean isAbove(ExactPrice other) {
        return isAboveTimes(1, other);
    }

    /// Whether it is more than `factor` times the other one.
    boolean isAboveTimes(long factor, ExactPrice other) {
        BigInteger most = times(other.nanos, per).multiply(BigInteger.valueOf(factor));
        return times(nanos, other.per).compareTo(most) > 0;
    }

    /// Hundredths of a percent by which it is above `old`, rounded half up; 0 when that was free.
    long basisPointsAbove(ExactPrice old) {
        if (old.nanos == 0) {
            return 0;
        }
        BigInteger before = times(old.nanos, per);
        BigInteger twice =
                times(nanos, old.per)
                        .subtract(before)
                        .multiply(BASIS_POINTS)
                        .shiftLeft(1)
                        .add(before);
        BigInteger[] parts = twice.divideAndRemainder(before.shiftLeft(1));
        BigInteger rounded = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        return rounded.bitLength() < Long.SIZE ? rounded.longValue() : Long.MAX_VALUE;
    }
}
