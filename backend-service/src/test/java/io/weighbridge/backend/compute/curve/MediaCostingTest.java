package io.weighbridge.backend.compute.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.MediaRoofline;
import io.weighbridge.backend.compute.cost.MediaTerms;
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

import org.junit.jupiter.api.Test;

import java.util.Objects;

/// What calls cost that make pictures or write down speech: by what they tell, and never 0.
final class MediaCostingTest {
    private static final Gpu H100 = GpuCatalogue.load().find("h100");
    private static final long HOUR = 2_000_000_000L;
    private static final PictureTerms PICTURE = new PictureTerms(20, true, 1_024, 1_024);
    private static final SpeechTerms SPEECH = new SpeechTerms(100, 60_000);

    private static ModelContent content(String config) {
        return new ModelContent(Configs.of(config), null, "");
    }

    private static ServingTerms terms(Basis basis, MediaTerms media) {
        return new ServingTerms(0, 4, 2, 0, basis, false, 0, 1_000_000).with(media);
    }

    private static MediaCosting pictures(Basis basis) {
        return Objects.requireNonNull(
                MediaCosting.of(content(Configs.SDXL_PIPELINE), H100, terms(basis, PICTURE)));
    }

    private static MediaCosting speech() {
        return Objects.requireNonNull(
                MediaCosting.of(
                        content(Configs.WHISPER_LARGE_V3),
                        H100,
                        terms(Basis.GPU_TIME_VRAM, SPEECH)));
    }

    private static long predicted(MediaCosting costing, Units units) {
        return costing.cost(units, HOUR, -1).predictedNanos();
    }

    private static Units pictures(long images, long pixels) {
        return Units.of(Unit.IMAGES, images).with(Unit.PIXELS, pixels);
    }

    @Test
    void picturesCostByTheirNumberAndSize() {
        MediaCosting costing = pictures(Basis.GPU_TIME_VRAM);
        long usual = predicted(costing, pictures(1, 1_048_576));
        assertTrue(usual > 0);
        long three = predicted(costing, pictures(3, 3_145_728));
        assertTrue(Math.abs(3 * usual - three) <= 2, three + " " + usual);
        // Of pictures alone the usual size, of pixels alone the usual pictures.
        assertEquals(usual, predicted(costing, Units.of(Unit.IMAGES, 1)));
        assertEquals(usual, predicted(costing, Units.of(Unit.PIXELS, 1_048_576)));
        assertEquals(three, predicted(costing, Units.of(Unit.PIXELS, 3_145_728)));
        assertEquals(
                predicted(costing, pictures(1, 262_144)),
                predicted(costing, Units.of(Unit.PIXELS, 262_144)));
        // One large picture is dearer than four of the same pixels.
        long four = predicted(costing, pictures(4, 4_194_304));
        long one = predicted(costing, pictures(1, 4_194_304));
        assertTrue(one > four, one + " " + four);
    }

    @Test
    void toldStepsCountInPlaceOfTheTerms() {
        MediaCosting costing = pictures(Basis.FLOPS);
        Units usual = pictures(2, 2_097_152);
        long ofTerms = predicted(costing, usual);
        assertEquals(ofTerms, predicted(costing, usual.with(Unit.PIXEL_STEPS, 41_943_040)));
        long twice = predicted(costing, usual.with(Unit.PIXEL_STEPS, 83_886_080));
        // What is done once is not doubled.
        assertTrue(twice > ofTerms * 19 / 10 && twice < ofTerms * 2, twice + " " + ofTerms);
    }

    @Test
    void aRecordingCostsItsWindowsAndWords() {
        MediaCosting costing = speech();
        MediaPrediction on =
                MediaRoofline.predict(
                        (Described.Speech) content(Configs.WHISPER_LARGE_V3).described(),
                        H100,
                        terms(Basis.GPU_TIME_VRAM, SPEECH).load(),
                        SPEECH);
        for (long ms : new long[] {1, 30_000, 30_001, 61_000}) {
            Ratio expected =
                    on.curve()
                            .taken(Ratio.of(ms))
                            .seconds()
                            .times(on.vramShare())
                            .times(HOUR)
                            .over(3_600);
            assertEquals(
                    expected.halfEven(), predicted(costing, Units.of(Unit.AUDIO_MILLISECONDS, ms)));
        }
    }

    @Test
    void whatIsNotToldCostsNothingThatIsKnown() {
        MediaCosting pictures = pictures(Basis.GPU_TIME_VRAM);
        for (Units units :
                new Units[] {
                    Units.NONE,
                    Units.tokens(10, 10),
                    pictures(0, 0),
                    Units.of(Unit.PIXEL_STEPS, 100),
                    Units.of(Unit.AUDIO_MILLISECONDS, 100)
                }) {
            assertEquals(CallCost.UNKNOWN, predicted(pictures, units));
        }
        assertEquals(CallCost.UNKNOWN, predicted(speech(), pictures(1, 1)));
        assertEquals(CallCost.UNKNOWN, predicted(speech(), Units.NONE));
        assertEquals(CallCost.UNKNOWN, pictures.costUnknown().nanos());
    }

    @Test
    void theTimeThatTheProxyTellsIsMeasured() {
        MediaCosting costing = pictures(Basis.MEASURED);
        CallCost cost = costing.cost(pictures(1, 1_048_576), HOUR, 3_600);
        // A second of four pictures at a time, at the share of the card's memory.
        assertEquals(cost.measuredNanos(), cost.nanos());
        Ratio share =
                MediaRoofline.predict(
                                Objects.requireNonNull(
                                        PictureParts.of(
                                                content(Configs.SDXL_PIPELINE).described())),
                                H100,
                                terms(Basis.MEASURED, PICTURE).load(),
                                PICTURE)
                        .vramShare();
        assertEquals(share.times(HOUR).over(1_000).over(4).halfEven(), cost.measuredNanos());
    }

    @Test
    void aModelThatIsPartlyKnownHasNoCost() {
        ServingTerms terms = terms(Basis.FLOPS, PICTURE);
        String lone = Configs.SDXL.replace("{'_c", "{'torch_dtype':'float16','_c");
        assertNull(MediaCosting.of(content(lone), H100, terms));
        assertNull(
                MediaCosting.of(
                        content(Configs.SDXL_PIPELINE.replace("'torch_dtype':'float16',", "")),
                        H100,
                        terms));
        assertNull(MediaCosting.of(content(Configs.WHISPER_LARGE_V3), H100, terms));
    }

    // A proxy that tells time of GPUs with an estimate need not tell it in the end.
    @Test
    void beyondTheModelACallIsReckonedAsFarAsThatGoesWhereWhatItTakesIsToldToo() {
        MediaCosting costing = pictures(Basis.GPU_TIME_VRAM);
        Units steps = pictures(2, 1_000).with(Unit.PIXEL_STEPS, 20_001);
        Units crowd = pictures(5, 3);
        assertEquals(MediaCosting.UNKNOWN, costing.countAtMost(Unit.GPU_MILLISECONDS, steps));
        assertEquals(MediaCosting.UNKNOWN, costing.countAtMost(Unit.GPU_MILLISECONDS, crowd));
        assertEquals(
                costing.countAtMost(Unit.GPU_MILLISECONDS, pictures(2, 1_000)),
                costing.countAtMost(Unit.GPU_MILLISECONDS, steps.with(Unit.GPU_MILLISECONDS, 1)));
        assertEquals(
                costing.countAtMost(Unit.GPU_MILLISECONDS, pictures(3, 3)),
                costing.countAtMost(Unit.GPU_MILLISECONDS, crowd.with(Unit.GPU_MILLISECONDS, 1)));
        assertEquals(
                MediaCosting.UNKNOWN,
                costing.countAtMost(
                        Unit.GPU_MILLISECONDS, pictures(0, 3).with(Unit.GPU_MILLISECONDS, 1)));
    }
}
