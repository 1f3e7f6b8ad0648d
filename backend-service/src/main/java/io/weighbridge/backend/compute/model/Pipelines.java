package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.media.PictureNet;
import io.weighbridge.backend.compute.media.PictureNets;
import io.weighbridge.backend.compute.media.UNet;
import io.weighbridge.backend.compute.media.UNet.Level;
import io.weighbridge.backend.compute.media.Whisper;

import java.util.ArrayList;
import java.util.List;

/// Reads the configs of diffusion's parts (diffusers' `_class_name`) and of Whisper.
final class Pipelines {
    // What CLIP and T5 give these networks to look at.
    private static final long CLIP_WORDS = 77;
    private static final long T5_WORDS = 512;

    /// Words that T5 reads for Stable Diffusion 3.
    static final long T5_WORDS_OF_SD3 = 256;

    private Pipelines() {}

    static boolean isKnown(String type) {
        return List.of(
                        "UNet2DConditionModel",
                        "FluxTransformer2DModel",
                        "SD3Transformer2DModel",
                        "DiTTransformer2DModel",
                        "AutoencoderKL")
                .contains(type);
    }

    /// @param type one that is known
    static PictureNet read(String type, Fields config) {
        return switch (type) {
            case "UNet2DConditionModel" -> PictureNets.of(unet(config), CLIP_WORDS);
            case "FluxTransformer2DModel" ->
                    PictureNets.flux(
                            config.size("num_layers", 19),
                            config.size("num_single_layers", 38),
                            config.size("num_attention_heads", 24),
                            config.size("attention_head_dim", 128),
                            config.size("in_channels", 64),
                            config.size("joint_attention_dim", 4096),
                            config.size("pooled_projection_dim", 768),
                            config.flag("guidance_embeds", false),
                            T5_WORDS);
            case "SD3Transformer2DModel" -> mmdit(config);
            case "DiTTransformer2DModel" ->
                    PictureNets.dit(
                            config.size("num_layers", 28),
                            config.size("num_attention_heads", 16)
                                    * config.size("attention_head_dim", 72),
                            config.size("patch_size", 2),
                            config.size("in_channels", 4),
                            config.size("out_channels", 2 * config.size("in_channels", 4)),
                            config.size("num_embeds_ada_norm", 1000),
                            config.size("sample_size", 32));
            case "AutoencoderKL" ->
                    PictureNets.autoencoder(
                            channels(config),
                            config.size("layers_per_block", 1),
                            config.size("latent_channels", 4),
                            config.flag("use_post_quant_conv", true));
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static PictureNet mmdit(Fields config) {
        long layers = config.size("num_layers", 18);
        long heads = config.size("num_attention_heads", 18);
        long headWidth = config.size("attention_head_dim", 64);
        long width = config.size("caption_projection_dim", 1152);
        if (width != heads * headWidth) {
            throw config.invalid("caption_projection_dim", width, "as wide as all heads");
        }
        List<Long> dual =
                config.has("dual_attention_layers")
                        ? config.sizes("dual_attention_layers")
                        : List.of();
        if (dual.stream().anyMatch(layer -> layer >= layers)) {
            throw config.invalid("dual_attention_layers", dual, "layers below " + layers);
        }
        String norm = config.text("qk_norm", "");
        if (!norm.isEmpty() && !norm.equals("rms_norm")) {
            throw config.invalid("qk_norm", norm, "rms_norm");
        }
        long channels = config.size("in_channels", 16);
        return PictureNets.mmdit(
                layers,
                heads,
                headWidth,
                !norm.isEmpty(),
                config.size("patch_size", 2),
                channels,
                config.size("out_channels", channels),
                config.size("joint_attention_dim", 4096),
                config.size("pooled_projection_dim", 2048),
                dual,
                config.size("pos_embed_max_size", 96),
                CLIP_WORDS + T5_WORDS_OF_SD3);
    }

    private static List<Long> channels(Fields config) {
        List<Long> channels = config.sizes("block_out_channels");
        if (channels.isEmpty() || channels.size() > 16 || channels.contains(0L)) {
            throw config.invalid("block_out_channels", channels, "1 to 16 numbers above 0");
        }
        return channels;
    }

    private static UNet unet(Fields config) {
        List<Long> channels = channels(config);
        List<String> down = config.texts("down_block_types");
        List<String> up = config.texts("up_block_types");
        if (down.size() != channels.size() || up.size() != channels.size()) {
            throw config.invalid(
                    "down_block_types", down.size() + " types", channels.size() + " types");
        }
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            long depth = depth(config, i, channels.size());
            levels.add(
                    new Level(
                            channels.get(i),
                            looks(config, "down_block_types", down.get(i), "DownBlock2D")
                                    ? depth
                                    : 0,
                            looks(
                                            config,
                                            "up_block_types",
                                            up.get(channels.size() - 1 - i),
                                            "UpBlock2D")
                                    ? depth
                                    : 0));
        }
        String middle = config.text("mid_block_type", "UNetMidBlock2DCrossAttn");
        if (!middle.equals("UNetMidBlock2DCrossAttn")) {
            throw config.invalid("mid_block_type", middle, "UNetMidBlock2DCrossAttn");
        }
        return new UNet(
                levels,
                config.size("in_channels", 4),
                config.size("out_channels", 4),
                config.size("layers_per_block", 2),
                config.size("cross_attention_dim", 1280),
                config.has("addition_embed_type")
                        ? config.size("projection_class_embeddings_input_dim")
                        : 0,
                true);
    }

    private static boolean looks(Fields config, String name, String type, String plain) {
        if (!type.equals(plain) && !type.equals("CrossAttn" + plain)) {
            throw config.invalid(name, type, plain + " or CrossAttn" + plain);
        }
        return !type.equals(plain);
    }

    private static long depth(Fields config, int level, int levels) {
        if (!config.isList("transformer_layers_per_block")) {
            return config.size("transformer_layers_per_block", 1);
        }
        List<Long> depths = config.sizes("transformer_layers_per_block");
        if (depths.size() != levels) {
            throw config.invalid(
                    "transformer_layers_per_block",
                    depths.size() + " numbers",
                    levels + " numbers");
        }
        return depths.get(level);
    }

    static Whisper whisper(Fields config) {
        long width = config.size("d_model");
        return new Whisper(
                width,
                config.size("encoder_layers"),
                config.size("decoder_layers"),
                config.size("encoder_ffn_dim", 4 * width),
                config.size("num_mel_bins", 80),
                config.size("vocab_size"),
                config.size("max_source_positions", 1500),
                config.size("max_target_positions", 448));
    }
}
