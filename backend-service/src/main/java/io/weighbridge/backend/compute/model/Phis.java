package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.model.Heads.Norm;
import io.weighbridge.backend.compute.network.Network;

/// Decoders with a bias everywhere: Phi, GPT-2, StarCoder2.
final class Phis {
    private Phis() {}

    /// Phi-1 and Phi-2: attention and feed-forward beside each other behind one norm.
    static Network phi(Fields config) {
        long layers = Layers.all(config);
        return end(
                Llamas.start(config)
                        .attention(
                                "layers: ",
                                layers,
                                Heads.read(config, true, true, Norm.NONE),
                                0,
                                true)
                        .feed("layers: ", layers, config.size("intermediate_size"), false, true),
                config,
                layers,
                false,
                true);
    }

    /// Phi-3.5-MoE.
    static Network phiMoe(Fields config) {
        long layers = Layers.all(config);
        boolean bias = config.flag("attention_bias", false);
        return end(
                Llamas.start(config)
                        .attention(
                                "layers: ",
                                layers,
                                Heads.read(config, bias, bias, Norm.NONE),
                                config.count("sliding_window", 0),
                                true)
                        .experts(
                                "layers: ",
                                layers,
                                Experts.plain(
                                        config.size("num_local_experts"),
                                        config.size("num_experts_per_tok"),
                                        config.size("intermediate_size"))),
                config,
                2 * layers,
                false,
                config.flag("lm_head_bias", false));
    }

    static Network gpt2(Fields config) {
        long width = config.size("n_embd");
        long layers = config.size("n_layer");
        long heads = config.size("n_head");
        if (width % heads != 0) {
            throw config.invalid("n_head", heads, "a divisor of " + width);
        }
        return end(
                new Blocks(width)
                        .embedding("embedding", config.size("vocab_size"))
                        .embedding("positions", config.size("n_positions", 1024))
                        .attention(
                                "layers: ",
                                layers,
                                Heads.plain(heads, heads, width / heads, true),
                                0,
                                true)
                        .feed("layers: ", layers, config.size("n_inner", 4 * width), false, true),
                config,
                2 * layers,
                true,
                false);
    }

    static Network starcoder2(Fields config) {
        long layers = Layers.all(config);
        boolean bias = config.flag("use_bias", true);
        return end(
                Llamas.start(config)
                        .attention(
                                "layers: ",
                                layers,
                                Heads.read(config, bias, bias, Norm.NONE),
                                config.count("sliding_window", 0),
                                true)
                        .feed("layers: ", layers, config.size("intermediate_size"), false, bias),
                config,
                2 * layers,
                true,
                false);
    }

    private static Network end(
            Blocks blocks, Fields config, long norms, boolean isTiedOtherwise, boolean headBias) {
        return blocks.norms("layers: norms", norms, true)
                .norms("last norm", 1, true)
                .head(
                        config.size("vocab_size"),
                        config.flag("tie_word_embeddings", isTiedOtherwise),
                        headBias)
                .network();
    }
}
