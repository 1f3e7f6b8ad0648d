package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.network.Network;

import org.jspecify.annotations.Nullable;

/// The part of a model that looks at pictures: a transformer over patches, and what makes its
/// answer as wide as the text's. It works once for each picture.
///
/// @param network the tower and the products behind it
/// @param patches of a picture of the size it was made for; 0 when any size is taken as it is
public record Vision(Network network, long patches) {
    private record Shape(
            Fields config, long width, long layers, long heads, long inner, long patch) {
        static Shape read(Fields config) {
            return new Shape(
                    config,
                    config.size("hidden_size"),
                    config.size("num_hidden_layers"),
                    config.size("num_attention_heads"),
                    config.size("intermediate_size"),
                    config.size("patch_size"));
        }

        long patches() {
            long side = config.size("image_size") / patch;
            return side * side;
        }

        Blocks layers(Blocks blocks) {
            if (width % heads != 0) {
                throw config.invalid("num_attention_heads", heads, "a divisor of " + width);
            }
            return blocks.attention(
                            "picture layers: ",
                            layers,
                            Heads.plain(heads, heads, width / heads, true),
                            0,
                            false)
                    .feed("picture layers: ", layers, inner, false, true)
                    .norms("picture layers: norms", 2 * layers, true)
                    .norms("picture: last norm", 1, true);
        }
    }

    /// SigLIP, as in Gemma 3: a learned norm and one product behind it.
    static Vision gemma3(Fields vision, long textWidth) {
        Shape shape = Shape.read(vision);
        Blocks blocks = siglip(shape);
        blocks.vector("picture: norm of the answer", 1, shape.width())
                .product("picture: answer", 1, shape.width(), textWidth, false);
        return new Vision(blocks.network(), shape.patches());
    }

    private static Blocks siglip(Shape shape) {
        Blocks blocks =
                new Blocks(shape.width())
                        .product(
                                "picture: patches",
                                1,
                                Blocks.times(3, shape.patch(), shape.patch()),
                                shape.width(),
                                true)
                        .embedding("picture: positions", shape.patches());
        return shape.layers(blocks);
    }

    /// CLIP, SigLIP or Pixtral and two products behind it, as in LLaVA; null when it is another.
    static @Nullable Vision llava(Fields config, Fields vision, long textWidth) {
        boolean bias = config.flag("multimodal_projector_bias", true);
        long features = features(config);
        String type = vision.text("model_type", "clip_vision_model");
        if (type.equals("pixtral")) {
            return Pixtral.llava(vision, features, textWidth, bias);
        }
        if (!type.equals("clip_vision_model") && !type.equals("siglip_vision_model")) {
            return null;
        }
        Shape shape = Shape.read(vision);
        Blocks blocks = type.startsWith("clip") ? clip(shape) : siglip(shape);
        answer(blocks, Blocks.times(features, shape.width()), textWidth, bias);
        return new Vision(blocks.network(), shape.patches());
    }

    /// Layers of the tower whose answers are put beside each other.
    static long features(Fields config) {
        return config.isList("vision_feature_layer") ? config.length("vision_feature_layer") : 1;
    }

    static void answer(Blocks blocks, long width, long textWidth, boolean bias) {
        blocks.product("picture: answer", 1, width, textWidth, bias)
                .product("picture: answer, again", 1, textWidth, textWidth, bias);
    }

    private static Blocks clip(Shape shape) {
        Blocks blocks =
                new Blocks(shape.width())
                        .vector("picture: whole", 1, shape.width())
                        .product(
                                "picture: patches",
                                1,
                                Blocks.times(3, shape.patch(), shape.patch()),
                                shape.width(),
                                false)
                        .embedding("picture: positions", shape.patches() + 1)
                        .norms("picture: first norm", 1, true);
        return shape.layers(blocks);
    }

    /// Qwen2.5-VL: pictures of any size, a gated network, four patches joined to one token.
    static Vision qwen25(Fields vision, long textWidth) {
        long width = vision.size("hidden_size");
        long layers = vision.size("depth");
        long heads = vision.size("num_heads");
        long patch = vision.size("patch_size", 14);
        long joined =
                Blocks.times(
                        width,
                        vision.size("spatial_merge_size", 2),
                        vision.size("spatial_merge_size", 2));
        Blocks blocks =
                new Blocks(width)
                        .product(
                                "picture: patches",
                                1,
                                Blocks.times(
                                        3, vision.size("temporal_patch_size", 2), patch, patch),
                                width,
                                false)
                        .attention(
                                "picture layers: ",
                                layers,
                                Heads.plain(heads, heads, width / heads, true),
                                0,
                                false)
                        .feed(
                                "picture layers: ",
                                layers,
                                vision.size("intermediate_size"),
                                true,
                                true)
                        .norms("picture layers: norms", 2 * layers, false)
                        .norms("picture: last norm", 1, false)
                        .product("picture: join", 1, joined, joined, true)
                        .product("picture: answer", 1, joined, textWidth, true);
        return new Vision(blocks.network(), 0);
    }
}
