package io.weighbridge.console.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.OthersPrice;
import io.weighbridge.proto.v1.PriceCatalogue;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.VolumeStep;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

final class ComparisonTest {
    private static final Others NOBODY = Others.of("x", true, List.of(), List.of());

    private static Priced price(Unit unit, long above, long nanos, long per) {
        return new Priced("chat", unit, ServiceTier.STANDARD, above, nanos, per, false);
    }

    private static Comparison compare(Priced price, UnitCost... costs) {
        return Comparison.of(price, new Costs.Known(8_192, 500_000, Arrays.asList(costs)), NOBODY);
    }

    private static Comparison input(long priceNanosOfAMillion, long costNanosOfAThousand) {
        return compare(
                price(Unit.INPUT_TOKENS, 0, priceNanosOfAMillion, 1_000_000),
                new UnitCost(Unit.INPUT_TOKENS, costNanosOfAThousand, 1_000));
    }

    private static String margin(long priceNanosOfAMillion, long costNanosOfAThousand) {
        return MarginWords.margin(input(priceNanosOfAMillion, costNanosOfAThousand));
    }

    @Test
    void shouldNeverShowMoreMarginThanThereIs() {
        assertEquals("65.0 %", margin(1_000_000, 350));
        assertEquals("0.0 %", margin(1_000_000, 1_000));
        assertEquals("99.9 %", margin(1_000_000_000_000_000L, 1));
        assertEquals("▼ −25.0 %", margin(1_000_000, 1_250));
        // Whatever little is lost is a loss.
        assertEquals("▼ −0.1 %", margin(1_000_000_000_000L, 1_000_000_001L));
        assertTrue(input(1_000_000_000_000L, 1_000_000_001L).isLoss());
        assertFalse(input(1_000_000, 1_000).isLoss());
        assertEquals("▼ −99,999,999,999,900.0 %", margin(1, 1_000_000_000));
    }

    @Test
    void shouldPutWhatIsFreeBelowAllOthers() {
        Comparison free = input(0, 1);
        assertEquals("▼ free", MarginWords.margin(free));
        assertTrue(free.isLoss());
        assertTrue(
                free.order().orElseThrow().compareTo(input(1, 1_000_000_000).order().orElseThrow())
                        < 0);
    }

    @Test
    void shouldNeverMakeUpACost() {
        Priced cached = price(Unit.CACHED_INPUT_TOKENS, 0, 5, 1);
        Comparison unknown = compare(cached, new UnitCost(Unit.INPUT_TOKENS, 1, 1_000));
        assertEquals("cost unknown", MarginWords.margin(unknown));
        assertEquals(Optional.empty(), unknown.order());
        assertFalse(unknown.isLoss());
        assertEquals("$0.005 / 1M", MarginWords.costOfPrice(unknown));
        // The cost was reckoned for 8,192 tokens.
        UnitCost cost = new UnitCost(Unit.INPUT_TOKENS, 1, 1_000);
        assertEquals(
                "cost unknown",
                MarginWords.margin(compare(price(Unit.INPUT_TOKENS, 8_192, 5, 1), cost)));
        assertEquals(
                "99.9 %", MarginWords.margin(compare(price(Unit.INPUT_TOKENS, 8_191, 5, 1), cost)));
        assertEquals("…", MarginWords.margin(Comparison.of(cached, new Costs.Asked(), NOBODY)));
        assertEquals(
                new Costs.Unknown("the proposal has no cost"),
                Costs.of(PriceProposal.getDefaultInstance()));
    }

    @Test
    void shouldTakeTheCostsOfAProposal() {
        // Rounded up from 288,400,000.2 and 0.3.
        PriceProposal proposal =
                PriceProposal.newBuilder()
                        .setServiceModel(
                                ServiceModel.newBuilder()
                                        .setTerms(
                                                ComputeTerms.newBuilder()
                                                        .setContextTokens(8_192)
                                                        .setUtilizationMillionths(500_000)
                                                        .setMarginMillionths(300_000)))
                        .addRates(rate(1, 824_000_001, 1_000_000))
                        .addRates(rate(14, 1, 60_000))
                        .addRates(rate(99, 5, 1))
                        .build();
        Costs costs = Costs.of(proposal);
        assertEquals(
                new Costs.Known(
                        8_192,
                        500_000,
                        List.of(
                                new UnitCost(Unit.INPUT_TOKENS, 288_400_000, 1_000_000),
                                new UnitCost(Unit.AUDIO_MILLISECONDS, 1, 60_000))),
                costs);
        Comparison line =
                Comparison.of(price(Unit.INPUT_TOKENS, 0, 824_000_001, 1_000_000), costs, NOBODY);
        assertEquals("65.0 %", MarginWords.margin(line));
        assertEquals("with idle time, at 50 % utilization: 30.0 %", MarginWords.allTime(line));
    }

    private static Rate rate(int unit, long nanos, long per) {
        return Rate.newBuilder()
                .setUnit(
                        Objects.requireNonNullElse(
                                io.weighbridge.proto.v1.Unit.forNumber(unit),
                                io.weighbridge.proto.v1.Unit.UNIT_UNSPECIFIED))
                .setPriceNanos(nanos)
                .setPer(per)
                .build();
    }

    @Test
    void shouldShowPriceAndCostOfTheSameQuantity() {
        Comparison input = input(1_000_000_000, 350_000);
        assertEquals("$0.35 of $1.00 / 1M", MarginWords.costOfPrice(input));
        assertEquals("$0.35", MarginWords.besidePrice(input));
        assertEquals("", MarginWords.besidePrice(compare(price(Unit.INPUT_TOKENS, 0, 5, 1_000))));
        assertEquals(
                "$0.0101 of $0.017 / min",
                MarginWords.besidePrice(
                        compare(
                                price(Unit.AUDIO_MILLISECONDS, 0, 17_000_000_000L, 60_000_000),
                                new UnitCost(Unit.AUDIO_MILLISECONDS, 168_333, 1_000))));
        assertEquals(
                "$0.00318 / MP",
                MarginWords.costOfPrice(compare(price(Unit.PIXELS, 0, 5_000_000, 1_572_864))));
        assertEquals("$0.00", MarginWords.money(BigDecimal.ZERO));
        assertEquals("$0.00000000123", MarginWords.money(new BigDecimal("1.2345")));
        assertEquals("$1,234.50", MarginWords.money(new BigDecimal("1234500000000")));
    }

    @Test
    void shouldLookAtTheLowestVolumeStep() {
        Rate rate =
                Rate.newBuilder()
                        .setUnit(io.weighbridge.proto.v1.Unit.UNIT_INPUT_TOKENS)
                        .setPriceNanos(9)
                        .setPer(1)
                        .addSteps(VolumeStep.newBuilder().setFromCount(1).setPriceNanos(4))
                        .addSteps(VolumeStep.newBuilder().setFromCount(2).setPriceNanos(6))
                        .build();
        Priced price = Priced.of(rate).orElseThrow();
        assertEquals(4, price.priceNanos());
        assertTrue(price.hasSteps());
        assertTrue(MarginWords.whole(compare(price)).endsWith("Of the lowest volume step."));
        assertEquals(Optional.empty(), Priced.of(Rate.newBuilder().setUnitValue(99).build()));
    }

    private static OthersPrice other(String source, String model, long nanos, long per) {
        return OthersPrice.newBuilder()
                .setSource(source)
                .setModel(model)
                .setUnit(io.weighbridge.proto.v1.Unit.UNIT_INPUT_TOKENS)
                .setTier(io.weighbridge.proto.v1.ServiceTier.SERVICE_TIER_STANDARD)
                .setPriceNanos(nanos)
                .setPer(per)
                .build();
    }

    private static PriceCatalogue map(String source) {
        return PriceCatalogue.newBuilder().setSource(source).build();
    }

    @Test
    void shouldSayWhoAsksLeastMostAndInTheMiddle() {
        List<OthersPrice> prices =
                List.of(
                        other("new", "dear", 3_000, 1),
                        other("new", "cheap", 1_000_000, 1_000_000),
                        other("old", "cheap", 9, 1_000_000),
                        other("old", "upper", 2_000, 1),
                        other("new", "lower", 1_999_999, 1_000),
                        other("new", "batch", 1, 1_000).toBuilder()
                                .setTier(io.weighbridge.proto.v1.ServiceTier.SERVICE_TIER_BATCH)
                                .build());
        Others others = Others.of("m", true, prices, List.of(map("new"), map("old")));
        Comparison line =
                Comparison.of(price(Unit.INPUT_TOKENS, 0, 5, 1), new Costs.Unknown("why"), others);
        // Of the entry that is in both maps the newer one counts; the middle is one of them.
        assertEquals("$0.001 · $2.00 · $3.00", MarginWords.others(line));
        Others.Spread spread = line.spread().orElseThrow();
        assertEquals("cheap", spread.cheapest().getModel());
        assertEquals("lower", spread.median().getModel());
        assertEquals("dear", spread.dearest().getModel());
        assertTrue(
                MarginWords.wholeOthers(line).startsWith("cheapest: $0.001 / 1M, cheap (new)"),
                MarginWords.wholeOthers(line));
        assertEquals(Optional.empty(), others.spread(Unit.INPUT_TOKENS, ServiceTier.STANDARD, 9));
        assertEquals(4, spread.prices().size());
    }
}
