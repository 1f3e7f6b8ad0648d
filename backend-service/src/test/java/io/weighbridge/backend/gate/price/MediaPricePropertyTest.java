package io.weighbridge.backend.gate.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.MediaRoofline;
import io.weighbridge.backend.compute.cost.MediaTerms;
import io.weighbridge.backend.compute.cost.PictureCurve;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechCurve;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.compute.curve.MediaCosting;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.model.PictureParts;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.Rating;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/// Holds and charges of pictures and speech by a curve, for random prices and random calls, against
/// a second reckoning in whole numbers.
final class MediaPricePropertyTest {
    private static final Gpu H100 = GpuCatalogue.load().find("h100");
    private static final List<Unit> COMPUTE =
            List.of(Unit.GIGAFLOPS, Unit.GPU_MILLISECONDS, Unit.VRAM_MIB_MILLISECONDS);
    private static final List<ModelContent> MODELS =
            List.of(
                    content(Configs.SDXL_PIPELINE),
                    content(Configs.FLUX_PIPELINE),
                    content(Configs.WHISPER_LARGE_V3));
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private static ModelContent content(String config) {
        return new ModelContent(Configs.of(config), null, "");
    }

    /// A fraction that nobody brings to its lowest terms.
    private record Fraction(BigInteger top, BigInteger bottom) {
        static Fraction of(Ratio ratio) {
            return new Fraction(ratio.numerator(), ratio.denominator());
        }

        static Fraction of(long whole) {
            return new Fraction(BigInteger.valueOf(whole), BigInteger.ONE);
        }

        Fraction plus(Fraction other) {
            return new Fraction(
                    top.multiply(other.bottom).add(other.top.multiply(bottom)),
                    bottom.multiply(other.bottom));
        }

        Fraction times(Fraction other) {
            return new Fraction(top.multiply(other.top), bottom.multiply(other.bottom));
        }

        Fraction over(Fraction other) {
            return new Fraction(top.multiply(other.bottom), bottom.multiply(other.top));
        }

        Fraction max(Fraction other) {
            return top.multiply(other.bottom).compareTo(other.top.multiply(bottom)) >= 0
                    ? this
                    : other;
        }

        BigInteger ceiling() {
            return top.add(bottom).subtract(BigInteger.ONE).divide(bottom);
        }
    }

    /// A model that runs, and prices of what its calls take.
    private record Case(
            ServingTerms terms,
            MediaPrediction prediction,
            Map<Unit, Long> nanos,
            CallPrice price,
            SplittableRandom random) {
        static Case of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelContent model = MODELS.get(random.nextInt(MODELS.size()));
            boolean hears = model.described() instanceof Described.Speech;
            MediaTerms media =
                    hears
                            ? new SpeechTerms(random.nextLong(1, 449), 60_000)
                            : new PictureTerms(
                                    random.nextLong(1, 60), random.nextBoolean(), 1_024, 512);
            ServingTerms terms =
                    new ServingTerms(
                                    0,
                                    random.nextLong(1, 40),
                                    2,
                                    0,
                                    Basis.GPU_TIME_VRAM,
                                    random.nextBoolean(),
                                    0,
                                    1_000_000)
                            .with(media);
            Map<Unit, Long> nanos = new EnumMap<>(Unit.class);
            nanos.put(COMPUTE.get(random.nextInt(3)), random.nextLong(1, 1_000_000));
            for (Unit unit : List.of(COMPUTE.get(random.nextInt(3)), Unit.IMAGES, Unit.PIXELS)) {
                if (random.nextInt(4) == 0) {
                    nanos.put(unit, random.nextLong(1_000_000));
                }
            }
            return new Case(
                    terms,
                    predict(model, terms),
                    nanos,
                    new CallPrice(
                            sheet(nanos),
                            Objects.requireNonNull(MediaCosting.of(model, H100, terms))),
                    random);
        }

        private static MediaPrediction predict(ModelContent model, ServingTerms terms) {
            if (model.described() instanceof Described.Speech speech) {
                return MediaRoofline.predict(
                        speech,
                        H100,
                        terms.load(),
                        (SpeechTerms) Objects.requireNonNull(terms.media()));
            }
            return MediaRoofline.predict(
                    Objects.requireNonNull(PictureParts.of(model.described())),
                    H100,
                    terms.load(),
                    (PictureTerms) Objects.requireNonNull(terms.media()));
        }

        private static PriceSheet sheet(Map<Unit, Long> nanos) {
            List<Rate> rates = new ArrayList<>();
            nanos.forEach(
                    (unit, price) ->
                            rates.add(
                                    new Rate(
                                            1,
                                            unit,
                                            ServiceTier.STANDARD,
                                            0,
                                            0,
                                            price,
                                            1_000,
                                            List.of())));
            PriceBook book = new PriceBook(1, 2, "", 0, 1, 1, 1, rates, List.of());
            return Objects.requireNonNull(new CompiledBook(book).sheet(1, 0, ServiceTier.STANDARD));
        }

        boolean hears() {
            return prediction.unit() == Unit.AUDIO_MILLISECONDS;
        }

        long steps() {
            return terms.media() instanceof PictureTerms pictures ? pictures.steps() : 0;
        }

        // Within what was estimated, a unit at a time.
        Units within(Units most) {
            if (hears()) {
                return Units.of(
                        Unit.AUDIO_MILLISECONDS,
                        1 + random.nextLong(most.get(Unit.AUDIO_MILLISECONDS)));
            }
            long images = 1 + random.nextLong(most.get(Unit.IMAGES));
            long pixels = images + random.nextLong(most.get(Unit.PIXELS) - images + 1);
            Units units = Units.of(Unit.IMAGES, images).with(Unit.PIXELS, pixels);
            return random.nextInt(3) == 0
                    ? units.with(
                            Unit.PIXEL_STEPS,
                            random.nextLong(Math.min(pixels * steps(), Unit.COUNT_MAX) + 1))
                    : units;
        }

        Units estimate(int digits) {
            long most = 1;
            for (int i = random.nextInt(digits + 1); i > 0; i--) {
                most *= 10;
            }
            return within(
                    Units.of(Unit.AUDIO_MILLISECONDS, most)
                            .with(Unit.IMAGES, Math.min(most, 12))
                            .with(Unit.PIXELS, Math.max(most, 12)));
        }

        // Operations, and seconds of one card.
        Fraction[] work(Units units) {
            if (prediction.curve() instanceof SpeechCurve speech) {
                Fraction ms = Fraction.of(units.get(Unit.AUDIO_MILLISECONDS));
                Fraction windows = ms.over(Fraction.of(30_000));
                Fraction begun = new Fraction(windows.ceiling(), BigInteger.ONE);
                return new Fraction[] {
                    Fraction.of(speech.window().flops())
                            .times(begun)
                            .plus(Fraction.of(speech.words().flops()).times(windows)),
                    Fraction.of(speech.window().seconds())
                            .times(begun)
                            .plus(Fraction.of(speech.words().seconds()).times(windows))
                };
            }
            Fraction[] sum = {Fraction.of(0), Fraction.of(0)};
            Fraction images = Fraction.of(units.get(Unit.IMAGES));
            Fraction pixels = Fraction.of(units.get(Unit.PIXELS));
            for (PictureCurve.Stage stage : ((PictureCurve) prediction.curve()).stages()) {
                Fraction flops =
                        images.times(Fraction.of(stage.flops().once()))
                                .plus(pixels.times(Fraction.of(stage.flops().perPixel())))
                                .plus(
                                        pixels.times(pixels)
                                                .over(images)
                                                .times(Fraction.of(stage.flops().perPair())));
                Fraction runs = Fraction.of(stage.runs());
                if (stage.stepwise() && units.get(Unit.PIXEL_STEPS) > 0) {
                    runs =
                            runs.times(Fraction.of(units.get(Unit.PIXEL_STEPS)))
                                    .over(pixels)
                                    .over(Fraction.of(steps()));
                }
                Fraction seconds =
                        flops.over(Fraction.of(stage.flopsPerSecond()))
                                .max(images.times(Fraction.of(stage.readSeconds())));
                sum[0] = sum[0].plus(flops.times(runs));
                sum[1] = sum[1].plus(seconds.times(runs));
            }
            return sum;
        }

        BigInteger count(Unit unit, Units units) {
            Fraction[] work = work(units);
            return switch (unit) {
                case GIGAFLOPS -> work[0].over(Fraction.of(1_000_000_000)).ceiling();
                case GPU_MILLISECONDS -> work[1].times(Fraction.of(1_000)).ceiling();
                case VRAM_MIB_MILLISECONDS -> {
                    long bytes = terms.wholeCards() ? H100.vramBytes() : prediction.vramBytes();
                    long cards = terms.wholeCards() ? 1 : prediction.cards();
                    yield work[1].times(Fraction.of(1_000))
                            .times(Fraction.of(bytes))
                            .over(Fraction.of(cards * (1L << 20)))
                            .ceiling();
                }
                default -> BigInteger.valueOf(units.get(unit));
            };
        }

        // Half to even, once.
        BigInteger charge(Units units) {
            BigInteger sum = BigInteger.ZERO;
            for (Map.Entry<Unit, Long> rate : nanos.entrySet()) {
                sum =
                        sum.add(
                                count(rate.getKey(), units)
                                        .multiply(BigInteger.valueOf(rate.getValue())));
            }
            BigInteger[] parts = sum.divideAndRemainder(BigInteger.valueOf(1_000));
            int half = parts[1].compareTo(BigInteger.valueOf(500));
            boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
            return up ? parts[0].add(BigInteger.ONE) : parts[0];
        }
    }

    @Property(tries = 300)
    void aChargeIsWhatASecondReckoningSays(@ForAll long seed) {
        Case of = Case.of(seed);
        Units units = of.estimate(12);
        boolean isCounted =
                of.nanos.keySet().stream()
                        .allMatch(unit -> of.count(unit, units).compareTo(LONG_MAX) < 0);
        BigInteger expected = of.charge(units);
        switch (of.price.rate(units, Volumes.NONE, true)) {
            case Rating.Rated rated ->
                    assertEquals(
                            expected, BigInteger.valueOf(rated.chargeNanos()), units::toString);
            case Rating.TooLarge _ ->
                    assertTrue(!isCounted || expected.compareTo(LONG_MAX) > 0, units::toString);
            case Rating.Unpriced unpriced -> throw new AssertionError(unpriced + " " + units);
        }
    }

    @Property(tries = 200)
    void aHoldCoversEveryCallWithinTheEstimate(@ForAll long seed) {
        Case of = Case.of(seed);
        Units estimate = of.estimate(9);
        long held = of.price.holdNanos(estimate, Volumes.NONE);
        for (int i = 0; i < 8; i++) {
            Units used = i == 0 ? estimate : of.within(estimate);
            Rating.Rated rated =
                    assertInstanceOf(Rating.Rated.class, of.price.rate(used, Volumes.NONE, true));
            assertTrue(
                    held >= rated.chargeNanos() || held == PriceSheet.TOO_LARGE,
                    () -> held + " for " + estimate + ", " + rated + " " + used);
        }
    }

    // Output that is allowed takes nothing of such a model; where it has a price, credit ends it.
    @Property(tries = 100)
    void creditCoversAsMuchOutputAsAHoldOfItTakes(@ForAll long seed) {
        Case of = Case.of(seed);
        Map<Unit, Long> nanos = new EnumMap<>(of.nanos);
        nanos.put(Unit.OUTPUT_TOKENS, of.random.nextLong(1_000_000));
        CallPrice price = new CallPrice(Case.sheet(nanos), of.price.curve());
        Units more = of.estimate(9).with(Unit.OUTPUT_TOKENS, 10_000);
        long held = price.holdNanos(more.with(Unit.OUTPUT_TOKENS, 300), Volumes.NONE);
        long covered = price.affordable(more, Unit.OUTPUT_TOKENS, held, Volumes.NONE);
        if (held == PriceSheet.TOO_LARGE) {
            assertEquals(-1, covered);
            return;
        }
        assertTrue(covered >= 300, () -> covered + " of " + more);
        assertTrue(price.holdNanos(more.with(Unit.OUTPUT_TOKENS, covered), Volumes.NONE) <= held);
        if (covered < 10_000) {
            Units next = more.with(Unit.OUTPUT_TOKENS, covered + 1);
            assertTrue(price.holdNanos(next, Volumes.NONE) > held, next::toString);
        }
    }

    // Whatever a proxy tells: a price, or none; and never nothing for something.
    @Property(tries = 300)
    void whatDoesNotTellItsSizeIsNeverFree(@ForAll long seed) {
        Case of = Case.of(seed);
        SplittableRandom random = of.random;
        Units units = Units.NONE;
        for (Unit unit :
                List.of(
                        Unit.IMAGES,
                        Unit.PIXELS,
                        Unit.PIXEL_STEPS,
                        Unit.AUDIO_MILLISECONDS,
                        Unit.INPUT_TOKENS)) {
            if (random.nextInt(3) != 0) {
                long most = random.nextBoolean() ? 3 : Unit.COUNT_MAX;
                units = units.with(unit, random.nextLong(most));
            }
        }
        long held = of.price.holdNanos(units, Volumes.NONE);
        Rating rating = of.price.rate(units, Volumes.NONE, true);
        boolean isWhole =
                of.hears()
                        ? units.get(Unit.AUDIO_MILLISECONDS) > 0
                                && units.get(Unit.IMAGES) + units.get(Unit.PIXELS) == 0
                                && units.get(Unit.PIXEL_STEPS) == 0
                        : units.get(Unit.IMAGES) > 0
                                && units.get(Unit.PIXELS) >= units.get(Unit.IMAGES)
                                && units.get(Unit.AUDIO_MILLISECONDS) == 0
                                && units.get(Unit.PIXEL_STEPS)
                                        <= units.get(Unit.PIXELS) * of.steps();
        if (isWhole) {
            boolean isPriced = !(rating instanceof Rating.Unpriced) && held != PriceSheet.UNPRICED;
            assertTrue(isPriced, units::toString);
        } else if (rating instanceof Rating.Rated rated) {
            // Told to be none of anything, or sizes that have a price of their own.
            boolean isNone =
                    units.get(Unit.IMAGES) == 0
                            && units.get(Unit.PIXELS) == 0
                            && units.get(Unit.AUDIO_MILLISECONDS) == 0;
            boolean hasOwn =
                    of.hears()
                            && (of.nanos.containsKey(Unit.IMAGES)
                                    || of.nanos.containsKey(Unit.PIXELS));
            assertTrue(isNone || hasOwn, () -> rated + " for something");
            if (!of.hears()) {
                assertEquals(PriceSheet.UNPRICED, held);
            }
        }
    }
}
