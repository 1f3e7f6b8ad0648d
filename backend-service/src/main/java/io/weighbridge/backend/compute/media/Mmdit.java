package io.weighbridge.backend.compute.media;

import java.util.List;

/// The transformer of Stable Diffusion 3 and 3.5: pictures and texts have weights of their own and
/// look at each other; the last layer makes no more of the text.
///
/// @param width of a token
/// @param headWidth of a head, for the norms of queries and keys; 0 when they are not normed
/// @param patch width of a patch
/// @param textWidth of a text's token
/// @param pooledWidth of the text as a whole
/// @param dualLayers of the layers those in which the picture also looks at itself alone
/// @param side of the stored positions, in patches
record Mmdit(
        long layers,
        long width,
        long headWidth,
        long patch,
        long channelsIn,
        long channelsOut,
        long textWidth,
        long pooledWidth,
        List<Long> dualLayers,
        long side) {
    private static final long STEP_WAVES = 256;

    Mmdit {
        dualLayers = List.copyOf(dualLayers);
    }

    List<Work> step(long tokens, long words) {
        Tally tally = new Tally();
        tally.convolution("patches", channelsIn, width, patch, tokens);
        tally.product("text in", textWidth, width, true, words);
        tally.product("step", STEP_WAVES, width, true, 1);
        tally.product("step, again", width, width, true, 1);
        tally.product("text as a whole", pooledWidth, width, true, 1);
        tally.product("text as a whole, again", width, width, true, 1);
        long all = tokens + words;
        for (long i = 0; i < layers; i++) {
            boolean dual = dualLayers.contains(i);
            boolean last = i == layers - 1;
            tally.product("layers: picture modulation", width, (dual ? 9 : 6) * width, true, 1);
            tally.product("layers: text modulation", width, (last ? 2 : 6) * width, true, 1);
            attention(tally, "layers: picture ", tokens, true);
            attention(tally, "layers: text ", words, !last);
            tally.attention("layers: scores and values", width, all, all);
            if (dual) {
                attention(tally, "layers: picture alone ", tokens, true);
                tally.attention("layers: picture alone scores and values", width, tokens, tokens);
            }
            feed(tally, "layers: picture ", tokens);
            if (!last) {
                feed(tally, "layers: text ", words);
            }
        }
        tally.product("last modulation", width, 2 * width, true, 1);
        long answer = Math.multiplyExact(Math.multiplyExact(patch, patch), channelsOut);
        tally.product("out", width, answer, true, tokens);
        return tally.works();
    }

    /// What is stored beside that: positions, which are reckoned, not learnt.
    List<Work> storedOnly() {
        Tally tally = new Tally();
        tally.elements("positions", Math.multiplyExact(Math.multiplyExact(side, side), width));
        return tally.works();
    }

    private void attention(Tally tally, String at, long tokens, boolean answers) {
        for (String part : List.of("query", "key", "value")) {
            tally.product(at + part, width, width, true, tokens);
        }
        if (answers) {
            tally.product(at + "output", width, width, true, tokens);
        }
        tally.elements(at + "query and key norms", 2 * headWidth);
    }

    private void feed(Tally tally, String at, long tokens) {
        tally.product(at + "up", width, 4 * width, true, tokens);
        tally.product(at + "down", 4 * width, width, true, tokens);
    }
}
