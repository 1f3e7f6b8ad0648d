package io.weighbridge.backend.compute.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.media.DiffusionTransformer.Dit;
import io.weighbridge.backend.compute.media.DiffusionTransformer.Flux;
import io.weighbridge.backend.compute.media.UNet.Level;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Parameters equal the published ones; operations equal what others measured or published.
final class MediaTest {
    private static final UNet STABLE_DIFFUSION =
            new UNet(
                    List.of(
                            new Level(320, 1, 1),
                            new Level(640, 1, 1),
                            new Level(1_280, 1, 1),
                            new Level(1_280, 0, 0)),
                    4,
                    4,
                    2,
                    768,
                    0,
                    true);

    // What a counter of layers sees: scores and weighted sums are no layers.
    private static long inLayers(List<Work> works) {
        return Work.flops(works.stream().filter(work -> !work.name().contains("scores")).toList());
    }

    private static void assertWithin(long expected, long actual, int perMille) {
        assertTrue(
                Math.abs(actual - expected) <= expected / 1_000 * perMille,
                () -> actual + " (expected: " + expected + ")");
    }

    // A config of a few bytes can ask for billions of layers.
    @Test
    void networksWithoutEndAreRefused() {
        long many = 1L << 31;
        Whisper whisper = new Whisper(1, many, many, 4, 80, 10, 1_500, 448);
        UNet net = new UNet(List.of(new Level(1, many, many)), 4, 4, many, 768, 0, true);
        for (Executable each :
                List.<Executable>of(
                        whisper::window,
                        () -> whisper.word(0),
                        () -> net.step(64, 64, 77),
                        () -> new Autoencoder(List.of(1L), many, 4, true).decode(64))) {
            Fault fault = assertThrows(Fault.class, each);
            assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        }
    }

    @Test
    void stableDiffusionIsAsMeasured() {
        List<Work> step = STABLE_DIFFUSION.step(64, 64, 77);
        assertEquals(859_520_964, Work.parameters(step));
        // 338,749,194,240 multiply-adds, measured layer by layer at 512 x 512.
        assertWithin(2 * 338_749_194_240L, inLayers(step), 1);
    }

    @Test
    void sdxlHasThePublishedParameters() {
        UNet net =
                new UNet(
                        List.of(
                                new Level(320, 0, 0),
                                new Level(640, 2, 2),
                                new Level(1_280, 10, 10)),
                        4,
                        4,
                        2,
                        2_048,
                        2_816,
                        true);
        assertEquals(2_567_463_684L, Work.parameters(net.step(128, 128, 77)));
    }

    @Test
    void theDecoderIsAsMeasured() {
        Autoencoder net = new Autoencoder(List.of(128L, 256L, 512L, 512L), 2, 4, true);
        // 1,240,079,532,032 multiply-adds, measured at 512 x 512.
        assertWithin(2 * 1_240_079_532_032L, inLayers(net.decode(64 * 64)), 1);
        assertEquals(83_653_863, Work.parameters(net.decode(1)) + Work.parameters(net.encode(1)));
    }

    @Test
    void ditIsAsPublished() {
        // "Gflops" of the paper are multiply-adds.
        Dit small = new Dit(28, 1_152, 2, 4, 8, 1_000, 32);
        assertEquals(675_129_632, Work.parameters(small.step(256)));
        assertWithin(2 * 118_600_000_000L, Work.flops(small.step(256)), 3);
        assertWithin(2 * 524_600_000_000L, Work.flops(small.step(1_024)), 3);
    }

    @Test
    void fluxHasThePublishedParameters() {
        Flux dev = new Flux(19, 38, 3_072, 128, 64, 4_096, 768, true);
        assertEquals(11_901_408_320L, Work.parameters(dev.step(4_096, 512)));
        assertTrue(Work.flops(dev.step(4_096, 512)) < 110_000_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "384, 4, 4, 80, 51865, 37760640, 405, 66",
        "512, 6, 6, 80, 51865, 72593920, 968, 116",
        "768, 12, 12, 80, 51865, 241734912, 3866, 333",
        "1024, 24, 24, 80, 51865, 763857920, 12891, 958",
        "1280, 32, 32, 80, 51865, 1543304960, 25872, 1847",
        "1280, 32, 32, 128, 51866, 1543490560, 25883, 1847",
        "1280, 32, 4, 128, 51866, 808878080, 23131, 347"
    })
    void whisperIsAsPublished(
            long width,
            long encoder,
            long decoder,
            long mels,
            long words,
            long parameters,
            long windowTenths,
            long wordMega) {
        Whisper whisper = new Whisper(width, encoder, decoder, 4 * width, mels, words, 1_500, 448);
        List<Work> window = whisper.window();
        List<Work> word = whisper.word(0);
        assertEquals(parameters, Work.parameters(window) + Work.parameters(word));
        assertWithin(windowTenths * 100_000_000, Work.flops(window), 1);
        assertWithin(wordMega * 1_000_000, Work.flops(word), 10);
    }

    @Test
    void anotherSizeIsMoreThanInProportion() {
        // Convolutions grow with the places, attention with their square.
        long small = Work.flops(STABLE_DIFFUSION.step(64, 64, 77));
        long large = Work.flops(STABLE_DIFFUSION.step(128, 128, 77));
        assertTrue(large > 4 * small);
        assertWithin(
                4 * inLayers(STABLE_DIFFUSION.step(64, 64, 77)),
                inLayers(STABLE_DIFFUSION.step(128, 128, 77)),
                5);
    }

    @Test
    void absurdSizesDoNotCountAsSmallOnes() {
        long most = 1L << 31;
        Dit patches = new Dit(1, 64, 1 << 17, most, 4, 10, 1 << 17);
        assertThrows(ArithmeticException.class, () -> patches.step(1));
        Dit positions = new Dit(1, 64, 1, 4, 4, 10, most);
        assertThrows(ArithmeticException.class, () -> positions.step(1));
    }
}
