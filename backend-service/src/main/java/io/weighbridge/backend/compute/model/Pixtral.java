package io.weighbridge.backend.compute.model;

/// Mistral's Pixtral, which looks at pictures of any size: rotated positions, gated networks. In
/// Pixtral 12B (as LLaVA), and in Mistral Small 3.1 and later, where patches are joined.
final class Pixtral {
    private Pixtral() {}

    /// @param features layers of the tower whose answers are put beside each other
    static Vision llava(Fields vision, long features, long textWidth, boolean bias) {
        Blocks blocks = tower(vision);
        Vision.answer(blocks, Blocks.times(features, width(vision)), textWidth, bias);
        return new Vision(blocks.network(), 0);
    }

    static Vision mistral3(Fields config, Fields vision, long textWidth) {
        long width = width(vision);
        long side = config.size("spatial_merge_size", 2);
        Blocks blocks =
                tower(vision)
                        .norms("picture: norm of the answer", 1, false)
                        .product("picture: join", 1, Blocks.times(side, side, width), width, false);
        Vision.answer(
                blocks,
                Blocks.times(Vision.features(config), width),
                textWidth,
                config.flag("multimodal_projector_bias", false));
        return new Vision(blocks.network(), 0);
    }

    // Published configs leave out what is as in the first model.
    private static long width(Fields vision) {
        return vision.size("hidden_size", 1024);
    }

    private static Blocks tower(Fields vision) {
        long width = width(vision);
        long layers = vision.size("num_hidden_layers", 24);
        long heads = vision.size("num_attention_heads", 16);
        long patch = vision.size("patch_size", 16);
        if (width % heads != 0) {
            throw vision.invalid("num_attention_heads", heads, "a divisor of " + width);
        }
        return new Blocks(width)
                .product(
                        "picture: patches",
                        1,
                        Blocks.times(vision.size("num_channels", 3), patch, patch),
                        width,
                        false)
                .norms("picture: first norm", 1, false)
                .attention(
                        "picture layers: ",
                        layers,
                        Heads.plain(heads, heads, width / heads, false),
                        0,
                        false)
                .feed(
                        "picture layers: ",
                        layers,
                        vision.size("intermediate_size", 4096),
                        true,
                        false)
                .norms("picture layers: norms", 2 * layers, false);
    }
}
