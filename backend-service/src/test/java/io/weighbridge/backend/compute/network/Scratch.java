package io.weighbridge.backend.compute.network;

/// Adds up matrices and operations one by one, with nothing of the code that is tested.
final class Scratch {
    private long parameters;
    private long flops;

    long parameters() {
        return parameters;
    }

    long flops() {
        return flops;
    }

    /// Elements without a product.
    Scratch elements(long count) {
        parameters += count;
        return this;
    }

    /// A matrix through which so many rows go.
    Scratch matrix(long inputs, long outputs, long times) {
        parameters += inputs * outputs;
        for (long i = 0; i < outputs; i++) {
            flops += times * 2 * inputs;
        }
        return this;
    }

    /// Scores and weighted values of one token.
    Scratch look(long heads, long width, long seen) {
        for (long i = 0; i < heads * seen; i++) {
            flops += 2 * width + 2 * width;
        }
        return this;
    }

    /// One token's convolution over each channel.
    Scratch convolve(long channels, long kernel) {
        flops += channels * kernel * 2;
        return this;
    }

    /// One token brought into the state and read out of it.
    Scratch remember(long channels, long state) {
        for (long i = 0; i < channels; i++) {
            flops += 2 * state + 2 * state;
        }
        return this;
    }
}
