package io.weighbridge.backend.compute.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What makes pictures, part by part.
///
/// @param encoders that read the text once for a picture
/// @param denoiser that runs in each step; null when there is none
/// @param decoder that makes the picture of what the steps leave; null when there is none
public record PictureParts(
        List<TextEncoder> encoders,
        Described.@Nullable Picture denoiser,
        Described.@Nullable Picture decoder) {
    private static final String UNET = "unet";
    private static final String TRANSFORMER = "transformer";
    private static final String VAE = "vae";
    private static final Set<String> ENCODERS =
            Set.of("text_encoder", "text_encoder_2", "text_encoder_3");
    // They have no weights.
    private static final Set<String> WEIGHTLESS =
            Set.of("scheduler", "tokenizer", "tokenizer_2", "tokenizer_3", "feature_extractor");
    // Without positions of its own: what FLUX gives it.
    private static final long WORDS = 512;

    /// Reads the text for a picture.
    ///
    /// @param words that it always reads, since texts are filled up to so many
    public record TextEncoder(Described.Text text, long words) {}

    /// Parts with a copy of the list.
    public PictureParts {
        encoders = List.copyOf(encoders);
    }

    /// Those of a model; null when it makes no pictures.
    public static @Nullable PictureParts of(Described described) {
        return switch (described) {
            case Described.Pipeline pipeline -> pipeline.parts();
            case Described.Picture picture ->
                    picture.net().stepwise()
                            ? new PictureParts(List.of(), picture, null)
                            : new PictureParts(List.of(), null, picture);
            case Described.Text _, Described.Speech _, Described.Unknown _ -> null;
        };
    }

    /// Reads a pipeline: diffusers' `model_index.json` with the config of each part in place of the
    /// name of its class.
    ///
    /// Its `torch_dtype` holds for parts that name none.
    ///
    /// @param format of the pipeline as a whole
    static Described.Pipeline pipeline(String type, JsonNode json, WeightFormat format) {
        List<String> unknown = new ArrayList<>();
        List<TextEncoder> encoders = new ArrayList<>();
        Described.Picture denoiser = null;
        Described.Picture decoder = null;
        for (Map.Entry<String, JsonNode> each : json.properties()) {
            String name = each.getKey();
            if (!isPart(each.getValue()) || WEIGHTLESS.contains(name)) {
                continue;
            }
            Described part = each.getValue().isObject() ? part(json, each.getValue()) : null;
            if (part instanceof Described.Picture picture
                    && denoiser == null
                    && picture.net().stepwise()
                    && (name.equals(UNET) || name.equals(TRANSFORMER))) {
                denoiser = picture;
            } else if (part instanceof Described.Picture picture
                    && name.equals(VAE)
                    && !picture.net().stepwise()) {
                decoder = picture;
            } else if (part instanceof Described.Text text
                    && !text.writes()
                    && ENCODERS.contains(name)) {
                encoders.add(new TextEncoder(text, words(type, each.getValue())));
            } else {
                unknown.add("the pipeline's " + name + " is not counted");
                continue;
            }
            part.unknown().forEach(what -> unknown.add(name + ": " + what));
        }
        return new Described.Pipeline(
                type, new PictureParts(encoders, denoiser, decoder), format, unknown);
    }

    // A part that a pipeline does without is a pair of nulls, and its settings are no objects.
    private static boolean isPart(JsonNode value) {
        return value.isObject() || (value.isArray() && value.path(0).isTextual());
    }

    private static Described part(JsonNode pipeline, JsonNode config) {
        if (config.has("torch_dtype") || config.has("dtype") || config.has("quantization_config")) {
            return ConfigReader.read(config);
        }
        ObjectNode typed = config.deepCopy();
        for (String name : List.of("torch_dtype", "dtype")) {
            if (pipeline.has(name)) {
                typed.set(name, pipeline.get(name));
            }
        }
        return ConfigReader.read(typed);
    }

    private static long words(String pipeline, JsonNode config) {
        Fields fields = Fields.of(config);
        if (pipeline.startsWith("StableDiffusion3") && fields.text("model_type", "").equals("t5")) {
            return Pipelines.T5_WORDS_OF_SD3;
        }
        return fields.size("max_position_embeddings", fields.size("n_positions", WORDS));
    }
}
