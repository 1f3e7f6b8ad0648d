package io.weighbridge.backend.compute.cost;

import java.math.BigDecimal;
import java.util.List;

/// What a model is predicted to do on a GPU.
///
/// @param vramBytes of weights, and of the cache of a whole batch
/// @param vramShare of one card; above 1 the model needs several
/// @param cards that it needs for nine tenths of their memory
/// @param inputSeconds of one card for a token of a prompt
/// @param outputSeconds of one card for a token of an answer
/// @param tokensPerSecond of answers, all sequences of the batch together, on those cards
/// @param steps how it was reckoned, for people
public record Prediction(
        long vramBytes,
        BigDecimal vramShare,
        long cards,
        BigDecimal inputSeconds,
        BigDecimal outputSeconds,
        BigDecimal tokensPerSecond,
        List<String> steps) {
    /// A prediction with a copy of the list.
    public Prediction {
        steps = List.copyOf(steps);
    }
}
