package io.weighbridge.backend.compute.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.cost.MediaCurve.Taken;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.compute.media.PictureNet;
import io.weighbridge.backend.compute.media.Work;
import io.weighbridge.backend.compute.model.ConfigReader;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.model.PictureParts;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/// Worked figures of pictures and speech, and the roofline over them reckoned again by hand.
final class MediaRooflineTest {
    private static final Gpu H100 = GpuCatalogue.load().find("h100");
    private static final Load LOAD = Load.usual(0, 4);
    private static final long TERA = 1_000_000_000_000L;

    private static Described read(String config) {
        Described described = ConfigReader.read(Configs.of(config));
        assertEquals(List.of(), described.unknown());
        return described;
    }

    private static PictureParts parts(String config) {
        return Objects.requireNonNull(PictureParts.of(read(config)));
    }

    private static PictureNet net(Described.@Nullable Picture picture) {
        return Objects.requireNonNull(picture).net();
    }

    private static Taken usual(String config, PictureTerms terms) {
        MediaPrediction prediction = MediaRoofline.predict(parts(config), H100, LOAD, terms);
        assertEquals(List.of(), MediaRoofline.missing(parts(config), terms));
        assertEquals(terms.pixels(), prediction.usual());
        return prediction.curve().taken(Ratio.of(prediction.usual()));
    }

    private static void assertWithin(double expectedTera, Ratio flops, int perMille) {
        double tera = flops.over(TERA).decimal().doubleValue();
        assertTrue(
                Math.abs(tera - expectedTera) * 1_000 <= expectedTera * perMille,
                () -> tera + " (expected: " + expectedTera + ")");
    }

    private static long scores(PictureNet net, long side) {
        return net.work(side, side).stream()
                .filter(work -> work.name().contains("scores"))
                .mapToLong(Work::flops)
                .sum();
    }

    @Test
    void aPictureIsReadOnceSteppedOftenAndDecodedOnce() {
        // Counted by layers, without scores and weighted sums: 22.82 TFLOP in 30 steps, 43.16 with
        // guidance.
        PictureParts parts = parts(Configs.STABLE_DIFFUSION_PIPELINE);
        long scores = scores(net(parts.denoiser()), 512);
        long decoderScores = scores(net(parts.decoder()), 512);
        Taken once =
                usual(Configs.STABLE_DIFFUSION_PIPELINE, new PictureTerms(30, false, 512, 512));
        Taken guided =
                usual(Configs.STABLE_DIFFUSION_PIPELINE, new PictureTerms(30, true, 512, 512));
        double without = (30 * scores + decoderScores) / (double) TERA;
        double twice = (60 * scores + decoderScores) / (double) TERA;
        assertWithin(22.82 + without, once.flops(), 2);
        assertWithin(43.16 + twice, guided.flops(), 2);
    }

    @Test
    void sdxlAndFluxTakeWhatTheirPartsTake() {
        // About 3 tera multiply-adds a step at 1024 x 1024 in its layers, and four times the
        // decoder.
        PictureNet unet = net(parts(Configs.SDXL_PIPELINE).denoiser());
        PictureNet vae = net(parts(Configs.SDXL_PIPELINE).decoder());
        double scores = (60 * scores(unet, 1_024) + scores(vae, 1_024)) / (double) TERA;
        Taken sdxl = usual(Configs.SDXL_PIPELINE, new PictureTerms(30, true, 1_024, 1_024));
        assertWithin(60 * 6.0 + 4 * 2.48 + scores, sdxl.flops(), 20);
        // Below 2 x 12 x 10^9 x (4096 + 512) a step and what attention takes.
        Taken flux = usual(Configs.FLUX_PIPELINE, new PictureTerms(28, false, 1_024, 1_024));
        assertTrue(flux.flops().compareTo(Ratio.of(28 * 110 * TERA)) < 0, flux::toString);
        assertTrue(flux.flops().compareTo(Ratio.of(28 * 60 * TERA)) > 0, flux::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Configs.STABLE_DIFFUSION_PIPELINE,
                Configs.SDXL_PIPELINE,
                Configs.FLUX_PIPELINE
            })
    void anySizeIsExactlyWhatTheNetworksDo(String config) {
        PictureParts parts = parts(config);
        for (long[] size : new long[][] {{512, 512}, {1_024, 768}, {1_536, 1_024}, {64, 64}}) {
            PictureTerms terms = new PictureTerms(7, true, 1_024, 1_024);
            PictureCurve curve =
                    (PictureCurve) MediaRoofline.predict(parts, H100, LOAD, terms).curve();
            long text =
                    parts.encoders().stream()
                            .mapToLong(each -> each.text().network().prefillFlops(each.words()))
                            .sum();
            long step = Work.flops(net(parts.denoiser()).work(size[0], size[1]));
            long decoding = Work.flops(net(parts.decoder()).work(size[0], size[1]));
            Ratio expected =
                    Ratio.of(2 * text).plus(Ratio.of(step).times(14)).plus(Ratio.of(decoding));
            assertEquals(expected, curve.taken(Ratio.of(size[0] * size[1])).flops());
        }
    }

    @Test
    void aStageTakesItsOperationsOrItsPartOfReadingItsWeights() {
        // One step of DiT, whose smallest picture is bound by reading.
        Described.Picture dit =
                (Described.Picture)
                        read("{'_class_name':'DiTTransformer2DModel','torch_dtype':'float16'}");
        PictureParts parts = Objects.requireNonNull(PictureParts.of(dit));
        PictureTerms terms = new PictureTerms(1, false, 16, 16, EnumSet.of(PicturePart.DENOISER));
        MediaCurve curve = MediaRoofline.predict(parts, H100, LOAD, terms).curve();
        long bytes = 2 * Work.parameters(dit.net().work(16, 16));
        Ratio reading =
                Ratio.of(bytes)
                        .over(Ratio.of(H100.bytesPerSecond()).times(Ratio.of(7, 10)))
                        .over(4);
        Taken small = curve.taken(Ratio.of(16 * 16));
        assertEquals(reading, small.seconds());
        Taken large = curve.taken(Ratio.of(2_048 * 2_048));
        Ratio peak = Ratio.of(H100.flopsPerSecond().getOrDefault("fp16", 0L), 2);
        assertEquals(large.flops().over(peak), large.seconds());
        assertEquals(large.seconds(), large.computing());
        assertTrue(small.computing().compareTo(small.seconds()) < 0);
    }

    @Test
    void whatTheModelHasNotIsSaidAndWhatDoesNotRunIsNot() {
        PictureParts lone = parts(Configs.SDXL.replace("{", "{'torch_dtype':'float16',"));
        PictureTerms all = new PictureTerms(30, true, 1_024, 1_024);
        assertEquals(
                List.of(
                        "the networks that read the text: the model has 0 of 2",
                        "the decoder that makes the picture: the model has none"),
                MediaRoofline.missing(lone, all));
        PictureTerms steps =
                new PictureTerms(30, true, 1_024, 1_024, EnumSet.of(PicturePart.DENOISER));
        assertEquals(List.of(), MediaRoofline.missing(lone, steps));
        assertEquals(
                MediaRoofline.predict(lone, H100, LOAD, all).curve().taken(Ratio.of(100)).flops(),
                MediaRoofline.predict(lone, H100, LOAD, steps)
                        .curve()
                        .taken(Ratio.of(100))
                        .flops());
        assertField(
                "terms.picture.parts",
                lone,
                new PictureTerms(1, true, 64, 64, EnumSet.of(PicturePart.DECODER)));
        assertField("terms.picture.width", lone, new PictureTerms(1, true, 1_024, 1_000));
    }

    private static void assertField(String field, PictureParts parts, PictureTerms terms) {
        Fault fault =
                assertThrows(Fault.class, () -> MediaRoofline.predict(parts, H100, LOAD, terms));
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        assertTrue(String.valueOf(fault.getMessage()).startsWith(field), fault::toString);
    }

    @Test
    void aBegunWindowIsHeardWholeAndWrittenInPart() {
        Described.Speech speech = (Described.Speech) read(Configs.WHISPER_LARGE_V3);
        MediaPrediction on =
                MediaRoofline.predict(speech, H100, LOAD, new SpeechTerms(100, 60_000));
        SpeechCurve curve = (SpeechCurve) on.curve();
        // 2.274 TFLOP of the encoder and 0.315 of what words look at; 1.847 GFLOP and a little more
        // for each word.
        assertWithin(2.589, curve.window().flops(), 2);
        assertWithin(0.1847, curve.words().flops(), 20);
        Taken minute = curve.taken(Ratio.of(60_000));
        assertEquals(curve.window().flops().plus(curve.words().flops()).times(2), minute.flops());
        Taken short5 = curve.taken(Ratio.of(5_000));
        assertEquals(curve.window().flops().plus(curve.words().flops().over(6)), short5.flops());
        // Words of four recordings wait for the decoder and for their own keys and values.
        assertTrue(curve.words().seconds().compareTo(curve.words().computing()) > 0);
        assertEquals(curve.window().seconds(), curve.window().computing());
        Fault fault =
                assertThrows(
                        Fault.class,
                        () ->
                                MediaRoofline.predict(
                                        (Described.Speech)
                                                read(
                                                        Configs.WHISPER_LARGE_V3.replace(
                                                                "{",
                                                                "{'max_target_positions':99,")),
                                        H100,
                                        LOAD,
                                        new SpeechTerms(100, 1)));
        assertTrue(
                String.valueOf(fault.getMessage()).contains("words_per_window"), fault::toString);
    }
}
