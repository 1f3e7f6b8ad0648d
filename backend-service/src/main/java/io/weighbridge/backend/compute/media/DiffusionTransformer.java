package io.weighbridge.backend.compute.media;

import java.util.List;

/// Transformers that take noise away: DiT, whose pictures have a class, and FLUX, whose pictures
/// and texts look at each other.
final class DiffusionTransformer {
    private static final long STEP_WAVES = 256;

    private DiffusionTransformer() {}

    /// DiT (2022).
    ///
    /// @param width of a token
    /// @param patch width of a patch
    /// @param classes that a picture may have, without the one for none
    /// @param side of the noisy picture that it was trained on, for the stored positions
    record Dit(
            long layers,
            long width,
            long patch,
            long channelsIn,
            long channelsOut,
            long classes,
            long side) {
        List<Work> step(long tokens) {
            Tally tally = new Tally();
            embedStep(tally, "step", STEP_WAVES, width);
            tally.elements("classes", (classes + 1) * width);
            long area = Tally.times(patch, patch);
            long places = Tally.times(side / patch, side / patch);
            tally.product("patches", Tally.times(channelsIn, area), width, true, tokens);
            tally.elements("positions", Tally.times(places, width));
            for (long i = 0; i < layers; i++) {
                tally.product("layers: modulation", width, 6 * width, true, 1);
                selfAttention(tally, "layers: ", width, tokens);
                tally.attention("layers: scores and values", width, tokens, tokens);
                feed(tally, "layers: ", width, tokens);
            }
            tally.product("last modulation", width, 2 * width, true, 1);
            tally.product("out", width, Tally.times(area, channelsOut), true, tokens);
            return tally.works();
        }
    }

    /// FLUX.1 (2024): first layers with weights for pictures and for texts, then layers for both.
    ///
    /// @param headWidth of a head, for the norms of queries and keys
    /// @param textWidth of a text's token
    /// @param pooledWidth of the text as a whole
    /// @param guided whether the guidance is told to it (dev) instead of asking twice
    record Flux(
            long doubleLayers,
            long singleLayers,
            long width,
            long headWidth,
            long channels,
            long textWidth,
            long pooledWidth,
            boolean guided) {
        List<Work> step(long tokens, long words) {
            Tally tally = new Tally();
            tally.product("picture in", channels, width, true, tokens);
            tally.product("text in", textWidth, width, true, words);
            embedStep(tally, "step", STEP_WAVES, width);
            if (guided) {
                embedStep(tally, "guidance", STEP_WAVES, width);
            }
            embedStep(tally, "text as a whole", pooledWidth, width);
            long all = tokens + words;
            for (long i = 0; i < doubleLayers; i++) {
                both(tally, "double layers: picture ", tokens);
                both(tally, "double layers: text ", words);
                tally.attention("double layers: scores and values", width, all, all);
            }
            for (long i = 0; i < singleLayers; i++) {
                single(tally, all);
            }
            tally.product("last modulation", width, 2 * width, true, 1);
            tally.product("out", width, channels, true, tokens);
            return tally.works();
        }

        private void both(Tally tally, String at, long tokens) {
            tally.product(at + "modulation", width, 6 * width, true, 1);
            selfAttention(tally, at, width, tokens);
            tally.elements(at + "query and key norms", 2 * headWidth);
            feed(tally, at, width, tokens);
        }

        private void single(Tally tally, long tokens) {
            String at = "single layers: ";
            tally.product(at + "modulation", width, 3 * width, true, 1);
            for (String part : List.of("query", "key", "value")) {
                tally.product(at + part, width, width, true, tokens);
            }
            tally.elements(at + "query and key norms", 2 * headWidth);
            tally.attention(at + "scores and values", width, tokens, tokens);
            tally.product(at + "up", width, 4 * width, true, tokens);
            tally.product(at + "output and down", 5 * width, width, true, tokens);
        }
    }

    private static void embedStep(Tally tally, String name, long in, long width) {
        tally.product(name, in, width, true, 1);
        tally.product(name + ", again", width, width, true, 1);
    }

    private static void selfAttention(Tally tally, String at, long width, long tokens) {
        for (String part : List.of("query", "key", "value", "output")) {
            tally.product(at + part, width, width, true, tokens);
        }
    }

    private static void feed(Tally tally, String at, long width, long tokens) {
        tally.product(at + "up", width, 4 * width, true, tokens);
        tally.product(at + "down", 4 * width, width, true, tokens);
    }
}
