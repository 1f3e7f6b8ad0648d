package io.weighbridge.backend.compute.curve;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.MediaRoofline;
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

import java.math.BigInteger;
import java.util.Set;

/// What calls take and cost that make pictures or write down speech, by the size that they tell.
/// Exact until the one rounding. Immutable.
///
/// A cost is reckoned as far as the size is told; a count, by which a call is charged, only of a
/// size that is told whole: pictures and their pixels, of no more steps than the terms say.
public final class MediaCosting implements Costing {
    private static final long MS = 1_000;
    private static final long HOUR_SECONDS = 3_600;
    private static final long MIB = 1L << 20;
    private static final long FLOPS_OF_GAS = 1_000_000_000;
    private static final Set<Unit> PICTURES = Set.of(Unit.IMAGES, Unit.PIXELS, Unit.PIXEL_STEPS);
    private static final Set<Unit> SPEECH = Set.of(Unit.AUDIO_MILLISECONDS);

    private final ServingTerms terms;
    private final boolean hears;
    private final MediaSum gigaflops;
    private final MediaSum ms;
    private final MediaSum mibMs;
    // By a nano of an hour's price.
    private final MediaSum cost;
    private final Ratio costOfMs;

    private MediaCosting(ServingTerms terms, MediaPrediction on, Gpu gpu) {
        this.terms = terms;
        this.hears = on.unit() == Unit.AUDIO_MILLISECONDS;
        Ratio share = on.share(terms.wholeCards());
        Ratio mibs = share.times(Ratio.of(gpu.vramBytes(), MIB));
        gigaflops = MediaSum.of(on, terms, MediaSum.Of.FLOPS, Ratio.of(1, FLOPS_OF_GAS));
        ms = MediaSum.of(on, terms, MediaSum.Of.SECONDS, Ratio.of(MS));
        mibMs = MediaSum.of(on, terms, MediaSum.Of.SECONDS, mibs.times(MS));
        cost =
                switch (terms.basis()) {
                    case GPU_TIME_VRAM, MEASURED ->
                            MediaSum.of(on, terms, MediaSum.Of.SECONDS, share.over(HOUR_SECONDS));
                    case FLOPS ->
                            MediaSum.of(
                                    on, terms, MediaSum.Of.COMPUTING, Ratio.of(1, HOUR_SECONDS));
                };
        costOfMs = share.times(on.cards()).over(HOUR_SECONDS * MS).over(terms.batch());
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
        long predicted = isTold(units) ? cost.taken(units).halfEven(hourNanos) : CallCost.UNKNOWN;
        long measured =
                computeMs < 0
                        ? CallCost.UNKNOWN
                        : new MediaSum.Exact(
                                        costOfMs.numerator()
                                                .multiply(BigInteger.valueOf(computeMs)),
                                        costOfMs.denominator())
                                .halfEven(hourNanos);
        return new CallCost(terms.basis(), predicted, measured);
    }

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public Set<Unit> sizes() {
        return hears ? SPEECH : PICTURES;
    }

    @Override
    public long count(Unit unit, Units units) {
        if (isNothing(units)) {
            return 0;
        }
        if (!isWhole(units)) {
            return UNKNOWN;
        }
        return amount(unit, units);
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
        if (hears) {
            return amount(unit, whole);
        }
        Units most = whole.has(Unit.PIXEL_STEPS) ? whole.with(Unit.PIXEL_STEPS, 0) : whole;
        long together = amount(unit, most);
        return most.get(Unit.IMAGES) == 1
                ? together
                : Math.max(together, amount(unit, most.with(Unit.IMAGES, 1)));
    }

    // What it takes is told as well, so that it may be more than the model does: in the end less
    // may be told, and nothing of what it took.
    private static Units asFarAsKnown(Units units) {
        long images = Math.min(units.get(Unit.IMAGES), units.get(Unit.PIXELS));
        return units.with(Unit.PIXEL_STEPS, 0).with(Unit.IMAGES, images);
    }

    // What was told to be none at all, as a call that failed tells it.
    private boolean isNothing(Units units) {
        return hears
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

    private long amount(Unit unit, Units units) {
        MediaSum sum =
                switch (unit) {
                    case GIGAFLOPS -> gigaflops;
                    case GPU_MILLISECONDS -> ms;
                    case VRAM_MIB_MILLISECONDS -> mibMs;
                    default ->
                            throw new IllegalArgumentException(
                                    "unit: " + unit + " (expected: compute)");
                };
        return sum.taken(units).ceiling();
    }

    private static boolean areCounts(Units units) {
        for (int i = 0; i < units.size(); i++) {
            if (units.countAt(i) < 0 || units.countAt(i) > Unit.COUNT_MAX) {
                return false;
            }
        }
        return true;
    }

    // None of a unit says nothing of what was done in vain.
    private boolean isTold(Units units) {
        if (!areCounts(units)) {
            return false;
        }
        return hears
                ? units.get(Unit.AUDIO_MILLISECONDS) > 0
                : units.get(Unit.IMAGES) > 0 || units.get(Unit.PIXELS) > 0;
    }
}
