package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.model.Heads.Norm;
import io.weighbridge.backend.compute.network.Network;

/// Decoders built like Llama: two norms a layer, rotated positions, a gated feed-forward network.
/// The parameters of Hugging Face's transformers, by the name of its `model_type`.
final class Llamas {
    private Llamas() {}

    static Network llama(Fields config) {
        boolean bias = config.flag("attention_bias", false);
        return dense(config, Heads.read(config, bias, bias, Norm.NONE), 0);
    }

    /// Configs inside others leave out the number of heads when it is the first model's.
    static Network mistral(Fields read) {
        Fields config = read.or("num_attention_heads", 32);
        return dense(
                config,
                Heads.read(config, false, false, Norm.NONE),
                config.count("sliding_window", 0));
    }

    static Network mixtral(Fields config) {
        Blocks blocks = start(config);
        long layers = Layers.all(config);
        blocks.attention(
                "layers: ",
                layers,
                Heads.read(config, false, false, Norm.NONE),
                config.count("sliding_window", 0),
                true);
        blocks.experts(
                "layers: ",
                layers,
                Experts.plain(
                        config.size("num_local_experts"),
                        config.size("num_experts_per_tok"),
                        config.size("intermediate_size")));
        return end(blocks, config, layers, 2);
    }

    static Network qwen2(Fields config) {
        Blocks blocks = start(config);
        long layers = Layers.all(config);
        qwenAttention(blocks, config, Heads.read(config, true, false, Norm.NONE));
        blocks.feed("layers: ", layers, config.size("intermediate_size"), true, false);
        return end(blocks, config, layers, 2);
    }

    static Network qwen3(Fields config) {
        Blocks blocks = start(config);
        long layers = Layers.all(config);
        boolean bias = config.flag("attention_bias", false);
        qwenAttention(blocks, config, Heads.read(config, bias, bias, Norm.HEAD));
        blocks.feed("layers: ", layers, config.size("intermediate_size"), true, false);
        return end(blocks, config, layers, 2);
    }

    static Network qwen2Moe(Fields config) {
        Blocks blocks = start(config);
        qwenAttention(
                blocks,
                config,
                Heads.read(config, config.flag("qkv_bias", true), false, Norm.NONE));
        return qwenExperts(blocks, config, config.size("shared_expert_intermediate_size"));
    }

    static Network qwen3Moe(Fields config) {
        Blocks blocks = start(config);
        boolean bias = config.flag("attention_bias", false);
        qwenAttention(blocks, config, Heads.read(config, bias, bias, Norm.HEAD));
        return qwenExperts(blocks, config, 0);
    }

    static Network olmo2(Fields config) {
        boolean bias = config.flag("attention_bias", false);
        return dense(config, Heads.read(config, bias, bias, Norm.WHOLE), 0);
    }

    static Network phi3(Fields config) {
        return dense(
                config,
                Heads.read(config, false, false, Norm.NONE),
                config.count("sliding_window", 0));
    }

    private static Network dense(Fields config, Heads heads, long window) {
        Blocks blocks = start(config);
        long layers = Layers.all(config);
        blocks.attention("layers: ", layers, heads, window, true);
        blocks.feed(
                "layers: ",
                layers,
                config.size("intermediate_size"),
                true,
                config.flag("mlp_bias", false));
        return end(blocks, config, layers, 2);
    }

    // Layers from max_window_layers on slide, when that is switched on at all.
    private static void qwenAttention(Blocks blocks, Fields config, Heads heads) {
        long layers = Layers.all(config);
        long window =
                config.flag("use_sliding_window", false) ? config.count("sliding_window", 0) : 0;
        long first = config.count("max_window_layers", 28);
        long sliding =
                window == 0 ? 0 : Layers.ofType(config, Layers.SLIDING, layer -> layer >= first);
        blocks.attention("full layers: ", layers - sliding, heads, 0, true);
        blocks.attention("sliding layers: ", sliding, heads, window, true);
    }

    static Network qwenExperts(Blocks blocks, Fields config, long sharedInner) {
        long layers = Layers.all(config);
        long step = config.size("decoder_sparse_step", 1);
        var dense = config.has("mlp_only_layers") ? config.sizes("mlp_only_layers") : null;
        long sparse =
                Layers.count(
                        layers,
                        layer ->
                                (layer + 1) % step == 0
                                        && (dense == null || !dense.contains(layer)));
        if (sparse < layers) {
            blocks.feed(
                    "dense layers: ",
                    layers - sparse,
                    config.size("intermediate_size"),
                    true,
                    false);
        }
        blocks.experts(
                "layers: ",
                sparse,
                new Experts(
                        config.size("num_experts"),
                        config.size("num_experts_per_tok"),
                        config.size("moe_intermediate_size"),
                        false,
                        false,
                        sharedInner,
                        sharedInner > 0));
        return end(blocks, config, layers, 2);
    }

    static Blocks start(Fields config) {
        return new Blocks(config.size("hidden_size"))
                .embedding("embedding", config.size("vocab_size"));
    }

    /// @param norms of a layer, without a shift
    static Network end(Blocks blocks, Fields config, long layers, long norms) {
        return blocks.norms("layers: norms", norms * layers, false)
                .norms("last norm", 1, false)
                .head(config.size("vocab_size"), config.flag("tie_word_embeddings", false), false)
                .network();
    }
}
