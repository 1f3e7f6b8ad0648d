package io.weighbridge.backend.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.PriceLine;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A sheet's amounts at their edges, each by both ways of counting: in `long`, and exactly where
/// the quantities have no common multiple that fits one.
final class PriceSheetTest {
    private static final long BOOK = 31;
    private static final long SERVICE = 42;
    // The product is the largest long.
    private static final long FACTOR = 60_247_241_209L;
    private static final long COFACTOR = 153_092_023L;

    private static Rate rate(Unit unit, long price) {
        return rate(unit, price, 1, 0, List.of());
    }

    private static Rate rate(
            Unit unit, long price, long per, long aboveInputTokens, List<VolumeStep> steps) {
        return new Rate(
                SERVICE, unit, ServiceTier.STANDARD, aboveInputTokens, 0, price, per, steps);
    }

    private static PriceSheet sheet(List<Rate> rates) {
        PriceBook book = new PriceBook(BOOK, 2, "", 0, 1, 1, 1, rates, List.of());
        return Objects.requireNonNull(
                new CompiledBook(book).sheet(SERVICE, 0, ServiceTier.STANDARD));
    }

    /// The same sheet twice: the second has rates of two large primes, which nobody uses.
    private static List<PriceSheet> bothWays(Rate... rates) {
        List<Rate> exact = new ArrayList<>(List.of(rates));
        exact.add(rate(Unit.PAGES, 1, 999_999_999_989L, 0, List.of()));
        exact.add(rate(Unit.CHARACTERS, 1, 999_999_999_961L, 0, List.of()));
        return List.of(sheet(List.of(rates)), sheet(exact));
    }

    private static long charge(PriceSheet sheet, Units units) {
        return assertInstanceOf(Rating.Rated.class, sheet.rate(units, Volumes.NONE, true))
                .chargeNanos();
    }

    @Test
    void shouldHoldWhatTheDearestCallWithinCostsAndNoMore() {
        for (PriceSheet sheet :
                bothWays(
                        rate(Unit.INPUT_TOKENS, 10),
                        rate(Unit.CACHED_INPUT_TOKENS, 4),
                        rate(Unit.AUDIO_INPUT_TOKENS, 25),
                        rate(Unit.REASONING_TOKENS, 7))) {
            Units input = Units.of(Unit.INPUT_TOKENS, 100);
            // It may turn out to have none of the cheaper part.
            Units cached = input.with(Unit.CACHED_INPUT_TOKENS, 40);
            assertEquals(1_000, sheet.holdNanos(cached, Volumes.NONE));
            assertEquals(600 + 160, charge(sheet, cached));
            Units audio = input.with(Unit.AUDIO_INPUT_TOKENS, 40);
            assertEquals(600 + 1_000, sheet.holdNanos(audio, Volumes.NONE));
            assertEquals(600 + 1_000, charge(sheet, audio));
            // A part with a price, of a whole that has none and nothing else in it.
            Units reasoning = Units.of(Unit.OUTPUT_TOKENS, 5).with(Unit.REASONING_TOKENS, 5);
            assertEquals(35, sheet.holdNanos(reasoning, Volumes.NONE));
            assertEquals(35, charge(sheet, reasoning));
        }
    }

    @Test
    void shouldHoldAndChargeUpToTheLargestAmountThereIs() {
        for (PriceSheet sheet : bothWays(rate(Unit.INPUT_TOKENS, FACTOR))) {
            Units most = Units.of(Unit.INPUT_TOKENS, COFACTOR);
            assertEquals(Long.MAX_VALUE, sheet.holdNanos(most, Volumes.NONE));
            assertEquals(Long.MAX_VALUE, charge(sheet, most));
            Units more = Units.of(Unit.INPUT_TOKENS, COFACTOR + 1);
            assertEquals(PriceSheet.TOO_LARGE, sheet.holdNanos(more, Volumes.NONE));
            assertInstanceOf(Rating.TooLarge.class, sheet.rate(more, Volumes.NONE, true));
        }
    }

    @Test
    void shouldBeginABandAboveItsSize() {
        for (PriceSheet sheet :
                bothWays(
                        rate(Unit.INPUT_TOKENS, 10),
                        rate(Unit.INPUT_TOKENS, 15, 1, 200, List.of()))) {
            Units last = Units.of(Unit.INPUT_TOKENS, 200);
            assertEquals(2_000, charge(sheet, last));
            assertEquals(2_000, sheet.holdNanos(last, Volumes.NONE));
            assertEquals(201 * 15, charge(sheet, last.with(Unit.INPUT_TOKENS, 201)));
        }
    }

    @Test
    void shouldBeginAStepWithTheCountThatItBeginsWith() {
        for (PriceSheet sheet :
                bothWays(rate(Unit.INPUT_TOKENS, 10, 1, 0, List.of(new VolumeStep(5, 4))))) {
            Units three = Units.of(Unit.INPUT_TOKENS, 3);
            Rating.Rated at =
                    assertInstanceOf(Rating.Rated.class, sheet.rate(three, unit -> 5, true));
            assertEquals(List.of(new PriceLine(Unit.INPUT_TOKENS, 3, 4, 1)), at.lines());
            assertEquals(12, at.chargeNanos());
            assertEquals(12, sheet.holdNanos(three, unit -> 5));
            Rating.Rated over =
                    assertInstanceOf(Rating.Rated.class, sheet.rate(three, unit -> 4, true));
            assertEquals(
                    List.of(
                            new PriceLine(Unit.INPUT_TOKENS, 1, 10, 1),
                            new PriceLine(Unit.INPUT_TOKENS, 2, 4, 1)),
                    over.lines());
            assertEquals(18, over.chargeNanos());
            assertEquals(30, sheet.holdNanos(three, unit -> 4));
            // As many as a long counts, of what was reckoned, beside what was used before.
            Units most = Units.of(Unit.INPUT_TOKENS, Long.MAX_VALUE - 1);
            assertInstanceOf(Rating.TooLarge.class, sheet.rate(most, unit -> 5, true));
        }
    }

    @Test
    void shouldHaveNoLineForNothing() {
        PriceSheet sheet = sheet(List.of(rate(Unit.INPUT_TOKENS, 10)));
        assertEquals(
                List.of(),
                assertInstanceOf(
                                Rating.Rated.class,
                                sheet.rate(Units.of(Unit.INPUT_TOKENS, 0), Volumes.NONE, true))
                        .lines());
    }

    @Test
    void shouldSayWhatHasAPrice() {
        PriceSheet whole = sheet(List.of(rate(Unit.INPUT_TOKENS, 1)));
        assertTrue(whole.prices(Unit.INPUT_TOKENS));
        assertTrue(whole.prices(Unit.CACHED_INPUT_TOKENS));
        assertFalse(whole.prices(Unit.OUTPUT_TOKENS));
        assertFalse(whole.prices(Unit.REASONING_TOKENS));
        PriceSheet part = sheet(List.of(rate(Unit.REASONING_TOKENS, 1)));
        assertTrue(part.prices(Unit.REASONING_TOKENS));
        assertFalse(part.prices(Unit.OUTPUT_TOKENS));
        assertEquals(Unit.OUTPUT_TOKENS, whole.unpriced(Units.tokens(1, 1)));
        assertNull(whole.unpriced(Units.of(Unit.INPUT_TOKENS, 1)));
        assertEquals(BOOK, whole.bookId());
        assertEquals(ServiceTier.STANDARD, whole.tier());
    }

    @Test
    void shouldSayWhetherAnyBandHasSteps() {
        Rate plain = rate(Unit.INPUT_TOKENS, 10);
        assertFalse(sheet(List.of(plain)).hasSteps());
        List<VolumeStep> steps = List.of(new VolumeStep(5, 1));
        assertTrue(sheet(List.of(rate(Unit.INPUT_TOKENS, 10, 1, 0, steps))).hasSteps());
        Rate above = rate(Unit.INPUT_TOKENS, 10, 1, 200, steps);
        assertTrue(sheet(List.of(plain, above)).hasSteps());
    }
}
