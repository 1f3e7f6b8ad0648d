package io.weighbridge.backend.compute.analysis;

import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.Ratio;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A model of pictures or speech on a GPU. Costs and prices are in units of the currency.
///
/// @param prediction of times and memory
/// @param cost of one pixel or millisecond, where pictures or recordings are as usual; null when
///     the GPU's hour has no price
/// @param price of one, which pays this cost; null likewise
/// @param figures what people ask for
public record PlacedMedia(
        MediaPrediction prediction,
        @Nullable Ratio cost,
        @Nullable Ratio price,
        List<Figure> figures) {
    /// Something that has a price.
    ///
    /// @param of what it is: `megapixel`, a picture as `512x512`, `minute`, `recording`
    /// @param units pixels or milliseconds of it
    /// @param seconds of one card
    /// @param flops its operations
    /// @param cost its own, by its size; null when the GPU's hour has no price
    /// @param price of so many units; null likewise
    public record Figure(
            String of,
            long units,
            Ratio seconds,
            Ratio flops,
            @Nullable Ratio cost,
            @Nullable Ratio price) {}

    /// A model with a copy of the list.
    public PlacedMedia {
        figures = List.copyOf(figures);
    }
}
