package io.weighbridge.backend.compute.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.analysis.ModelAnalysis;
import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.analysis.PlacedMedia;
import io.weighbridge.backend.compute.analysis.Question;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.MediaCurve.Taken;
import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.MediaTerms;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.Unit;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/// A proposed price of pixels or of sound pays what a usual picture or recording costs, and not a
/// nano more than that needs.
final class MediaProposalsPropertyTest {
    private static final Service SERVICE = new Service(1, 1, "s", ServiceSettings.TEXT_DEFAULT, 1);
    private static final List<ModelContent> MODELS =
            List.of(
                    model(Configs.STABLE_DIFFUSION_PIPELINE),
                    model(Configs.SDXL_PIPELINE),
                    model(Configs.FLUX_PIPELINE),
                    model(Configs.WHISPER_LARGE_V3));
    private static final List<Gpu> GPUS = GpuCatalogue.load().all();

    private static ModelContent model(String config) {
        return new ModelContent(Configs.of(config), null, "");
    }

    @Property(tries = 150)
    void aPricePaysTheCost(
            @ForAll @IntRange(max = 3) int model,
            @ForAll @IntRange(max = 14) int card,
            @ForAll @LongRange(min = 1, max = 100_000_000_000L) long hourNanos,
            @ForAll @LongRange(min = 1, max = 64) long steps,
            @ForAll boolean guided,
            @ForAll @LongRange(min = 1, max = 32) long width,
            @ForAll @LongRange(min = 1, max = 32) long height,
            @ForAll @LongRange(min = 1, max = 600_000) long recordingMs,
            @ForAll @LongRange(min = 1, max = 64) long batch,
            @ForAll @LongRange(max = 999_999) long margin,
            @ForAll @LongRange(min = 1_000, max = 1_000_000) long utilization,
            @ForAll boolean flops,
            @ForAll boolean whole) {
        MediaTerms media =
                model == 3
                        ? new SpeechTerms(steps, recordingMs)
                        : new PictureTerms(steps, guided, 64 * width, 64 * height);
        Basis basis = flops ? Basis.FLOPS : Basis.GPU_TIME_VRAM;
        ServingTerms terms =
                new ServingTerms(0, batch, 2, 0, basis, whole, margin, utilization).with(media);
        Gpu gpu = GPUS.get(card).at(BigDecimal.valueOf(hourNanos, 9), "x");
        Question question =
                new Question(
                        List.of(), terms.load(), gpu, "usd", terms.terms(), List.of(512L), media);
        PlacedMedia placed =
                Objects.requireNonNull(ModelAnalysis.of("m", MODELS.get(model), question).media());
        MediaPrediction on = placed.prediction();
        Taken taken = on.curve().taken(Ratio.of(on.usual()));
        Ratio time =
                flops
                        ? taken.computing()
                        : taken.seconds()
                                .times(whole ? Ratio.ONE : on.vramShare().over(on.cards()));
        Ratio costNanos = time.times(hourNanos).over(3_600);
        Ratio kept =
                Ratio.of(utilization, 1_000_000).times(Ratio.of(1_000_000 - margin, 1_000_000));
        Ratio needed = costNanos.over(kept).over(on.usual());
        long per = model == 3 ? 60_000 : 1_000_000;
        if (needed.times(per).compareTo(Ratio.of(Rate.PRICE_MAX)) > 0) {
            return;
        }
        Rate rate = Proposals.rate(SERVICE, placed);
        assertEquals(model == 3 ? Unit.AUDIO_MILLISECONDS : Unit.PIXELS, rate.unit());
        assertEquals(per, rate.per());
        assertTrue(rate.priceNanos() > 0, "free");
        assertTrue(paid(rate.priceNanos(), on.usual(), per, kept).compareTo(costNanos) >= 0);
        assertTrue(paid(rate.priceNanos() - 1, on.usual(), per, kept).compareTo(costNanos) < 0);
        assertEquals(placed.figures().get(1).cost(), costNanos.over(1_000_000_000));
    }

    private static Ratio paid(long priceNanos, long usual, long per, Ratio kept) {
        return Ratio.of(priceNanos).times(usual).over(per).times(kept);
    }
}
