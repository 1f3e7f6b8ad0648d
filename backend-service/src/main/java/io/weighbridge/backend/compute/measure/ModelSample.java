package io.weighbridge.backend.compute.measure;

import java.util.OptionalLong;

/// What a model server says of one of a model's engines at an instant: counters since its start.
/// Empty is what it does not say.
///
/// @param model as it is served
/// @param engine its number; empty where there is only one
/// @param calls that were answered
/// @param promptTokens read, those from its cache too
/// @param outputTokens made
/// @param prefillUs of all calls, in microseconds: calls of one batch count each
/// @param decodeUs of all calls, in microseconds: calls of one batch count each
record ModelSample(
        String model,
        String engine,
        OptionalLong calls,
        OptionalLong promptTokens,
        OptionalLong outputTokens,
        OptionalLong prefillUs,
        OptionalLong decodeUs) {
    /// The same with an earlier one's counts for what it does not say.
    ModelSample orElse(ModelSample earlier) {
        return new ModelSample(
                model,
                engine,
                or(calls, earlier.calls),
                or(promptTokens, earlier.promptTokens),
                or(outputTokens, earlier.outputTokens),
                or(prefillUs, earlier.prefillUs),
                or(decodeUs, earlier.decodeUs));
    }

    private static OptionalLong or(OptionalLong now, OptionalLong earlier) {
        return now.isPresent() ? now : earlier;
    }
}
