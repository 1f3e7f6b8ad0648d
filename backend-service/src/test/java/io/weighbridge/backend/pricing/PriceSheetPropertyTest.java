package io.weighbridge.backend.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.PriceLine;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/// Rating against a second computation, for random prices and random calls.
final class PriceSheetPropertyTest {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private record Case(PriceSheet sheet, RateCard card) {
        static List<Case> of(PriceBook book) {
            CompiledBook compiled = new CompiledBook(book);
            return List.of(
                    of(book, compiled, 0, ServiceTier.STANDARD),
                    of(book, compiled, RandomPrices.ACCOUNT, ServiceTier.STANDARD),
                    of(book, compiled, RandomPrices.ACCOUNT, ServiceTier.BATCH));
        }

        private static Case of(
                PriceBook book, CompiledBook compiled, long account, ServiceTier tier) {
            PriceSheet sheet = compiled.sheet(RandomPrices.SERVICE, account, tier);
            PriceSheet empty =
                    new PriceSheet(
                            1, tier, List.of(new PriceBand(0, java.util.Map.of())), Fee.NONE);
            return new Case(
                    sheet == null ? empty : sheet,
                    new RateCard(book.rates(), book.fees().getFirst(), account, tier));
        }
    }

    @Property(tries = 4_000)
    void shouldChargeTheExactSumRoundedOnce(@ForAll long seed) {
        RandomPrices prices = new RandomPrices(seed);
        for (Case each : Case.of(prices.book())) {
            Units units = prices.units();
            Volumes volumes = prices.volumes();
            for (boolean countsAsRequest : new boolean[] {true, false}) {
                RateCard.Worked worked = each.card.work(units, volumes, countsAsRequest);
                Rating rating = each.sheet.rate(units, volumes, countsAsRequest);
                if (worked.unpriced()) {
                    assertInstanceOf(Rating.Unpriced.class, rating, units.toString());
                } else if (worked.charge().halfEven().compareTo(LONG_MAX) > 0) {
                    assertInstanceOf(Rating.TooLarge.class, rating, units.toString());
                } else {
                    checkRated(worked, assertInstanceOf(Rating.Rated.class, rating));
                }
            }
        }
    }

    private static void checkRated(RateCard.Worked worked, Rating.Rated rated) {
        assertEquals(worked.charge().halfEven().longValueExact(), rated.chargeNanos());
        assertEquals(worked.price().halfEven().longValueExact(), rated.priceNanos());
        assertEquals(rated.chargeNanos(), rated.priceNanos() + rated.feeNanos());
        assertTrue(rated.feeNanos() >= 0);
        // The lines alone explain the price.
        Fraction lines = Fraction.ZERO;
        for (PriceLine line : rated.lines()) {
            assertTrue(line.count() > 0, line::toString);
            lines = lines.plus(amount(line));
        }
        assertEquals(
                lines.top().multiply(worked.price().bottom()),
                worked.price().top().multiply(lines.bottom()));
    }

    private static Fraction amount(PriceLine line) {
        return Fraction.of(line.count(), line.per()).times(Fraction.of(line.priceNanos(), 1));
    }

    @Property(tries = 4_000)
    void shouldHoldEnoughForEveryCallWithinTheEstimate(@ForAll long seed) {
        RandomPrices prices = new RandomPrices(seed);
        for (Case each : Case.of(prices.book())) {
            Units estimate = prices.units();
            Volumes volumes = prices.volumes();
            long held = each.sheet.holdNanos(estimate, volumes);
            if (held == PriceSheet.UNPRICED) {
                assertTrue(each.card.work(estimate, volumes, true).unpriced());
                continue;
            }
            for (int i = 0; i < 8; i++) {
                Units used = i == 0 ? estimate : prices.within(estimate);
                Volumes then = i < 2 ? volumes : prices.later(volumes);
                switch (each.sheet.rate(used, then, i != 7)) {
                    case Rating.Rated rated ->
                            assertTrue(
                                    held == PriceSheet.TOO_LARGE || held >= rated.chargeNanos(),
                                    () -> held + " held for " + estimate + ", used " + used);
                    case Rating.TooLarge _ -> assertEquals(PriceSheet.TOO_LARGE, held);
                    // Goes to quarantine with its hold.
                    case Rating.Unpriced _ -> {}
                }
            }
        }
    }

    @Property(tries = 2_000)
    void shouldHoldNoMoreThanTheChargeWhenNothingIsUncertain(
            @ForAll @LongRange(min = 0, max = Unit.COUNT_MAX) long input,
            @ForAll @LongRange(min = 0, max = Unit.COUNT_MAX) long output,
            @ForAll @LongRange(min = 0, max = Rate.PRICE_MAX) long price,
            @ForAll @LongRange(min = 1, max = Rate.PER_MAX) long per,
            @ForAll @LongRange(min = 0, max = Fee.MILLIONTHS_MAX) long millionths) {
        List<Rate> rates =
                List.of(rate(Unit.INPUT_TOKENS, price, per), rate(Unit.OUTPUT_TOKENS, 3, 7));
        Fee fee = new Fee(0, 5, millionths);
        PriceSheet sheet = sheet(rates, fee);
        Units units = Units.tokens(input, output);
        BigInteger exact =
                new RateCard(rates, fee, 0, ServiceTier.STANDARD)
                        .work(units, Volumes.NONE, true)
                        .charge()
                        .rounded(RoundingMode.CEILING);
        assertEquals(
                exact.compareTo(LONG_MAX) > 0 ? PriceSheet.TOO_LARGE : exact.longValueExact(),
                sheet.holdNanos(units, Volumes.NONE));
    }

    @Property(tries = 2_000)
    void shouldFindTheMostThatIsAffordable(
            @ForAll long seed, @ForAll @LongRange(min = 0, max = 60) long count) {
        RandomPrices prices = new RandomPrices(seed);
        for (Case each : Case.of(prices.book())) {
            Volumes volumes = prices.volumes();
            Units units = prices.units().with(Unit.OUTPUT_TOKENS, count);
            long half = each.sheet.holdNanos(units.with(Unit.OUTPUT_TOKENS, count / 2), volumes);
            if (half < 0) {
                continue;
            }
            long most = -1;
            for (long n = 0; n <= count; n++) {
                long nanos = each.sheet.holdNanos(units.with(Unit.OUTPUT_TOKENS, n), volumes);
                if (nanos >= 0 && nanos <= half) {
                    most = n;
                }
            }
            assertEquals(
                    most,
                    PriceSheet.affordable(
                            units,
                            Unit.OUTPUT_TOKENS,
                            half,
                            some -> each.sheet.holdNanos(some, volumes)));
        }
    }

    @Property(tries = 2_000)
    void shouldChargeAUnitTheSameHoweverItsCallsAreCut(
            @ForAll @LongRange(min = 1, max = 1_000_000) long first,
            @ForAll @LongRange(min = 1, max = 1_000_000) long second,
            @ForAll @LongRange(min = 1, max = 1_500_000) long step) {
        Rate stepped =
                new Rate(
                        RandomPrices.SERVICE,
                        Unit.OUTPUT_TOKENS,
                        ServiceTier.STANDARD,
                        0,
                        0,
                        10,
                        1,
                        List.of(new VolumeStep(step, 4), new VolumeStep(step + 500, 1)));
        PriceSheet sheet = sheet(List.of(stepped), Fee.NONE);
        long whole = charge(sheet, Units.of(Unit.OUTPUT_TOKENS, first + second), Volumes.NONE);
        long cut =
                charge(sheet, Units.of(Unit.OUTPUT_TOKENS, first), Volumes.NONE)
                        + charge(sheet, Units.of(Unit.OUTPUT_TOKENS, second), unit -> first);
        assertEquals(whole, cut);
    }

    private static long charge(PriceSheet sheet, Units units, Volumes volumes) {
        return assertInstanceOf(Rating.Rated.class, sheet.rate(units, volumes, true)).chargeNanos();
    }

    @Property(tries = 500)
    void shouldTakeAnExplicitZeroAsFreeAndNoRateAsUnpriced(
            @ForAll @LongRange(min = 1, max = Unit.COUNT_MAX) long count, @ForAll Unit unit) {
        PriceSheet free = sheet(List.of(rate(unit, 0, 1)), Fee.NONE);
        Unit whole = unit.partOf();
        Units units =
                whole == null ? Units.of(unit, count) : Units.of(whole, count).with(unit, count);
        assertEquals(0, charge(free, units, Volumes.NONE));
        assertEquals(0, free.holdNanos(units, Volumes.NONE));
        if (unit != Unit.REQUESTS) {
            PriceSheet without = sheet(List.of(rate(Unit.REQUESTS, 5, 1)), Fee.NONE);
            assertInstanceOf(Rating.Unpriced.class, without.rate(units, Volumes.NONE, true));
            assertEquals(PriceSheet.UNPRICED, without.holdNanos(units, Volumes.NONE));
        }
    }

    @Property(tries = 200)
    void shouldHaveNoSheetWithoutARateOfItsTier(@ForAll Unit unit) {
        PriceBook book = book(List.of(rate(unit, 1, 1)), Fee.NONE);
        CompiledBook compiled = new CompiledBook(book);
        assertNull(compiled.sheet(RandomPrices.SERVICE, 0, ServiceTier.FLEX));
        assertNull(compiled.sheet(RandomPrices.SERVICE + 1, 0, ServiceTier.STANDARD));
    }

    private static Rate rate(Unit unit, long price, long per) {
        return new Rate(
                RandomPrices.SERVICE, unit, ServiceTier.STANDARD, 0, 0, price, per, List.of());
    }

    private static PriceBook book(List<Rate> rates, Fee fee) {
        return new PriceBook(1, 2, "", 0, 1, 1, 1, rates, List.of(fee));
    }

    static PriceSheet sheet(List<Rate> rates, Fee fee) {
        PriceSheet sheet =
                new CompiledBook(book(rates, fee))
                        .sheet(RandomPrices.SERVICE, 0, ServiceTier.STANDARD);
        assertTrue(sheet != null);
        return java.util.Objects.requireNonNull(sheet);
    }
}
