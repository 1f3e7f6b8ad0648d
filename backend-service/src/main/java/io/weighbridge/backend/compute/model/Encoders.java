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

    /// The part of T5 that reads a text.
    static Network t5(Fields config) {
        long width = config.size("d_model");
        long layers = config.size("num_layers");
        long heads = config.size("num_heads");
        boolean gated = config.text("feed_forward_proj", "relu").startsWith("gated-");
        return new Blocks(width)
                .embedding("embedding", config.size("vocab_size"))
                .vector("distances", config.size("relative_attention_num_buckets", 32), heads)
                .attention(
                        "layers: ",
                        layers,
                        Heads.plain(heads, heads, config.size("d_kv"), false),
                        0,
                        false)
                .feed("layers: ", layers, config.size("d_ff"), gated, false)
                .norms("norms", 2 * layers + 1, false)
                .network();
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
