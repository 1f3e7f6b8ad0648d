package io.weighbridge.backend.compute.cost;

import java.util.List;

/// What a picture takes, stage by stage.
///
/// @param stages that it goes through
public record PictureCurve(List<Stage> stages) implements MediaCurve {
    /// A network that works on a picture: as long as its operations or as its part of reading the
    /// weights once for all pictures that are made at a time, whichever is longer.
    ///
    /// @param name for people
    /// @param flops by the pixels, once
    /// @param flopsPerSecond that a card reaches
    /// @param readSeconds of the weights, a picture's part
    /// @param runs for one picture
    /// @param stepwise whether it runs again in each step
    public record Stage(
            String name,
            Quadratic flops,
            Ratio flopsPerSecond,
            Ratio readSeconds,
            Ratio runs,
            boolean stepwise) {
        /// Of a picture of so many pixels.
        Taken taken(Ratio pixels) {
            Ratio once = flops.at(pixels);
            Ratio computing = once.over(flopsPerSecond);
            return new Taken(computing.max(readSeconds), computing, once).times(runs);
        }
    }

    /// A curve with a copy of the list.
    public PictureCurve {
        stages = List.copyOf(stages);
    }

    @Override
    public Taken taken(Ratio pixels) {
        Taken sum = Taken.NOTHING;
        for (Stage stage : stages) {
            sum = sum.plus(stage.taken(pixels));
        }
        return sum;
    }
}
