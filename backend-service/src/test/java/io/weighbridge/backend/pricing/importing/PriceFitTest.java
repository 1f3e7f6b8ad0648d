package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Duration;

/// Prices as the map writes them, and as a rate has them.
final class PriceFitTest {
    private static PriceFit fit(String amount, Unit unit, long quantity) {
        Decimal.Value read = assertInstanceOf(Decimal.Value.class, Decimal.of(amount), amount);
        return PriceFit.of(read.amount(), unit, quantity);
    }

    @ParameterizedTest
    @CsvSource({
        // as written, unit, quantity, nanos, per
        "2.5e-06, INPUT_TOKENS, 1, 2500000000, 1000000",
        "7.5e-08, CACHED_INPUT_TOKENS, 1, 75000000, 1000000",
        "0, OUTPUT_TOKENS, 1, 0, 1000000",
        "0e999999, OUTPUT_TOKENS, 1, 0, 1000000",
        "-0.0, OUTPUT_TOKENS, 1, 0, 1000000",
        "1.3e-10, INPUT_TOKENS, 1, 130000, 1000000",
        "1.23456789e-08, INPUT_TOKENS, 1, 123456789, 10000000",
        "0.0001, AUDIO_MILLISECONDS, 1000, 100000, 1000",
        "8.33333333333e-05, AUDIO_MILLISECONDS, 1000, 833333333333, 10000000000",
        "1.5e-05, CHARACTERS, 1, 15000000000, 1000000",
        "0.04, IMAGES, 1, 40000000, 1",
        "3.81469e-08, PIXELS, 1, 38146900, 1000000",
        // A quarter of 10^-9 dollars for 2^-6 pixels: no power of ten fits, a power of two does.
        "3.337860107421875e-08, PIXELS, 1, 546875, 16384",
        "0.1, VIDEO_MILLISECONDS, 1000, 100000000, 1000",
        // A million a token is within the bounds only for fewer than a million of them.
        "1e6, INPUT_TOKENS, 1, 1000000000000000, 1",
        "0.035, SEARCH_QUERIES, 1, 35000000, 1",
    })
    void shouldBeExact(String amount, Unit unit, long quantity, long nanos, long per) {
        assertEquals(
                new PriceFit.Fits(new ExactPrice(nanos, per)), fit(amount, unit, quantity), amount);
    }

    @Test
    void shouldSayWhatIsNotExact() {
        // What a computer with binary fractions makes of 0.0000032.
        assertInstanceOf(
                PriceFit.NotExact.class, fit("3.2000000000000003e-06", Unit.INPUT_TOKENS, 1));
        assertInstanceOf(PriceFit.NotExact.class, fit("1e-30", Unit.INPUT_TOKENS, 1));
        assertInstanceOf(PriceFit.TooLarge.class, fit("1000000.000000001", Unit.INPUT_TOKENS, 1));
        assertInstanceOf(PriceFit.TooLarge.class, fit("1e30", Unit.IMAGES, 1));
        assertEquals(Rate.PRICE_MAX, new BigDecimal("1e6").movePointRight(9).longValueExact());
    }

    @Test
    void shouldRoundOnlyWhatIsNotExactAndOnlyWhenTold() {
        MapScale rounding = new MapScale(BigDecimal.ONE, 15);
        MapScale.Scaled noise =
                rounding.of(new BigDecimal("3.2000000000000003e-06"), Unit.INPUT_TOKENS, 1);
        assertEquals(
                new MapScale.Scaled(
                        new PriceFit.Fits(new ExactPrice(3_200_000_000L, 1_000_000)), true),
                noise);
        MapScale.Scaled exact = rounding.of(new BigDecimal("1.5e-05"), Unit.CHARACTERS, 1);
        assertEquals(
                new MapScale.Scaled(
                        new PriceFit.Fits(new ExactPrice(15_000_000_000L, 1_000_000)), false),
                exact);
        // An exchange rate comes to the same as if the map had been in that currency.
        MapScale euros = new MapScale(new BigDecimal("0.92"), 0);
        assertEquals(
                fit("2.3e-06", Unit.INPUT_TOKENS, 1),
                euros.of(new BigDecimal("2.5e-06"), Unit.INPUT_TOKENS, 1).fit());
    }

    @ParameterizedTest
    @CsvSource({
        "1e999999, OUT_OF_RANGE",
        "1e99999999999, OUT_OF_RANGE",
        "1e2147483647, OUT_OF_RANGE",
        "1e-999999, NOT_EXACT",
        "1e-2147483647, NOT_EXACT",
        "-1e-06, NEGATIVE",
        "-1e999999, NEGATIVE",
        "NaN, NOT_A_NUMBER",
        "Infinity, NOT_A_NUMBER",
        "null, NOT_A_NUMBER",
        "'1,5', NOT_A_NUMBER",
        "0x1p3, NOT_A_NUMBER",
        "$2.50, NOT_A_NUMBER",
    })
    void shouldNotComputeWithNumbersOfAnySize(String text, FieldReason reason) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertEquals(new Decimal.Wrong(reason), Decimal.of(text)));
        assertEquals(
                new Decimal.Wrong(FieldReason.OUT_OF_RANGE), Decimal.of("1".repeat(1_000_000)));
    }

    @ParameterizedTest
    @CsvSource({
        // old nanos, old per, new nanos, new per, basis points
        "100, 1, 200, 1, 10000",
        "100, 1, 50, 1, -5000",
        "100, 1, 100000, 1000, 0",
        "3, 1, 4, 1, 3333",
        "3, 1, 2, 1, -3333",
        "1, 1000000, 1, 1, 9999990000",
        "0, 1, 5, 1, 0",
        "1, 1000000000000, 1000000000000000, 1, 9223372036854775807",
    })
    void shouldCompareExactly(long oldNanos, long oldPer, long nanos, long per, long basisPoints) {
        ExactPrice old = new ExactPrice(oldNanos, oldPer);
        ExactPrice fresh = new ExactPrice(nanos, per);
        assertEquals(basisPoints, fresh.basisPointsAbove(old));
        assertEquals(basisPoints > 0 || (oldNanos == 0 && nanos > 0), fresh.isAbove(old));
        assertEquals(basisPoints == 0 && oldNanos > 0, fresh.isSameAs(old));
    }
}
