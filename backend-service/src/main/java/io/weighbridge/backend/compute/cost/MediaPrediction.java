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

    /// So many of one size.
    ///
    /// @param size in the prediction's unit, above 0
    public record Sized(Ratio size, Ratio count) {}

    /// Pictures, several as of one size. Of pixels alone it is not known of how many: usual
    /// ones, or one that is smaller; of pictures alone usual ones.
    ///
    /// @param images 0 when not known
    /// @param pixels of all of them, 0 when not known; not both
    public Sized pictures(long images, long pixels) {
        Ratio count = images > 0 ? Ratio.of(images) : Ratio.of(pixels).over(usual).max(Ratio.ONE);
        return new Sized(pixels > 0 ? Ratio.of(pixels).over(count) : Ratio.of(usual), count);
    }

    /// The share of the cards' memory that pays for their time.
    ///
    /// @param wholeCards whether they serve nothing else
    public Ratio share(boolean wholeCards) {
        return wholeCards ? Ratio.ONE : vramShare.over(cards);
    }
}
