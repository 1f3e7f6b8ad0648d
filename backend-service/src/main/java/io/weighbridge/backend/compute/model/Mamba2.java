package io.weighbridge.backend.compute.model;

import static io.weighbridge.backend.compute.model.Blocks.plus;
import static io.weighbridge.backend.compute.model.Blocks.times;

import io.weighbridge.backend.compute.network.Part;

/// A layer of Mamba-2 (2024): one decay for all channels of a head.
///
/// @param width of what goes in and comes out
/// @param inner channels of all heads
/// @param heads each with a decay, a skip and a step of its own
/// @param groups of heads that share what is written and asked
/// @param state elements that each channel remembers
/// @param kernel tokens that the convolution looks at
/// @param inBias whether the first product has one
/// @param outBias whether the last product has one
/// @param convolutionBias whether the convolution has one
/// @param normed whether there is a norm before the last product
record Mamba2(
        long width,
        long inner,
        long heads,
        long groups,
        long state,
        long kernel,
        boolean inBias,
        boolean outBias,
        boolean convolutionBias,
        boolean normed) {
    private static final long MULTIPLY_ADD = 2;

    /// Adds `layers` of it, without the norm before each.
    Blocks addTo(Blocks blocks, String at, long layers) {
        long convolved = plus(inner, times(2, groups, state));
        long cells = times(inner, state);
        long convolution = times(convolved, kernel);
        return blocks.product(at + "in", layers, width, plus(inner, convolved, heads), inBias)
                .vector(at + "convolution", layers, convolution)
                .vector(at + "convolution's bias", layers, convolutionBias ? convolved : 0)
                .vector(at + "decay, skip and step", layers, 3 * heads)
                .add(
                        new Part.Recurrence(
                                at + "state",
                                layers,
                                plus(cells, convolution - convolved),
                                // Decay with input, reading, and the convolution.
                                times(MULTIPLY_ADD, plus(cells, cells, convolution))))
                .vector(at + "inner norm", layers, normed ? inner : 0)
                .product(at + "out", layers, inner, width, outBias);
    }
}
