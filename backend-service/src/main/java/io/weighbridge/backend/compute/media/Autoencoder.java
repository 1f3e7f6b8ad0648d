package io.weighbridge.backend.compute.media;

import java.util.List;

/// The decoder that makes a picture of what diffusion leaves (diffusers' `AutoencoderKL`), and the
/// encoder beside it.
///
/// @param channels of each level, from the widest picture to the smallest
/// @param repeats of residual blocks on each level of the encoder; the decoder has one more
/// @param latent channels between both
/// @param narrowed whether both are joined by products over the channels (not in FLUX)
record Autoencoder(List<Long> channels, long repeats, long latent, boolean narrowed) {
    private static final long COLOURS = 3;

    Autoencoder {
        channels = List.copyOf(channels);
    }

    /// The work of decoding one picture.
    ///
    /// @param places of what diffusion leaves: width times height
    List<Work> decode(long places) {
        Tally tally = new Tally();
        if (narrowed) {
            tally.convolution("join", latent, latent, 1, places);
        }
        long width = channels.getLast();
        tally.convolution("in", latent, width, 3, places);
        middle(tally, width, places);
        long where = places;
        for (int i = channels.size() - 1; i >= 0; i--) {
            for (long j = 0; j <= repeats; j++) {
                residual(tally, "up " + i + ": ", width, channels.get(i), where);
                width = channels.get(i);
            }
            if (i > 0) {
                where = 4 * where;
                tally.convolution("up " + i + ": larger", width, width, 3, where);
            }
        }
        tally.elements("last norm", 2 * width);
        tally.convolution("out", width, COLOURS, 3, where);
        return tally.works();
    }

    /// The work of encoding one picture.
    ///
    /// @param places of what is made of it
    List<Work> encode(long places) {
        Tally tally = new Tally();
        long where = places << (2 * (channels.size() - 1));
        long width = channels.getFirst();
        tally.convolution("in", COLOURS, width, 3, where);
        for (int i = 0; i < channels.size(); i++) {
            for (long j = 0; j < repeats; j++) {
                residual(tally, "down " + i + ": ", width, channels.get(i), where);
                width = channels.get(i);
            }
            if (i < channels.size() - 1) {
                where = where / 4;
                tally.convolution("down " + i + ": smaller", width, width, 3, where);
            }
        }
        middle(tally, width, where);
        tally.elements("last norm", 2 * width);
        tally.convolution("out", width, 2 * latent, 3, where);
        if (narrowed) {
            tally.convolution("join", 2 * latent, 2 * latent, 1, where);
        }
        return tally.works();
    }

    private static void middle(Tally tally, long width, long where) {
        residual(tally, "middle: ", width, width, where);
        tally.elements("middle: norm", 2 * width);
        for (String part : List.of("query", "key", "value", "output")) {
            tally.product("middle: " + part, width, width, true, where);
        }
        tally.attention("middle: scores and values", width, where, where);
        residual(tally, "middle: ", width, width, where);
    }

    private static void residual(Tally tally, String at, long in, long out, long where) {
        tally.elements(at + "norms", 2 * in + 2 * out);
        tally.convolution(at + "residual, first", in, out, 3, where);
        tally.convolution(at + "residual, second", out, out, 3, where);
        if (in != out) {
            tally.convolution(at + "residual, shortcut", in, out, 1, where);
        }
    }
}
