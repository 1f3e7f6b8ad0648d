package io.weighbridge.backend.compute.model;

import static io.weighbridge.backend.compute.model.Blocks.plus;
import static io.weighbridge.backend.compute.model.Blocks.times;

import io.weighbridge.backend.compute.network.Part;

/// A layer of Mamba (2023): a selective state for each channel.
///
/// @param width of what goes in and comes out
/// @param inner channels
/// @param state elements that each channel remembers
/// @param kernel tokens that the convolution looks at
/// @param rank width of what the step is made of
/// @param bias whether the first and the last product have one
/// @param convolutionBias whether the convolution has one
/// @param normed whether what is selected is normed, as Jamba does
record Mamba(
        long width,
        long inner,
        long state,
        long kernel,
        long rank,
        boolean bias,
        boolean convolutionBias,
        boolean normed) {
    private static final long MULTIPLY_ADD = 2;

    /// Adds `layers` of it, without the norm before each.
    Blocks addTo(Blocks blocks, String at, long layers) {
        long cells = times(inner, state);
        long convolution = times(inner, kernel);
        return blocks.product(at + "in", layers, width, times(2, inner), bias)
                .vector(at + "convolution", layers, convolution)
                .vector(at + "convolution's bias", layers, convolutionBias ? inner : 0)
                .product(at + "selection", layers, inner, rank + 2 * state, false)
                .vector(at + "selection's norms", layers, normed ? rank + 2 * state : 0)
                .product(at + "step", layers, rank, inner, true)
                .vector(at + "decay and skip", layers, plus(cells, inner))
                .add(
                        new Part.Recurrence(
                                at + "state",
                                layers,
                                plus(cells, convolution - inner),
                                // Decay with input, reading, and the convolution.
                                times(MULTIPLY_ADD, plus(cells, cells, convolution))))
                .product(at + "out", layers, inner, width, bias);
    }
}
