package io.weighbridge.backend.compute.analysis;

import io.weighbridge.backend.compute.cost.Load;
import io.weighbridge.backend.compute.gpu.Gpu;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/// What is asked of a model.
///
/// @param contexts numbers of tokens to count operations for, each from 1
/// @param load what it serves under, when it is put on a GPU
/// @param gpu to put it on, null for none
/// @param margin wished of the price, from 0, below 1
/// @param utilization of the GPU that is expected, above 0, at most 1
/// @param pictureSides widths of square pictures in pixels
public record Question(
        List<Long> contexts,
        Load load,
        @Nullable Gpu gpu,
        BigDecimal margin,
        BigDecimal utilization,
        List<Long> pictureSides) {
    /// A question with copies of the lists.
    public Question {
        contexts = List.copyOf(contexts);
        pictureSides = List.copyOf(pictureSides);
    }
}
