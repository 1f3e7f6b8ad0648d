package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.network.Network;

/// Encoders of text, for embeddings and classes: every token sees all others, nothing is cached.
/// Without the head that made them (words under a mask), which serving them does not need.
final class Encoders {
    private Encoders() {}

    /// BERT and RoBERTa, with the product over the first token that they end with.
    static Network bert(Fields config) {
        long width = config.size("hidden_size");
        Blocks blocks = body(config, width, Layers.all(config), config.size("num_attention_heads"));
        return blocks.embedding("segments", config.size("type_vocab_size", 2))
                .product("last product", 1, width, width, true)
                .network();
    }

    static Network distilBert(Fields config) {
        return body(config, config.size("dim"), config.size("n_layers"), config.size("n_heads"))
                .network();
    }

    /// The part of CLIP that reads a text for pictures, with the product over all of it when its
    /// config says that it has one.
    static Network clipText(Fields config) {
        long width = config.size("hidden_size");
        long layers = Layers.all(config);
        long heads = config.size("num_attention_heads");
        if (width % heads != 0) {
            throw config.invalid("num_attention_heads", heads, "a divisor of " + width);
        }
        Blocks blocks =
                new Blocks(width)
                        .embedding("embedding", config.size("vocab_size"))
                        .embedding("positions", config.size("max_position_embeddings", 77))
                        .attention(
                                "layers: ",
                                layers,
                                Heads.plain(heads, heads, width / heads, true),
                                0,
                                false)
                        .feed("layers: ", layers, config.size("intermediate_size"), false, true)
                        .norms("norms", 2 * layers + 1, true);
        return isArchitecture(config, "CLIPTextModelWithProjection")
                ? blocks.head(config.size("projection_dim"), false, false).network()
                : blocks.network();
    }

    /// ModernBERT: rotated positions, and of most layers each token sees those around it.
    static Network modernBert(Fields config) {
        long layers = Layers.all(config);
        long width = config.size("hidden_size");
        long every = config.size("global_attn_every_n_layers", 3);
        long full = Layers.ofType(config, Layers.FULL, layer -> layer % every == 0);
        boolean bias = config.flag("attention_bias", false);
        boolean normBias = config.flag("norm_bias", false);
        Heads heads = Heads.read(config, bias, bias, Heads.Norm.NONE);
        long window = 2 * (config.size("local_attention", 128) / 2) + 1;
        Blocks blocks =
                Llamas.start(config)
                        .attention("full layers: ", full, heads, 0, false)
                        .attention("local layers: ", layers - full, heads, window, false)
                        .feed(
                                "layers: ",
                                layers,
                                config.size("intermediate_size"),
                                true,
                                config.flag("mlp_bias", false))
                        // That of the embedding is the first layer's.
                        .norms("norms", 2 * layers + 1, normBias);
        if (isArchitecture(config, "ModernBertForMaskedLM")) {
            long words = config.size("vocab_size");
            blocks.storedOnly()
                    .product("head", 1, width, width, config.flag("classifier_bias", false))
                    .norms("head's norm", 1, normBias)
                    .head(words, true, config.flag("decoder_bias", true));
        }
        return blocks.network();
    }

    /// Whether a config says that it is of a class of transformers.
    static boolean isArchitecture(Fields config, String name) {
        return config.isList("architectures") && config.texts("architectures").contains(name);
    }

    private static Blocks body(Fields config, long width, long layers, long heads) {
        if (width % heads != 0) {
            throw config.invalid("num_attention_heads", heads, "a divisor of " + width);
        }
        long inner =
                config.has("hidden_dim")
                        ? config.size("hidden_dim")
                        : config.size("intermediate_size");
        return new Blocks(width)
                .embedding("embedding", config.size("vocab_size"))
                .embedding("positions", config.size("max_position_embeddings"))
                .norms("embedding's norm", 1, true)
                .attention(
                        "layers: ",
                        layers,
                        Heads.plain(heads, heads, width / heads, true),
                        0,
                        false)
                .feed("layers: ", layers, inner, false, true)
                .norms("layers: norms", 2 * layers, true);
    }
}
