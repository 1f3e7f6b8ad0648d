package io.weighbridge.backend.compute.cost;

import io.weighbridge.backend.platform.fault.Check;

import java.util.EnumSet;
import java.util.Set;

/// How a model makes pictures.
///
/// @param steps that take noise away, 1 to [#STEPS_MAX]
/// @param guided whether each step runs twice, with the text and without
/// @param width of a usual picture in pixels, 1 to [#SIDE_MAX]
/// @param height likewise
/// @param parts that run on the cards, at least one
public record PictureTerms(
        long steps, boolean guided, long width, long height, Set<PicturePart> parts)
        implements MediaTerms {
    /// The most steps.
    public static final long STEPS_MAX = 1_000;

    /// The widest picture.
    public static final long SIDE_MAX = 16_384;

    /// Terms with a copy of the set.
    public PictureTerms {
        parts = Set.copyOf(parts);
    }

    /// Terms under which all parts run.
    public PictureTerms(long steps, boolean guided, long width, long height) {
        this(steps, guided, width, height, EnumSet.allOf(PicturePart.class));
    }

    /// Pixels of a usual picture.
    public long pixels() {
        return width * height;
    }

    /// How often a step, and the reading of the text, is run.
    public long runs() {
        return guided ? 2 : 1;
    }

    @Override
    public void check() {
        Check.range("terms.picture.steps", steps, 1, STEPS_MAX);
        Check.range("terms.picture.width", width, 1, SIDE_MAX);
        Check.range("terms.picture.height", height, 1, SIDE_MAX);
    }
}
