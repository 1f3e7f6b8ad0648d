package io.weighbridge.backend.compute.curve;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.MediaCurve;
import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.MediaRoofline;
import io.weighbridge.backend.compute.cost.PictureCurve;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.model.PictureParts;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

/// What calls cost that make pictures or write down speech, by the size that they tell. Exact until
/// the one rounding. Immutable.
final class MediaCosting implements Costing {
    private static final long HOUR_MS = 3_600_000;

    private final ServingTerms terms;
    private final MediaPrediction prediction;

    private MediaCosting(ServingTerms terms, MediaPrediction prediction) {
        this.terms = terms;
        this.prediction = prediction;
    }

    /// Of a model on a GPU under terms that were checked.
    ///
    /// @return null when some of what runs is not known
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when it does not fit
    /// @throws ArithmeticException when a sum of it is beyond 2^63
    static @Nullable MediaCosting of(ModelContent model, Gpu gpu, ServingTerms terms) {
        Described described = model.described();
        if (!described.unknown().isEmpty()) {
            return null;
        }
        PictureParts parts = PictureParts.of(described);
        if (parts != null && terms.media() instanceof PictureTerms pictures) {
            return MediaRoofline.missing(parts, pictures).isEmpty()
                    ? new MediaCosting(
                            terms, MediaRoofline.predict(parts, gpu, terms.load(), pictures))
                    : null;
        }
        return described instanceof Described.Speech speech
                        && terms.media() instanceof SpeechTerms said
                ? new MediaCosting(terms, MediaRoofline.predict(speech, gpu, terms.load(), said))
                : null;
    }

    @Override
    public Basis basis() {
        return terms.basis();
    }

    @Override
    public CallCost cost(Units units, long hourNanos, long computeMs) {
        Ratio hour = Ratio.of(hourNanos);
        Ratio share = prediction.share(terms.wholeCards());
        MediaCurve.Taken taken = taken(units);
        long predicted =
                taken == null ? CallCost.UNKNOWN : nanos(taken.cost(terms.basis(), share, hour));
        long measured =
                computeMs < 0
                        ? CallCost.UNKNOWN
                        : nanos(
                                hour.times(computeMs)
                                        .over(HOUR_MS)
                                        .times(share)
                                        .times(prediction.cards())
                                        .over(terms.batch()));
        return new CallCost(terms.basis(), predicted, measured);
    }

    // Null when the units do not tell it. None of a unit says nothing of what was done in vain.
    private MediaCurve.@Nullable Taken taken(Units units) {
        for (Unit unit : Unit.values()) {
            if (units.get(unit) < 0 || units.get(unit) > Unit.COUNT_MAX) {
                return null;
            }
        }
        if (prediction.unit() == Unit.AUDIO_MILLISECONDS) {
            long recordingMs = units.get(Unit.AUDIO_MILLISECONDS);
            return recordingMs == 0 ? null : prediction.curve().taken(Ratio.of(recordingMs));
        }
        return pictures(units);
    }

    // Several pictures count as of one size. Of pixels alone, as they are told where nothing else
    // has a price, it is not known of how many: usual ones, or one that is smaller.
    private MediaCurve.@Nullable Taken pictures(Units units) {
        Ratio images = Ratio.of(units.get(Unit.IMAGES));
        Ratio pixels = Ratio.of(units.get(Unit.PIXELS));
        Ratio pixelSteps = Ratio.of(units.get(Unit.PIXEL_STEPS));
        boolean toldImages = !images.equals(Ratio.ZERO);
        boolean toldPixels = !pixels.equals(Ratio.ZERO);
        if (!toldImages && !toldPixels) {
            return null;
        }
        Ratio usual = Ratio.of(prediction.usual());
        Ratio count = toldImages ? images : pixels.over(usual).max(Ratio.ONE);
        Ratio size = toldPixels ? pixels.over(count) : usual;
        return curve(size.times(count), pixelSteps).taken(size).times(count);
    }

    // By the steps that were told, where they were.
    private MediaCurve curve(Ratio pixels, Ratio pixelSteps) {
        return prediction.curve() instanceof PictureCurve curve
                        && terms.media() instanceof PictureTerms pictures
                        && !pixelSteps.equals(Ratio.ZERO)
                ? curve.withSteps(pixelSteps.over(pixels).over(pictures.steps()))
                : prediction.curve();
    }

    // Unknown when it is above what a long holds.
    private static long nanos(Ratio exact) {
        try {
            return exact.halfEven();
        } catch (ArithmeticException e) {
            return CallCost.UNKNOWN;
        }
    }
}
