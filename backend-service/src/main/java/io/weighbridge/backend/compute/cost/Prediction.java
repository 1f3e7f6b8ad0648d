package io.weighbridge.backend.compute.cost;

import java.util.List;

/// What a model is predicted to do on a GPU.
///
/// @param vramBytes of weights, and of the cache of a whole batch
/// @param vramShare of one card; above 1 the model needs several
/// @param cards that one copy lies on: as many as asked for, or as it needs for nine tenths of
///     their memory
/// @param inputSeconds of one card for a token of a prompt
/// @param outputSeconds of one card for a token of an answer; 0 when it writes none
/// @param tokensPerSecond of answers, all sequences of the batch together, on those cards
/// @param inputFlops of a token of a prompt, its mean
/// @param outputFlops of a token of an answer; 0 when it writes none
/// @param flopsPerSecond that a card reaches
/// @param bytesPerSecond likewise, of its memory
/// @param readBytes of the weights, for a step of the batch
/// @param steps how it was reckoned, for people
public record Prediction(
        long vramBytes,
        Ratio vramShare,
        long cards,
        Ratio inputSeconds,
        Ratio outputSeconds,
        Ratio tokensPerSecond,
        Ratio inputFlops,
        Ratio outputFlops,
        Ratio flopsPerSecond,
        Ratio bytesPerSecond,
        long readBytes,
        List<String> steps) {
    /// A prediction with a copy of the list.
    public Prediction {
        steps = List.copyOf(steps);
    }
}
