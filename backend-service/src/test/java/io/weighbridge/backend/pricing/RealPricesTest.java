package io.weighbridge.backend.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.List;

/// Prices as providers publish them: so many dollars for so many of a unit. Each is a whole number
/// of nanos for its quantity, and a count of it comes to the dollars that a person works out.
final class RealPricesTest {
    @ParameterizedTest
    @CsvSource({
        // unit, dollars, per, count, dollars to pay
        "INPUT_TOKENS, 2.50, 1000000, 123457, 0.3086425",
        "CACHED_INPUT_TOKENS, 1.25, 1000000, 7, 0.00000875",
        "OUTPUT_TOKENS, 10.00, 1000000, 1, 0.00001",
        "INPUT_TOKENS, 0.15, 1000000, 1, 0.00000015",
        "CACHED_INPUT_TOKENS, 0.075, 1000000, 3, 0.000000225",
        "OUTPUT_TOKENS, 0.60, 1000000, 999999, 0.5999994",
        "CACHED_INPUT_TOKENS, 0.30, 1000000, 200001, 0.0600003",
        "CACHE_WRITE_5M_TOKENS, 3.75, 1000000, 11, 0.00004125",
        "CACHE_WRITE_1H_TOKENS, 6.00, 1000000, 13, 0.000078",
        "INPUT_TOKENS, 0.02, 1000000, 1, 0.00000002",
        "CHARACTERS, 15.00, 1000000, 37, 0.000555",
        "IMAGE_OUTPUT_TOKENS, 40.00, 1000000, 1056, 0.04224",
        "AUDIO_MILLISECONDS, 0.006, 60000, 1500, 0.00015",
        "AUDIO_MILLISECONDS, 0.017, 60000, 60000, 0.017",
        "AUDIO_MILLISECONDS, 0.017, 60000, 1000, 0.000283333",
        "PIXELS, 0.005, 1572864, 1572864, 0.005",
        "PIXELS, 0.0032, 1572864, 1048576, 0.002133333",
        "PIXELS, 0.04, 1048576, 1048576, 0.04",
        "PIXELS, 0.025, 1048576, 1, 0.000000024",
        "VIDEO_MILLISECONDS, 0.002, 60000, 1000, 0.000033333",
        "SEARCH_QUERIES, 35.00, 1000, 3, 0.105",
        "PAGES, 1.50, 1000, 7, 0.0105",
        "GPU_MILLISECONDS, 2.49, 3600000, 1234, 0.000853517",
    })
    void shouldBeExact(Unit unit, String dollars, long per, long count, String toPay) {
        long priceNanos = new BigDecimal(dollars).movePointRight(9).longValueExact();
        Rate rate = new Rate(1, unit, ServiceTier.STANDARD, 0, 0, priceNanos, per, List.of());
        PriceBook book = new PriceBook(1, 2, "", 0, 1, 1, 1, List.of(rate), List.of());
        PriceSheet sheet = new CompiledBook(book).sheet(1, 0, ServiceTier.STANDARD);
        Unit whole = unit.partOf();
        Units units =
                whole == null ? Units.of(unit, count) : Units.of(whole, count).with(unit, count);
        Rating.Rated rated =
                assertInstanceOf(
                        Rating.Rated.class,
                        java.util.Objects.requireNonNull(sheet).rate(units, Volumes.NONE, true));
        assertEquals(new BigDecimal(toPay).movePointRight(9).longValueExact(), rated.chargeNanos());
        // A whole quantity always comes to its very price.
        Units quantity = whole == null ? Units.of(unit, per) : Units.of(whole, per).with(unit, per);
        rated = assertInstanceOf(Rating.Rated.class, sheet.rate(quantity, Volumes.NONE, true));
        assertEquals(priceNanos, rated.chargeNanos());
    }
}
