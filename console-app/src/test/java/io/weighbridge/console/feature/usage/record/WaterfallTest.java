package io.weighbridge.console.feature.usage.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceLine;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceTier;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.List;

/// The steps from the balance before to the balance after, exact.
final class WaterfallTest {
    private static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    private static PriceLine line(Unit unit, long count, long nanos, long per) {
        return PriceLine.newBuilder()
                .setUnit(unit)
                .setCount(count)
                .setPriceNanos(nanos)
                .setPer(per)
                .build();
    }

    private static Rate.Builder rate(Unit unit, long nanos, long above) {
        return Rate.newBuilder()
                .setService("chat")
                .setUnit(unit)
                .setTier(ServiceTier.SERVICE_TIER_STANDARD)
                .setPriceNanos(nanos)
                .setPer(3)
                .setAboveInputTokens(above);
    }

    // 1,000 input of which 400 cached have their own line and 100 audio have none.
    private static UsageRecord record() {
        return UsageRecord.newBuilder()
                .setService("chat")
                .setAccount("acc_1")
                .addUnits(count(Unit.UNIT_INPUT_TOKENS, 1_000))
                .addUnits(count(Unit.UNIT_CACHED_INPUT_TOKENS, 400))
                .addUnits(count(Unit.UNIT_AUDIO_INPUT_TOKENS, 100))
                .addLines(line(Unit.UNIT_INPUT_TOKENS, 600, 10, 3))
                .addLines(line(Unit.UNIT_CACHED_INPUT_TOKENS, 400, 1, 3))
                .setPriceNanos(2_133)
                .setFeeNanos(7)
                .setChargeNanos(2_140)
                .build();
    }

    @Test
    void shouldAddUpToTheLastFraction() {
        Waterfall waterfall = Waterfall.of(record(), null, 5_000L);
        Fraction sum = Fraction.whole(0);
        for (Waterfall.Line line : waterfall.lines()) {
            sum = sum.plus(line.amount());
        }
        // 2,000 and 133 1/3.
        assertFalse(sum.isWhole());
        Fraction charge =
                sum.plus(waterfall.roundingNanos()).plus(Fraction.whole(waterfall.feeNanos()));
        assertEquals(Fraction.whole(waterfall.chargeNanos()), charge);
        assertEquals(
                new Fraction(BigInteger.valueOf(-1), BigInteger.valueOf(3)),
                waterfall.roundingNanos());
        assertEquals(7_140L, waterfall.before());
        assertEquals(2_133, sum.halfEven());
    }

    @Test
    void shouldSayWhatIsPartOfWhat() {
        Waterfall waterfall = Waterfall.of(record(), null, null);
        assertNull(waterfall.before());
        assertEquals(
                List.of(new Waterfall.Part(io.weighbridge.model.Unit.CACHED_INPUT_TOKENS, 400)),
                waterfall.lines().getFirst().parts());
        assertEquals(
                List.of(new Waterfall.Part(io.weighbridge.model.Unit.AUDIO_INPUT_TOKENS, 100)),
                waterfall.free());
    }

    @Test
    void shouldFindTheRateThatApplied() {
        PriceBook book =
                PriceBook.newBuilder()
                        .addRates(rate(Unit.UNIT_INPUT_TOKENS, 8, 0))
                        .addRates(rate(Unit.UNIT_INPUT_TOKENS, 10, 999))
                        .addRates(rate(Unit.UNIT_INPUT_TOKENS, 20, 1_000))
                        .addRates(
                                rate(Unit.UNIT_INPUT_TOKENS, 5, 0)
                                        .setTier(ServiceTier.SERVICE_TIER_BATCH))
                        .addRates(rate(Unit.UNIT_CACHED_INPUT_TOKENS, 2, 0).setAccount("acc_1"))
                        .addRates(rate(Unit.UNIT_CACHED_INPUT_TOKENS, 1, 0))
                        .build();
        List<Waterfall.Line> lines = Waterfall.of(record(), book, null).lines();
        assertEquals(999, lines.getFirst().band());
        assertFalse(lines.getFirst().isStep());
        // The account's own rate, and its price is another: a step by volume.
        assertTrue(lines.get(1).isOwn());
        assertTrue(lines.get(1).isStep());
    }

    @Test
    void shouldExplainALaterRatingByWhatItCharged() {
        UsageRecord later =
                UsageRecord.newBuilder()
                        .setService("chat")
                        .setUnratedReason("no rate")
                        .setRatedChargeNanos(44)
                        .build();
        Waterfall waterfall = Waterfall.of(later, null, 56L);
        assertEquals(44, waterfall.chargeNanos());
        assertEquals(100L, waterfall.before());
        assertTrue(waterfall.roundingNanos().isZero());
    }

    @Test
    void shouldShowFractionsWithoutLosingDigits() {
        assertEquals("0.000000002", Fraction.of(1, 2, 1).decimal());
        assertEquals("0.0000000025", Fraction.of(1, 5, 2).decimal());
        assertEquals("0.000000000333333…", Fraction.of(1, 1, 3).decimal());
        assertEquals("1.92", Fraction.whole(1_920_000_000L).decimal());
        assertEquals("0.00", Fraction.whole(0).decimal());
        assertEquals(2, Fraction.of(5, 1, 2).halfEven());
        assertEquals(4, Fraction.of(7, 1, 2).halfEven());
    }
}
