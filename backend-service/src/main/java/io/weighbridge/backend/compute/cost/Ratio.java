package io.weighbridge.backend.compute.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/// A fraction from 0 on, exact and in its lowest terms: seconds, shares and costs lose nothing
/// before the one rounding of a price.
///
/// @param numerator from 0
/// @param denominator from 1
public record Ratio(BigInteger numerator, BigInteger denominator) implements Comparable<Ratio> {
    /// Nothing.
    public static final Ratio ZERO = of(0);

    /// One.
    public static final Ratio ONE = of(1);

    /// Brought to its lowest terms.
    ///
    /// @throws ArithmeticException when the denominator is not above 0, or the numerator below
    public Ratio {
        if (denominator.signum() <= 0 || numerator.signum() < 0) {
            throw new ArithmeticException(numerator + " / " + denominator);
        }
        if (!denominator.equals(BigInteger.ONE)) {
            BigInteger divisor = numerator.gcd(denominator);
            numerator = numerator.divide(divisor);
            denominator = denominator.divide(divisor);
        }
    }

    /// A whole number.
    public static Ratio of(long whole) {
        return of(whole, 1);
    }

    /// A part of a whole.
    public static Ratio of(long numerator, long denominator) {
        return new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /// A decimal, exactly.
    public static Ratio of(BigDecimal decimal) {
        int places = Math.max(0, decimal.scale());
        return new Ratio(decimal.setScale(places).unscaledValue(), BigInteger.TEN.pow(places));
    }

    /// The sum.
    public Ratio plus(Ratio other) {
        return new Ratio(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /// The product.
    public Ratio times(Ratio other) {
        return new Ratio(
                numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /// The product with a whole number.
    public Ratio times(long whole) {
        return times(of(whole));
    }

    /// The quotient.
    ///
    /// @throws ArithmeticException when the other one is 0
    public Ratio over(Ratio other) {
        return new Ratio(
                numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    /// The quotient by a whole number.
    public Ratio over(long whole) {
        return over(of(whole));
    }

    /// One less this.
    ///
    /// @throws ArithmeticException when it is above 1
    public Ratio complement() {
        return new Ratio(denominator.subtract(numerator), denominator);
    }

    /// The larger of the two.
    public Ratio max(Ratio other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Ratio other) {
        return numerator
                .multiply(other.denominator)
                .compareTo(other.numerator.multiply(denominator));
    }

    /// The least whole number that is not below it.
    ///
    /// @throws ArithmeticException when that is 2^63 or more
    public long ceiling() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        BigInteger up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
        return up.longValueExact();
    }

    /// The nearest whole number; of two the even one.
    ///
    /// @throws ArithmeticException when that is 2^63 or more
    public long halfEven() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        int rest = parts[1].shiftLeft(1).compareTo(denominator);
        boolean up = rest > 0 || (rest == 0 && parts[0].testBit(0));
        return (up ? parts[0].add(BigInteger.ONE) : parts[0]).longValueExact();
    }

    /// For people: sixteen digits that count.
    public BigDecimal decimal() {
        return new BigDecimal(numerator).divide(new BigDecimal(denominator), MathContext.DECIMAL64);
    }

    /// Its decimal in plain digits, for people.
    @Override
    public String toString() {
        return decimal().toPlainString();
    }
}
