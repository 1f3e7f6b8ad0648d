package io.weighbridge.backend.compute.analysis;

import io.weighbridge.backend.compute.cost.Load;
import io.weighbridge.backend.compute.cost.MediaTerms;
import io.weighbridge.backend.compute.cost.PictureTerms;
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
/// @param media how a model serves that makes pictures or writes down speech, when it is put on a
///     GPU; null for others
public record Question(
        List<Long> contexts,
        Load load,
        @Nullable Gpu gpu,
        String currency,
        Terms terms,
        List<Long> pictureSides,
        @Nullable MediaTerms media) {
    /// The widest picture.
    public static final long SIDE_MAX = PictureTerms.SIDE_MAX;

    /// About a model that reads tokens, or without a GPU.
    public Question(
            List<Long> contexts,
            Load load,
            @Nullable Gpu gpu,
            String currency,
            Terms terms,
            List<Long> pictureSides) {
        this(contexts, load, gpu, currency, terms, pictureSides, null);
    }

    /// A question with copies of the lists.
    public Question {
        contexts = List.copyOf(contexts);
        pictureSides = List.copyOf(pictureSides);
    }
}
