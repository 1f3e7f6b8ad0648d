package io.weighbridge.backend.compute.analysis;

import io.weighbridge.backend.compute.cost.Load;
import io.weighbridge.backend.compute.cost.Terms;
import io.weighbridge.backend.compute.gpu.Gpu;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is asked of a model.
///
/// @param contexts numbers of tokens to count operations for, each from 1
/// @param load what it serves under, when it is put on a GPU
/// @param gpu to put it on, null for none
/// @param currency that its hour's price is in, three small letters as they stand in names of
///     fields
/// @param terms of a price
/// @param pictureSides widths of square pictures in pixels
public record Question(
        List<Long> contexts,
        Load load,
        @Nullable Gpu gpu,
        String currency,
        Terms terms,
        List<Long> pictureSides) {
    /// The widest picture.
    public static final long SIDE_MAX = 16_384;

    /// A question with copies of the lists.
    public Question {
        contexts = List.copyOf(contexts);
        pictureSides = List.copyOf(pictureSides);
    }
}
