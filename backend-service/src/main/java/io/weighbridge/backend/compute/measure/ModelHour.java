package io.weighbridge.backend.compute.measure;

import java.util.OptionalLong;

/// What a model server did for a model in an hour, or in a part of one. Empty is what it does not
/// tell.
///
/// @param hourMs when the hour begins
/// @param exporter that told it
/// @param model as it is served
/// @param seenMs how long it was seen; of several engines, of each
/// @param calls that ended
/// @param promptTokens read
/// @param outputTokens made
/// @param prefillUs of all calls together, in microseconds
/// @param decodeUs of all calls together, in microseconds
public record ModelHour(
        long hourMs,
        String exporter,
        String model,
        long seenMs,
        OptionalLong calls,
        OptionalLong promptTokens,
        OptionalLong outputTokens,
        OptionalLong prefillUs,
        OptionalLong decodeUs) {

    /// Both parts of one hour together.
    ModelHour plus(ModelHour more) {
        return new ModelHour(
                hourMs,
                exporter,
                model,
                seenMs + more.seenMs,
                sum(calls, more.calls),
                sum(promptTokens, more.promptTokens),
                sum(outputTokens, more.outputTokens),
                sum(prefillUs, more.prefillUs),
                sum(decodeUs, more.decodeUs));
    }

    private static OptionalLong sum(OptionalLong a, OptionalLong b) {
        return a.isEmpty() ? b : b.isEmpty() ? a : OptionalLong.of(a.getAsLong() + b.getAsLong());
    }
}
