package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.model.Heads.Norm;
import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.backend.compute.network.Part.Positions;

import java.util.List;

/// Llama 3.2 Vision: some layers of the text look at the picture instead of at the text. A text
/// without a picture skips them.
final class Mllama {
    // Rows of the embedding that the head does not have: the picture's place and spare ones.
    private static final long FURTHER_WORDS = 8;

    private Mllama() {}

    static Network text(Fields config) {
        long layers = Layers.all(config);
        List<Long> looking = config.sizes("cross_attention_layers");
        if (looking.stream().anyMatch(layer -> layer >= layers)
                || looking.stream().distinct().count() < looking.size()) {
            throw config.invalid("cross_attention_layers", looking, "layers below " + layers);
        }
        long width = config.size("hidden_size");
        long words = config.size("vocab_size");
        long inner = config.size("intermediate_size");
        long ordinary = layers - looking.size();
        Heads heads = Heads.read(config, false, false, Norm.NONE);
        Blocks blocks =
                new Blocks(width)
                        .embedding("embedding", words + FURTHER_WORDS)
                        .attention("layers: ", ordinary, heads, 0, true)
                        .feed("layers: ", ordinary, inner, true, false)
                        .norms("layers: norms", 2 * ordinary, false)
                        .norms("last norm", 1, false)
                        .head(words, config.flag("tie_word_embeddings", false), false);
        return looking(blocks.where(Positions.PICTURE), looking.size(), heads, width, inner);
    }

    private static Network looking(
            Blocks blocks, long layers, Heads heads, long width, long inner) {
        String at = "looking layers: ";
        return blocks.product(at + "query", layers, width, heads.queryWidth(), false)
                .product(at + "key", layers, width, heads.keyWidth(), false)
                .product(at + "value", layers, width, heads.keyWidth(), false)
                .product(at + "output", layers, heads.queryWidth(), width, false)
                .feed(at, layers, inner, true, false)
                .vector(at + "query and key norms, gates", layers, 2 * heads.width() + 2)
                .norms(at + "norms", 2 * layers, false)
                .network();
    }

    /// The tower: up to four tiles, layers for what is in them, layers for all, one product.
    static Vision vision(Fields vision, long textWidth) {
        long width = vision.size("hidden_size");
        long side = vision.size("image_size") / vision.size("patch_size");
        long places = side * side + 1;
        long tiles = vision.size("max_num_tiles");
        // One for each shape of tiles, and one for none.
        long shapes = vision.length("supported_aspect_ratios") + 1;
        long patch = vision.size("patch_size");
        Blocks blocks =
                new Blocks(width)
                        .product(
                                "picture: patches",
                                1,
                                Blocks.times(vision.size("num_channels", 3), patch, patch),
                                width,
                                false)
                        .vector("picture: whole", 1, width)
                        .vector("picture: positions", 1, Blocks.times(places, width) + 1)
                        .vector(
                                "picture: positions by tiles",
                                shapes,
                                Blocks.times(tiles, places, width))
                        .vector(
                                "picture: tiles before and after",
                                2,
                                Blocks.times(shapes, tiles, width) + 1)
                        .norms("picture: first and last norm", 2, true);
        layers(blocks, vision, "picture layers: ", vision.size("num_hidden_layers"));
        long all = vision.size("num_global_layers");
        layers(blocks, vision, "picture layers over all: ", all);
        blocks.vector("picture layers over all: gates", all, 2)
                .product("picture: answer", 1, vision.size("vision_output_dim"), textWidth, true);
        return new Vision(blocks.network(), 0);
    }

    private static void layers(Blocks blocks, Fields vision, String at, long layers) {
        long width = vision.size("hidden_size");
        long heads = vision.size("attention_heads");
        if (width % heads != 0) {
            throw vision.invalid("attention_heads", heads, "a divisor of " + width);
        }
        blocks.attention(at, layers, Heads.plain(heads, heads, width / heads, false), 0, false)
                .feed(at, layers, vision.size("intermediate_size"), false, true)
                .norms(at + "norms", 2 * layers, true);
    }
}
