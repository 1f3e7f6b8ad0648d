package io.weighbridge.console.feature.prices.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.PreviewedCharge;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;

final class PriceTextTest {
    @Test
    void shouldWriteRealPricesExactly() {
        assertEquals(
                "$2.50 per 1M tokens",
                PriceText.price(Unit.INPUT_TOKENS, 2_500_000_000L, 1_000_000));
        assertEquals(
                "$0.017 per 1 min", PriceText.price(Unit.AUDIO_MILLISECONDS, 17_000_000, 60_000));
        assertEquals(
                "$0.005 per 1,572,864 pixels", PriceText.price(Unit.PIXELS, 5_000_000, 1_572_864));
        assertEquals(
                "$1.00 per 1 GiB-h",
                PriceText.price(Unit.VRAM_MIB_MILLISECONDS, 1_000_000_000, 3_686_400_000L));
    }

    @Test
    void shouldTellAChargeThatIsTooLargeFromNoPrice() {
        assertEquals(
                "$0.0075",
                PriceText.charge(
                        PreviewedCharge.newBuilder()
                                .setPriced(true)
                                .setChargeNanos(7_500_000)
                                .build()));
        assertEquals("no price", PriceText.charge(PreviewedCharge.getDefaultInstance()));
        assertEquals(
                "too large to charge",
                PriceText.charge(PreviewedCharge.newBuilder().setTooLarge(true).build()));
    }

    @Test
    void shouldReadQuantitiesAsPeopleWriteThem() {
        assertEquals(OptionalLong.of(1_000_000), UnitWords.parse(Unit.INPUT_TOKENS, "1M tokens"));
        assertEquals(OptionalLong.of(1_000_000), UnitWords.parse(Unit.INPUT_TOKENS, "per 1m"));
        assertEquals(OptionalLong.of(1), UnitWords.parse(Unit.INPUT_TOKENS, "token"));
        assertEquals(OptionalLong.of(60_000), UnitWords.parse(Unit.AUDIO_MILLISECONDS, "60 s"));
        assertEquals(OptionalLong.of(60_000), UnitWords.parse(Unit.AUDIO_MILLISECONDS, "60"));
        assertEquals(OptionalLong.of(60_000), UnitWords.parse(Unit.AUDIO_MILLISECONDS, "1m"));
        assertEquals(OptionalLong.of(1_572_864), UnitWords.parse(Unit.PIXELS, "1,572,864 pixels"));
        assertEquals(OptionalLong.of(1_500_000), UnitWords.parse(Unit.PIXELS, "1.5 megapixels"));
        assertEquals(OptionalLong.empty(), UnitWords.parse(Unit.INPUT_TOKENS, "1.5"));
        assertEquals(OptionalLong.empty(), UnitWords.parse(Unit.INPUT_TOKENS, "0"));
        assertEquals(OptionalLong.empty(), UnitWords.parse(Unit.INPUT_TOKENS, "60 s"));
        assertEquals(OptionalLong.empty(), UnitWords.parse(Unit.PIXELS, "2000000M"));
    }

    @Test
    void shouldReadBackEveryQuantityThatItWrites() {
        for (Unit unit : Unit.values()) {
            for (long count :
                    List.of(
                            1L,
                            7L,
                            999L,
                            1_000L,
                            60_000L,
                            1_572_864L,
                            3_686_400_000L,
                            5_000_000_000L)) {
                String written = UnitWords.quantity(unit, count);
                assertEquals(OptionalLong.of(count), UnitWords.parse(unit, written), written);
            }
            assertEquals(unit, UnitWords.unit(UnitWords.name(unit)));
            assertEquals(unit, UnitWords.unit(unit.key()));
            for (String usual : UnitWords.usual(unit)) {
                assertTrue(UnitWords.parse(unit, usual).isPresent(), usual);
            }
        }
    }

    @Test
    void shouldNeverRoundAPrice() {
        assertEquals(OptionalLong.of(2_500_000_000L), PriceText.parse("$2.50"));
        assertEquals(OptionalLong.of(1), PriceText.parse("0.000000001"));
        assertEquals(OptionalLong.empty(), PriceText.parse("0.0000000015"));
        assertEquals(OptionalLong.empty(), PriceText.parse("-1"));
        assertEquals(OptionalLong.empty(), PriceText.parse("1000000.01"));
        assertEquals(OptionalLong.empty(), PriceText.parse("2,5"));
    }

    @Test
    void shouldReadPercentExactly() {
        assertEquals(OptionalLong.of(50_000), PriceText.parsePercent("5 %"));
        assertEquals(OptionalLong.of(1), PriceText.parsePercent("0.0001"));
        assertEquals(OptionalLong.empty(), PriceText.parsePercent("0.00001"));
        assertEquals(OptionalLong.empty(), PriceText.parsePercent("1000.1"));
        assertEquals("5 %", PriceText.percent(50_000));
        assertEquals("0.0001 %", PriceText.percent(1));
    }

    @Test
    void shouldSplitAPriceThatIsTypedWithItsQuantity() {
        assertEquals(List.of("$2.50", "1M tokens"), PriceText.halves("$2.50 per 1M tokens"));
        assertEquals(List.of("2.50", "1M"), PriceText.halves("2.50/1M"));
        assertNull(PriceText.halves("2.50"));
    }

    @Test
    void shouldReadUnitsOfACall() {
        String text = "1,500 input tokens + 300 output tokens";
        assertEquals(text, UnitsText.of(UnitsText.parse(text).orElseThrow()));
        assertEquals("1 min audio", UnitsText.of(UnitsText.parse("60 s audio").orElseThrow()));
        assertTrue(UnitsText.parse("1,500 input tokens + 2 input tokens").isEmpty());
        assertTrue(UnitsText.parse("1,500").isEmpty());
        assertTrue(UnitsText.parse("").isEmpty());
    }
}
