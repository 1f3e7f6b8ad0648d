package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.Rating;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;

/// Any decimal of a sane size becomes a rate that charges what a person works out with it.
final class PriceFitPropertyTest {
    /// Up to 10 digits and down to 10^-14 units of the currency: beyond every price of the real map
    /// that is not a binary fraction's noise.
    @Provide
    Arbitrary<String> amounts() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 9_999_999_999L),
                        Arbitraries.integers().between(-14, -6),
                        Arbitraries.integers().between(0, 2))
                .as(
                        (digits, exponent, form) ->
                                switch (form) {
                                    case 0 -> digits + "e" + exponent;
                                    case 1 ->
                                            new BigDecimal(digits + "e" + exponent).toPlainString();
                                    default -> digits + "0E" + (exponent - 1);
                                });
    }

    @Provide
    Arbitrary<Unit> units() {
        return Arbitraries.of(
                Unit.INPUT_TOKENS,
                Unit.OUTPUT_TOKENS,
                Unit.CHARACTERS,
                Unit.IMAGES,
                Unit.PIXELS,
                Unit.AUDIO_MILLISECONDS,
                Unit.PAGES,
                Unit.SEARCH_QUERIES);
    }

    private static ExactPrice price(String amount, Unit unit, long quantity) {
        Decimal.Value read = assertInstanceOf(Decimal.Value.class, Decimal.of(amount), amount);
        return assertInstanceOf(
                        PriceFit.Fits.class, PriceFit.of(read.amount(), unit, quantity), amount)
                .price();
    }

    @Property(tries = 5_000)
    void shouldChargeWhatTheDecimalSays(
            @ForAll("amounts") String amount,
            @ForAll("units") Unit unit,
            @ForAll @LongRange(min = 1, max = 1_000_000_000L) long count) {
        long quantity = unit == Unit.AUDIO_MILLISECONDS ? FieldRule.SECOND : 1;
        ExactPrice price = price(amount, unit, quantity);
        Rate rate =
                new Rate(
                        1, unit, ServiceTier.STANDARD, 0, 0, price.nanos(), price.per(), List.of());
        PriceBook book = new PriceBook(1, 2, "", 0, 1, 1, 1, List.of(rate), List.of());
        Rating rating =
                Objects.requireNonNull(new CompiledBook(book).sheet(1, 0, ServiceTier.STANDARD))
                        .rate(Units.of(unit, count), Volumes.NONE, true);
        BigDecimal worked =
                new BigDecimal(amount)
                        .multiply(BigDecimal.valueOf(count))
                        .movePointRight(9)
                        .divide(BigDecimal.valueOf(quantity), 0, RoundingMode.HALF_EVEN);
        if (worked.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            assertInstanceOf(Rating.TooLarge.class, rating);
        } else {
            assertEquals(
                    worked.longValueExact(),
                    assertInstanceOf(Rating.Rated.class, rating).chargeNanos());
        }
    }

    @Property(tries = 5_000)
    void shouldComeBackAsTheSameDecimal(
            @ForAll("amounts") String amount, @ForAll("units") Unit unit) {
        ExactPrice price = price(amount, unit, 1);
        // Ends, because the quantity's only factors are those of ten.
        BigDecimal back =
                BigDecimal.valueOf(price.nanos(), 9).divide(BigDecimal.valueOf(price.per()));
        assertEquals(0, back.compareTo(new BigDecimal(amount)), () -> price + " of " + amount);
        assertTrue(price(back.toString(), unit, 1).isSameAs(price));
    }

    @Property(tries = 2_000)
    void shouldCompareLikeDecimals(
            @ForAll("amounts") String one,
            @ForAll("amounts") String other,
            @ForAll @IntRange(min = 1, max = 500) int factor) {
        ExactPrice a = price(one, Unit.INPUT_TOKENS, 1);
        ExactPrice b = price(other, Unit.INPUT_TOKENS, 1);
        BigDecimal times = new BigDecimal(other).multiply(BigDecimal.valueOf(factor));
        assertEquals(new BigDecimal(one).compareTo(times) > 0, a.isAboveTimes(factor, b));
        assertEquals(new BigDecimal(one).compareTo(new BigDecimal(other)) == 0, a.isSameAs(b));
    }
}
