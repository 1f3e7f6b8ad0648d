package io.weighbridge.backend.pricing.importing;

import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.model.Unit;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Whether a decimal price fits into a rate.
sealed interface PriceFit {
    /// It does, exactly.
    record Fits(ExactPrice price) implements PriceFit {}

    /// No quantity up to [Rate#PER_MAX] costs a whole number of nanos.
    record NotExact() implements PriceFit {}

    /// It is above [Rate#PRICE_MAX].
    record TooLarge() implements PriceFit {}

    /// Nanos of one unit of the currency, as a power of ten.
    int NANO_DIGITS = 9;

    /// The quantity that people state such prices for.
    private static long customary(Unit unit) {
        boolean small = unit.isRootToken() || unit.partOf() != null || unit == Unit.CHARACTERS;
        return small ? 1_000_000 : unit.perDisplayUnit();
    }

    /// The price as whole nanos: for the customary quantity if that is exact, else for ten, a
    /// hundred, … times as many, else for the least quantity that is exact.
    ///
    /// @param amount units of the currency, 0 or more, as [Decimal] reads them
    /// @param quantity of `unit`, that the amount is for
    static PriceFit of(BigDecimal amount, Unit unit, long quantity) {
        // amount = top / bottom nanos for one of the unit.
        BigDecimal nanos = amount.movePointRight(NANO_DIGITS).stripTrailingZeros();
        BigInteger top = nanos.setScale(Math.max(0, nanos.scale())).unscaledValue();
        BigInteger bottom =
                BigInteger.TEN
                        .pow(Math.max(0, nanos.scale()))
                        .multiply(BigInteger.valueOf(quantity));
        for (long per = customary(unit); per <= Rate.PER_MAX; per *= 10) {
            BigInteger[] parts = top.multiply(BigInteger.valueOf(per)).divideAndRemainder(bottom);
            if (parts[1].signum() == 0) {
                if (parts[0].compareTo(BigInteger.valueOf(Rate.PRICE_MAX)) <= 0) {
                    return new Fits(new ExactPrice(parts[0].longValueExact(), per));
                }
                break;
            }
        }
        BigInteger divisor = top.gcd(bottom);
        BigInteger price = top.divide(divisor);
        BigInteger per = bottom.divide(divisor);
        boolean priceFits = price.compareTo(BigInteger.valueOf(Rate.PRICE_MAX)) <= 0;
        if (priceFits && per.compareTo(BigInteger.valueOf(Rate.PER_MAX)) <= 0) {
            return new Fits(new ExactPrice(price.longValueExact(), per.longValueExact()));
        }
        boolean large = top.compareTo(bottom.multiply(BigInteger.valueOf(Rate.PRICE_MAX))) > 0;
        return large ? new TooLarge() : new NotExact();
    }
}
