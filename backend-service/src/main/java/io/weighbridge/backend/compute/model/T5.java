package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.backend.compute.network.Part.Positions;

import java.util.List;

/// Google's T5 and mT5: an encoder reads the prompt once, a decoder writes and looks at what it
/// wrote and at what was read. A place of either is as wide, so what is cached and looked at
/// follows the sum of both.
final class T5 {
    private static final List<String> WRITING =
            List.of(
                    "T5ForConditionalGeneration",
                    "T5WithLMHeadModel",
                    "MT5ForConditionalGeneration");

    private T5() {}

    /// What of it a config describes: the type itself when it reads and writes.
    static String part(String type, Fields config) {
        if (!type.equals("t5") && !type.equals("mt5")) {
            return type;
        }
        List<String> named =
                config.isList("architectures") ? config.texts("architectures") : List.of();
        if (named.contains("T5EncoderModel") || named.contains("MT5EncoderModel")) {
            return "t5 encoder";
        }
        boolean writes = named.isEmpty() || named.stream().anyMatch(WRITING::contains);
        return writes ? type : type + " as " + String.join(", ", named);
    }

    static Network encoder(Fields config) {
        return read(config, new Blocks(config.size("d_model"))).network();
    }

    static Network t5(Fields config) {
        return both(config, config.flag("tie_word_embeddings", true));
    }

    static Network mt5(Fields config) {
        return both(config, config.flag("tie_word_embeddings", false));
    }

    private static Network both(Fields config, boolean tied) {
        long width = config.size("d_model");
        long layers = config.size("num_decoder_layers", config.size("num_layers"));
        Heads heads = heads(config);
        long inner = heads.queryWidth();
        return read(config, new Blocks(width).where(Positions.PROMPT))
                .product("decoder: input's key", layers, width, inner, false)
                .product("decoder: input's value", layers, width, inner, false)
                .where(Positions.ANSWER)
                .vector("decoder: distances", buckets(config), heads.heads())
                // Looks at what was written and, with a query of its own, at what was read.
                .attention("decoder: ", layers, heads, 0, true)
                .product("decoder: input's query", layers, width, inner, false)
                .product("decoder: input's output", layers, inner, width, false)
                .feed("decoder: ", layers, config.size("d_ff"), isGated(config), false)
                .norms("decoder: norms", 3 * layers + 1, false)
                .head(config.size("vocab_size"), tied, false)
                .network();
    }

    private static Blocks read(Fields config, Blocks blocks) {
        long layers = config.size("num_layers");
        Heads heads = heads(config);
        return blocks.embedding("embedding", config.size("vocab_size"))
                .vector("distances", buckets(config), heads.heads())
                .attention("layers: ", layers, heads, 0, false)
                .feed("layers: ", layers, config.size("d_ff"), isGated(config), false)
                .norms("norms", 2 * layers + 1, false);
    }

    private static Heads heads(Fields config) {
        long heads = config.size("num_heads");
        return Heads.plain(heads, heads, config.size("d_kv"), false);
    }

    private static long buckets(Fields config) {
        return config.size("relative_attention_num_buckets", 32);
    }

    private static boolean isGated(Fields config) {
        return config.text("feed_forward_proj", "relu").startsWith("gated-");
    }
}
