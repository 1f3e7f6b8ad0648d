package io.weighbridge.backend.compute.media;

import java.util.List;

/// A network whose work follows the size of the picture.
public interface PictureNet {
    /// The work for one picture: of one step, without guidance, or of decoding it.
    ///
    /// @param width of the picture, in pixels, a multiple of [#multiple]
    /// @param height likewise
    List<Work> work(long width, long height);

    /// What a picture's width and height must be multiples of.
    long multiple();

    /// Whether the work is done again in each step.
    boolean stepwise();

    /// How many networks read the text for it.
    long textEncoders();

    /// Parameters of its files, with what does not run when a picture is made.
    long parametersStored();
}
