package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.Ratio;

/// What a service's tokens are predicted to take, in seconds of one card.
///
/// @param linkId of what the service ran then
/// @param gpuVersion of the GPU's figures then
/// @param input of a token of a prompt
/// @param output of a token of an answer; 0 when it writes none
record TokenTimes(long linkId, long gpuVersion, Ratio input, Ratio output) implements Times {
    // A token that was cached takes none.
    @Override
    public Ratio seconds(Use use) {
        long read = Math.max(0, use.inputTokens() - use.cachedTokens());
        return input.times(read).plus(output.times(use.outputTokens()));
    }
}
