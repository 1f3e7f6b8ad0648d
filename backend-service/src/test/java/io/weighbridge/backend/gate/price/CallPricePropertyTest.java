package io.weighbridge.backend.gate.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.curve.Costing;
import io.weighbridge.backend.compute.curve.Curve;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.Rating;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.PriceLine;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/// Holds and charges by a cost curve, for random prices and random calls.
final class CallPricePropertyTest {
    private static final List<Unit> PRICED =
            List.of(
                    Unit.GIGAFLOPS,
                    Unit.GPU_MILLISECONDS,
                    Unit.VRAM_MIB_MILLISECONDS,
                    Unit.INPUT_TOKENS,
                    Unit.CACHED_INPUT_TOKENS,
                    Unit.OUTPUT_TOKENS);

    private static CallPrice price(SplittableRandom random) {
        List<Rate> rates = new ArrayList<>();
        int must = random.nextInt(3);
        for (int i = 0; i < PRICED.size(); i++) {
            for (long above : new long[] {0, 1_000}) {
                if ((above == 0 && i == must) || random.nextInt(3) == 0) {
                    rates.add(
                            new Rate(
                                    1,
                                    PRICED.get(i),
                                    ServiceTier.STANDARD,
                                    above,
                                    0,
                                    random.nextLong(1_000_000_000L),
                                    1_000,
                                    List.of()));
                }
            }
        }
        PriceBook book = new PriceBook(1, 2, "", 0, 1, 1, 1, rates, List.of());
        PriceSheet sheet =
                Objects.requireNonNull(new CompiledBook(book).sheet(1, 0, ServiceTier.STANDARD));
        ServingTerms terms =
                new ServingTerms(
                        4_096,
                        random.nextLong(1, 300),
                        2,
                        0,
                        Basis.GPU_TIME_VRAM,
                        random.nextBoolean(),
                        0,
                        1);
        String model = random.nextBoolean() ? Configs.GPT_OSS_20B : Configs.LLAMA_3_8B;
        Curve curve = Curve.of(Configs.text(model), GpuCatalogue.load().find("h100"), terms);
        return new CallPrice(sheet, curve);
    }

    private static Units units(SplittableRandom random, Units within) {
        long input = random.nextLong(within.get(Unit.INPUT_TOKENS) + 1);
        Units units = Units.tokens(input, random.nextLong(within.get(Unit.OUTPUT_TOKENS) + 1));
        return random.nextBoolean()
                ? units
                : units.with(Unit.CACHED_INPUT_TOKENS, random.nextLong(input + 1));
    }

    @Property(tries = 150)
    void aHoldCoversEveryCallWithinTheEstimate(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CallPrice price = price(random);
        Units estimate = units(random, Units.tokens(20_000, 5_000));
        long held = price.holdNanos(estimate, Volumes.NONE);
        if (random.nextInt(3) == 0) {
            Units told = estimate.with(Unit.GPU_MILLISECONDS, random.nextLong(50_000));
            long heldTold = price.holdNanos(told, Volumes.NONE);
            assertTrue(heldTold >= held || heldTold == PriceSheet.UNPRICED);
        }
        for (int i = 0; i < 10; i++) {
            Units used = i == 0 ? estimate : units(random, estimate);
            // Cached tokens that were not expected are cheaper, or the sheet prices them apart.
            Units cut =
                    estimate.has(Unit.CACHED_INPUT_TOKENS)
                            ? used.with(
                                    Unit.CACHED_INPUT_TOKENS,
                                    Math.min(
                                            used.get(Unit.CACHED_INPUT_TOKENS),
                                            estimate.get(Unit.CACHED_INPUT_TOKENS)))
                            : Units.tokens(
                                    used.get(Unit.INPUT_TOKENS), used.get(Unit.OUTPUT_TOKENS));
            if (price.rate(cut, Volumes.NONE, true) instanceof Rating.Rated rated) {
                assertTrue(held >= rated.chargeNanos(), held + " for " + estimate + ", " + cut);
            } else {
                assertTrue(price.sheet().compute(cut).isEmpty(), cut::toString);
            }
        }
    }

    @Property(tries = 100)
    void creditCoversAsManyTokensAsAHoldOfThemTakes(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CallPrice price = price(random);
        Units estimate = units(random, Units.tokens(20_000, 300));
        long held = price.holdNanos(estimate, Volumes.NONE);
        Units more = estimate.with(Unit.OUTPUT_TOKENS, 10_000);
        long covered = price.affordable(more, Unit.OUTPUT_TOKENS, held, Volumes.NONE);
        assertTrue(covered >= estimate.get(Unit.OUTPUT_TOKENS));
        assertTrue(price.holdNanos(more.with(Unit.OUTPUT_TOKENS, covered), Volumes.NONE) <= held);
        if (covered < 10_000) {
            long next = price.holdNanos(more.with(Unit.OUTPUT_TOKENS, covered + 1), Volumes.NONE);
            assertTrue(next > held, next + " " + held);
        }
        assertEquals(-1, price.affordable(more, Unit.OUTPUT_TOKENS, -1, Volumes.NONE));
    }

    private static long upTo(SplittableRandom random, int digits) {
        long most = 1;
        for (int i = random.nextInt(digits + 1); i > 0; i--) {
            most *= 10;
        }
        return random.nextLong(most + 1);
    }

    // Operations of a long context, and memory over time, pass what a proxy may tell of a unit.
    @Property(tries = 200)
    void howeverMuchIsReckonedHoldAndChargeAgree(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CallPrice price = price(random);
        Costing curve = Objects.requireNonNull(price.curve());
        Units units = Units.tokens(1 + upTo(random, 11), upTo(random, 12));
        long held = price.holdNanos(units, Volumes.NONE);
        switch (price.rate(units, Volumes.NONE, true)) {
            case Rating.Rated rated -> {
                boolean covered = held == PriceSheet.TOO_LARGE || held >= rated.chargeNanos();
                assertTrue(covered, held + " for " + units);
                for (Unit unit : price.sheet().compute(units)) {
                    long charged =
                            rated.lines().stream()
                                    .filter(line -> line.unit() == unit)
                                    .mapToLong(PriceLine::count)
                                    .sum();
                    assertEquals(curve.count(unit, units), charged, units::toString);
                }
            }
            case Rating.TooLarge _ -> assertEquals(PriceSheet.TOO_LARGE, held, units::toString);
            case Rating.Unpriced unpriced -> fail(unpriced + " " + units);
        }
    }
}
