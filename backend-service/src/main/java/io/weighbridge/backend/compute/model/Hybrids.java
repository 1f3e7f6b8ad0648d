package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.model.Heads.Norm;
import io.weighbridge.backend.compute.network.Network;

/// Decoders with layers of Mamba and attention: AI21's Jamba, one after the other, and TII's
/// Falcon-H1, both in each layer.
final class Hybrids {
    private Hybrids() {}

    /// Jamba: of some layers one attends, of some one has experts.
    static Network jamba(Fields config) {
        long layers = Layers.all(config);
        long attending = every(config, "attn_layer", 8, 4, layers);
        Blocks blocks =
                Llamas.start(config)
                        .attention(
                                "attending layers: ",
                                attending,
                                Heads.read(config, false, false, Norm.NONE),
                                0,
                                true);
        jambaMamba(config).addTo(blocks, "state layers: ", layers - attending);
        long experts = config.size("num_experts", 16);
        long sparse = experts > 1 ? every(config, "expert_layer", 2, 1, layers) : 0;
        long inner = config.size("intermediate_size");
        blocks.feed("dense layers: ", layers - sparse, inner, true, false);
        if (sparse > 0) {
            blocks.experts(
                    "layers: ",
                    sparse,
                    Experts.plain(experts, config.size("num_experts_per_tok", 2), inner));
        }
        return Llamas.end(blocks, config, layers, 2);
    }

    // Layers of a sort: one of so many, from one on.
    private static long every(
            Fields config, String name, long otherwisePeriod, long otherwiseOffset, long layers) {
        long period = config.size(name + "_period", otherwisePeriod);
        long offset = config.count(name + "_offset", otherwiseOffset);
        if (offset >= period) {
            throw config.invalid(name + "_offset", offset, "below the period, " + period);
        }
        return Layers.count(layers, layer -> layer % period == offset);
    }

    private static Mamba jambaMamba(Fields config) {
        long width = config.size("hidden_size");
        String automatic = config.isText("mamba_dt_rank") ? config.text("mamba_dt_rank", "") : "";
        if (!automatic.isEmpty() && !automatic.equals("auto")) {
            throw config.invalid("mamba_dt_rank", automatic, "a number or auto");
        }
        long share = Math.ceilDiv(width, 16);
        return new Mamba(
                width,
                config.size("mamba_expand", 2) * width,
                config.size("mamba_d_state", 16),
                config.size("mamba_d_conv", 4),
                automatic.isEmpty() ? config.size("mamba_dt_rank", share) : share,
                config.flag("mamba_proj_bias", false),
                config.flag("mamba_conv_bias", true),
                true);
    }

    /// Falcon-H1: attention and Mamba-2 beside each other, then a gated network.
    static Network falconH1(Fields config) {
        long layers = Layers.all(config);
        long width = config.size("hidden_size");
        boolean bias = config.flag("attention_bias", false);
        long inner =
                config.has("mamba_d_ssm")
                        ? config.size("mamba_d_ssm")
                        : config.size("mamba_expand") * width;
        Blocks blocks =
                Llamas.start(config)
                        .attention(
                                "layers: ",
                                layers,
                                Heads.read(config, bias, bias, Norm.NONE),
                                0,
                                true);
        new Mamba2(
                        width,
                        inner,
                        config.size("mamba_n_heads"),
                        config.size("mamba_n_groups", 1),
                        config.size("mamba_d_state"),
                        config.size("mamba_d_conv", 4),
                        config.flag("mamba_proj_bias", false),
                        config.flag("projectors_bias", false),
                        config.flag("mamba_conv_bias", true),
                        config.flag("mamba_rms_norm", false))
                .addTo(blocks, "layers: state: ", layers)
                .feed(
                        "layers: ",
                        layers,
                        config.size("intermediate_size"),
                        true,
                        config.flag("mlp_bias", false));
        return Llamas.end(blocks, config, layers, 2);
    }
}
