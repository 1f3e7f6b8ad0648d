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

import java.util.Set;

/// What calls take and cost that make pictures or write down speech, by the size that they tell.
/// Exact until the one rounding. Immutable.
///
/// A cost is reckoned as far as the size is told; a count, by which a call is charged, only of a
/// size that is told whole: pictures and their pixels, of no more steps than the terms say.
public final class MediaCosting implements Costing {
    private static final long HOUR_MS = 3_600_000;
    private static final long MS = 1_000;
    private static final long MIB = 1L << 20;
    private static final long FLOPS_OF_GAS = 1_000_000_000;
    private static final Set<Unit> PICTURES = Set.of(Unit.IMAGES, Unit.PIXELS, Unit.PIXEL_STEPS);
    private static final Set<Unit> SPEECH = Set.of(Unit.AUDIO_MILLISECONDS);

    private final ServingTerms terms;
    private final MediaPrediction prediction;
    // MiB of a card that pay for its time.
    private final Ratio mibs;

    private MediaCosting(ServingTerms terms, MediaPrediction prediction, Gpu gpu) {
        this.terms = terms;
        this.prediction = prediction;
        this.mibs = prediction.share(terms.wholeCards()).times(Ratio.of(gpu.vramBytes(), MIB));
    }

    /// Of a model on a GPU under terms that were checked.
    ///
    /// @return null when some of what runs is not known
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when it does not fit
    /// @throws ArithmeticException when a sum of it is beyond 2^63
    public static @Nullable MediaCosting of(ModelContent model, Gpu gpu, ServingTerms terms) {
        Described described = model.described();
        if (!described.unknown().isEmpty()) {
            return null;
        }
        PictureParts parts = PictureParts.of(described);
        if (parts != null && terms.media() instanceof PictureTerms pictures) {
            return MediaRoofline.missing(parts, pictures).isEmpty()
                    ? new MediaCosting(
                            terms, MediaRoofline.predict(parts, gpu, terms.load(), pictures), gpu)
                    : null;
        }
        return described instanceof Described.Speech speech
                        && terms.media() instanceof SpeechTerms said
                ? new MediaCosting(
                        terms, MediaRoofline.predict(speech, gpu, terms.load(), said), gpu)
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

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public Set<Unit> sizes() {
        return hears() ? SPEECH : PICTURES;
    }

    private boolean hears() {
        return prediction.unit() == Unit.AUDIO_MILLISECONDS;
    }

    @Override
    public long count(Unit unit, Units units) {
        if (isNothing(units)) {
            return 0;
        }
        if (!isWhole(units)) {
            return UNKNOWN;
        }
        return amount(unit, hears() ? recording(units) : pictures(units));
    }

    // Work grows with pixels and steps. By the number of pictures that share the pixels it is
    // convex, as attention grows with the square and each picture's text is read: so all in one
    // picture takes the most, or as many as may be.
    @Override
    public long countAtMost(Unit unit, Units units) {
        Units whole = units.has(unit) ? asFarAsKnown(units) : units;
        if (!isWhole(whole)) {
            return UNKNOWN;
        }
        if (hears()) {
            return amount(unit, recording(whole));
        }
        Units most = whole.with(Unit.PIXEL_STEPS, 0);
        return Math.max(
                amount(unit, pictures(most)), amount(unit, pictures(most.with(Unit.IMAGES, 1))));
    }

    // What it takes is told as well, so that it may be more than the model does: in the end less
    // may be told, and nothing of what it took.
    private static Units asFarAsKnown(Units units) {
        long images = Math.min(units.get(Unit.IMAGES), units.get(Unit.PIXELS));
        return units.with(Unit.PIXEL_STEPS, 0).with(Unit.IMAGES, images);
    }

    // What was told to be none at all, as a call that failed tells it.
    private boolean isNothing(Units units) {
        return hears()
                ? units.has(Unit.AUDIO_MILLISECONDS) && units.get(Unit.AUDIO_MILLISECONDS) == 0
                : units.has(Unit.IMAGES)
                        && units.has(Unit.PIXELS)
                        && PICTURES.stream().allMatch(unit -> units.get(unit) == 0);
    }

    // Whether all that decides is told. A picture has a pixel at least. More steps than those of
    // the terms are not covered by what was held, nor fewer pixels than pictures by any model.
    private boolean isWhole(Units units) {
        if (!areCounts(units)) {
            return false;
        }
        if (!(terms.media() instanceof PictureTerms pictures)) {
            return units.get(Unit.AUDIO_MILLISECONDS) > 0;
        }
        long images = units.get(Unit.IMAGES);
        long pixels = units.get(Unit.PIXELS);
        // At most 10^12 of 10^3 steps.
        return images > 0
                && pixels >= images
                && units.get(Unit.PIXEL_STEPS) <= pixels * pictures.steps();
    }

    private long amount(Unit unit, MediaCurve.Taken taken) {
        Ratio exact =
                switch (unit) {
                    case GIGAFLOPS -> taken.flops().over(FLOPS_OF_GAS);
                    case GPU_MILLISECONDS -> taken.seconds().times(MS);
                    case VRAM_MIB_MILLISECONDS -> taken.seconds().times(MS).times(mibs);
                    default ->
                            throw new IllegalArgumentException(
                                    "unit: " + unit + " (expected: compute)");
                };
        return exact.compareTo(Ratio.of(BEYOND)) >= 0 ? BEYOND : exact.ceiling();
    }

    private static boolean areCounts(Units units) {
        for (Unit unit : Unit.values()) {
            if (units.get(unit) < 0 || units.get(unit) > Unit.COUNT_MAX) {
                return false;
            }
        }
        return true;
    }

    // Null when the units do not tell it. None of a unit says nothing of what was done in vain.
    private MediaCurve.@Nullable Taken taken(Units units) {
        if (!areCounts(units)) {
            return null;
        }
        if (hears()) {
            return units.get(Unit.AUDIO_MILLISECONDS) == 0 ? null : recording(units);
        }
        return units.get(Unit.IMAGES) == 0 && units.get(Unit.PIXELS) == 0 ? null : pictures(units);
    }

    private MediaCurve.Taken recording(Units units) {
        return prediction.curve().taken(Ratio.of(units.get(Unit.AUDIO_MILLISECONDS)));
    }

    private MediaCurve.Taken pictures(Units units) {
        MediaPrediction.Sized sized =
                prediction.pictures(units.get(Unit.IMAGES), units.get(Unit.PIXELS));
        Ratio pixelSteps = Ratio.of(units.get(Unit.PIXEL_STEPS));
        return curve(sized.size().times(sized.count()), pixelSteps)
                .taken(sized.size())
                .times(sized.count());
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
