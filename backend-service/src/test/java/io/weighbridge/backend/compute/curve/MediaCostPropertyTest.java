package io.weighbridge.backend.compute.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.MediaRoofline;
import io.weighbridge.backend.compute.cost.PictureCurve;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.model.PictureParts;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.Objects;
import java.util.SplittableRandom;

/// What calls of pictures and sound cost, for random terms and calls that tell their size wholly or
/// in part, against fractions that are brought to their lowest terms at each step.
final class MediaCostPropertyTest {
    private static final Gpu H100 = GpuCatalogue.load().find("h100");
    private static final ModelContent PIPELINE = content(Configs.SDXL_PIPELINE);
    private static final ModelContent WHISPER = content(Configs.WHISPER_LARGE_V3);

    private static ModelContent content(String config) {
        return new ModelContent(Configs.of(config), null, "");
    }

    private static ServingTerms terms(SplittableRandom random) {
        return new ServingTerms(
                0,
                random.nextLong(1, 40),
                2,
                0,
                random.nextBoolean() ? Basis.FLOPS : Basis.GPU_TIME_VRAM,
                random.nextBoolean(),
                0,
                1_000_000);
    }

    private static long upTo(SplittableRandom random, int digits) {
        long most = 1;
        for (int i = random.nextInt(digits + 1); i > 0; i--) {
            most *= 10;
        }
        return random.nextLong(most + 1);
    }

    private static long nanos(ServingTerms terms, MediaPrediction on, Ratio work, long hour) {
        Ratio share = terms.basis() == Basis.FLOPS ? Ratio.ONE : on.share(terms.wholeCards());
        return work.times(share).times(hour).over(3_600).halfEven();
    }

    @Property(tries = 200)
    void picturesCostWhatTheirStagesTake(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PictureTerms picture =
                new PictureTerms(random.nextLong(1, 60), random.nextBoolean(), 1_024, 512);
        ServingTerms terms = terms(random).with(picture);
        MediaPrediction on =
                MediaRoofline.predict(
                        Objects.requireNonNull(PictureParts.of(PIPELINE.described())),
                        H100,
                        terms.load(),
                        picture);
        MediaCosting costing = Objects.requireNonNull(MediaCosting.of(PIPELINE, H100, terms));
        Units units =
                Units.of(Unit.IMAGES, random.nextBoolean() ? 0 : upTo(random, 3))
                        .with(Unit.PIXELS, random.nextInt(4) == 0 ? 0 : upTo(random, 9))
                        .with(Unit.PIXEL_STEPS, random.nextBoolean() ? 0 : upTo(random, 10));
        long hour = upTo(random, 9);
        long cost = costing.cost(units, hour, -1).predictedNanos();
        long images = units.get(Unit.IMAGES);
        long pixels = units.get(Unit.PIXELS);
        if (images == 0 && pixels == 0) {
            assertEquals(CallCost.UNKNOWN, cost);
            return;
        }
        MediaPrediction.Sized sized = on.pictures(images, pixels);
        Ratio steps =
                units.get(Unit.PIXEL_STEPS) == 0
                        ? Ratio.ONE
                        : Ratio.of(units.get(Unit.PIXEL_STEPS))
                                .over(sized.size().times(sized.count()))
                                .over(picture.steps());
        Ratio work = Ratio.ZERO;
        for (PictureCurve.Stage stage : ((PictureCurve) on.curve()).stages()) {
            Ratio computing = stage.flops().at(sized.size()).over(stage.flopsPerSecond());
            Ratio once =
                    terms.basis() == Basis.FLOPS ? computing : computing.max(stage.readSeconds());
            Ratio runs = stage.runs().times(stage.stepwise() ? steps : Ratio.ONE);
            work = work.plus(once.times(runs).times(sized.count()));
        }
        assertEquals(nanos(terms, on, work, hour), cost, units::toString);
    }

    @Property(tries = 100)
    void aRecordingCostsWhatItsCurveTakes(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SpeechTerms speech = new SpeechTerms(random.nextLong(1, 449), 60_000);
        ServingTerms terms = terms(random).with(speech);
        MediaPrediction on =
                MediaRoofline.predict(
                        (Described.Speech) WHISPER.described(), H100, terms.load(), speech);
        MediaCosting costing = Objects.requireNonNull(MediaCosting.of(WHISPER, H100, terms));
        long ms = 1 + upTo(random, 9);
        long hour = upTo(random, 9);
        var taken = on.curve().taken(Ratio.of(ms));
        Ratio work = terms.basis() == Basis.FLOPS ? taken.computing() : taken.seconds();
        assertEquals(
                nanos(terms, on, work, hour),
                costing.cost(Units.of(Unit.AUDIO_MILLISECONDS, ms), hour, -1).predictedNanos(),
                () -> ms + " ms");
    }
}
