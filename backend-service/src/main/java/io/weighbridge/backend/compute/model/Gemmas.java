package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.model.Heads.Norm;
import io.weighbridge.backend.compute.network.Network;

/// Google's Gemma: the head is the embedding, and from the second on some layers slide.
final class Gemmas {
    private static final long PATTERN = 6;

    private Gemmas() {}

    static Network gemma(Fields config) {
        long layers = Layers.all(config);
        Blocks blocks = Llamas.start(config);
        blocks.attention("layers: ", layers, heads(config, Norm.NONE), 0, true);
        return end(blocks, config, layers, 2);
    }

    static Network gemma2(Fields config) {
        long sliding = Layers.ofType(config, Layers.SLIDING, layer -> layer % 2 == 0);
        return sliding(
                Llamas.start(config),
                config,
                heads(config, Norm.NONE),
                sliding,
                config.size("sliding_window", 4096));
    }

    /// The text part; its configs leave out what is as in the 4B model.
    static Network gemma3(Fields config) {
        long hidden = config.size("hidden_size", 2304);
        Blocks blocks = new Blocks(hidden).embedding("embedding", words(config));
        long pattern = config.size("sliding_window_pattern", PATTERN);
        long sliding = Layers.ofType(config, Layers.SLIDING, layer -> (layer + 1) % pattern != 0);
        long keyHeads = config.size("num_key_value_heads", 4);
        Heads heads =
                new Heads(
                        config.size("num_attention_heads", 8),
                        keyHeads,
                        config.size("head_dim", 256),
                        false,
                        false,
                        Norm.HEAD,
                        false,
                        false);
        return sliding(blocks, config, heads, sliding, config.size("sliding_window", 4096));
    }

    private static Network sliding(
            Blocks blocks, Fields config, Heads heads, long sliding, long window) {
        long layers = Layers.all(config);
        blocks.attention("sliding layers: ", sliding, heads, window, true);
        blocks.attention("full layers: ", layers - sliding, heads, 0, true);
        return end(blocks, config, layers, 4);
    }

    private static Heads heads(Fields config, Norm norm) {
        boolean bias = config.flag("attention_bias", false);
        return Heads.read(config, bias, bias, norm);
    }

    private static long words(Fields config) {
        return config.size("vocab_size", 262_208);
    }

    private static Network end(Blocks blocks, Fields config, long layers, long norms) {
        return blocks.feed("layers: ", layers, config.size("intermediate_size"), true, false)
                .norms("layers: norms", norms * layers, false)
                .norms("last norm", 1, false)
                .head(words(config), config.flag("tie_word_embeddings", true), false)
                .network();
    }
}
