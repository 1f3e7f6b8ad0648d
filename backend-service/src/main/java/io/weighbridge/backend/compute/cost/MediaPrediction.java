package io.weighbridge.backend.compute.cost;

import io.weighbridge.model.Unit;

import java.util.List;

/// What a model of pictures or speech is predicted to do on a GPU.
///
/// @param vramBytes of the weights, and of the cache of a batch where there is one
/// @param vramShare of one card; above 1 the model needs several
/// @param cards that one copy lies on
/// @param flopsPerSecond that a card reaches; of networks of several kinds of weights the least
/// @param curve what one picture or recording takes
/// @param unit that its size is counted in: pixels, or milliseconds
/// @param usual size of one by the terms, in that unit
/// @param steps how it was reckoned, for people
public record MediaPrediction(
        long vramBytes,
        Ratio vramShare,
        long cards,
        Ratio flopsPerSecond,
        MediaCurve curve,
        Unit unit,
        long usual,
        List<String> steps) {
    /// A prediction with a copy of the list.
    public MediaPrediction {
        steps = List.copyOf(steps);
    }

    /// The share of the cards' memory that pays for their time.
    ///
    /// @param wholeCards whether they serve nothing else
    public Ratio share(boolean wholeCards) {
        return wholeCards ? Ratio.ONE : vramShare.over(cards);
    }
}
