package io.weighbridge.backend.compute.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.compute.network.Network;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Reads a model's `config.json`. What it does not know it says; it guesses no architecture.
public final class ConfigReader {
    private static final List<String> CONTEXTS =
            List.of("max_position_embeddings", "n_positions", "max_sequence_length", "seq_length");

    private ConfigReader() {}

    /// Tokens of the longest context that a config says its model is made for; 0 when it says
    /// none that can be.
    public static long longestContext(JsonNode json) {
        JsonNode text = json.path("text_config");
        for (JsonNode config : text.isObject() ? List.of(text, json) : List.of(json)) {
            for (String name : CONTEXTS) {
                JsonNode value = config.path(name);
                if (value.isIntegralNumber() && value.canConvertToLong() && value.asLong() > 0) {
                    // RoBERTa's first places stand for what is no text.
                    boolean isRoberta = config.path("model_type").asText().contains("roberta");
                    long places = isRoberta ? config.path("pad_token_id").asLong(1) + 1 : 0;
                    return Math.max(0, value.asLong() - Math.max(0, places));
                }
            }
        }
        return 0;
    }

    /// What a config describes.
    ///
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when a number is missing
    ///     or absurd
    public static Described read(JsonNode json) {
        return read(json, WeightFormat.read(Fields.of(json)));
    }

    /// Likewise, of a model whose weights are known to be stored in a format.
    public static Described read(JsonNode json, WeightFormat format) {
        Fields config = Fields.of(json);
        String type = config.text("model_type", config.text("_class_name", ""));
        try {
            if (type.equals("whisper")) {
                return new Described.Speech(
                        type, Pipelines.whisper(config), format, format.unknown());
            }
            if (type.endsWith("Pipeline")) {
                return PictureParts.pipeline(type, json, format);
            }
            if (Pipelines.isKnown(type)) {
                return new Described.Picture(
                        type, Pipelines.read(type, config), format, format.unknown());
            }
            return config.has("text_config")
                    ? withPictures(type, config, format)
                    : text(type, config, config, format);
        } catch (ArithmeticException e) {
            throw config.invalid(
                    "config", "sizes", "a network below 2^63 parameters and operations");
        }
    }

    private static Described withPictures(String type, Fields config, WeightFormat outer) {
        Fields text = config.object("text_config");
        String textType = text.text("model_type", type.equals("llava") ? "llama" : type + "_text");
        boolean typed = config.has("torch_dtype") || config.has("dtype");
        WeightFormat format = typed ? outer : WeightFormat.read(text);
        return text(textType, text, config, format);
    }

    private static Described text(String named, Fields text, Fields config, WeightFormat format) {
        String type = T5.part(named, config);
        List<String> unknown = new ArrayList<>(format.unknown());
        if (!Families.isDecoder(type) && !Families.isEncoder(type)) {
            unknown.addFirst(
                    (type.isEmpty() ? "a config without model_type" : "model_type " + type)
                            + ": its parameters and operations are not counted (known: "
                            + String.join(", ", Families.known())
                            + ", whisper, and diffusers' UNet2DConditionModel,"
                            + " FluxTransformer2DModel, SD3Transformer2DModel,"
                            + " DiTTransformer2DModel, AutoencoderKL,"
                            + " and pipelines of these)");
            return new Described.Unknown(type, plainCache(text), format, unknown);
        }
        Network network = Families.read(type, text);
        Vision vision = vision(config, text, unknown);
        return new Described.Text(
                config.text("model_type", type),
                Families.isDecoder(type),
                network,
                vision,
                format,
                List.copyOf(unknown));
    }

    private static @Nullable Vision vision(Fields config, Fields text, List<String> unknown) {
        if (config.has("audio_config")) {
            unknown.add("the part that listens (audio_config) is not counted");
        }
        if (!config.has("vision_config")) {
            return null;
        }
        String type = config.text("model_type", "");
        Fields vision = config.object("vision_config");
        long width = text.size("hidden_size", 4096);
        return switch (type) {
            case "gemma3" -> Vision.gemma3(vision, width);
            case "llava" -> llava(config, vision, width, unknown);
            case "mistral3" -> mistral3(config, vision, width, unknown);
            case "mllama" -> {
                unknown.add(
                        "what a picture adds to each token of its text (cross-attention) and to"
                                + " the cache is not counted");
                yield Mllama.vision(vision, width);
            }
            case "qwen2_5_vl" -> Vision.qwen25(vision, width);
            default -> {
                unknown.add("the part for pictures of " + type + " is not counted");
                yield null;
            }
        };
    }

    private static @Nullable Vision llava(
            Fields config, Fields vision, long width, List<String> unknown) {
        Vision read = Vision.llava(config, vision, width);
        if (read == null) {
            unknown.add(tower(vision.text("model_type", "")));
        }
        return read;
    }

    private static @Nullable Vision mistral3(
            Fields config, Fields vision, long width, List<String> unknown) {
        String type = vision.text("model_type", "pixtral");
        if (type.equals("pixtral")) {
            return Pixtral.mistral3(config, vision, width);
        }
        unknown.add(tower(type));
        return null;
    }

    private static String tower(String type) {
        return "the part for pictures, of model_type " + type + ", is not counted";
    }

    // Keys and values of plain attention, when the config has the numbers for it.
    private static long plainCache(Fields config) {
        for (String name : List.of("hidden_size", "num_hidden_layers", "num_attention_heads")) {
            if (!config.has(name)) {
                return -1;
            }
        }
        Heads heads = Heads.read(config, false, false, Heads.Norm.NONE);
        return Math.multiplyExact(2 * Layers.all(config), heads.keyWidth());
    }
}
