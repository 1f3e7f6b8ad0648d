package io.weighbridge.backend.compute.model;

import static io.weighbridge.backend.compute.model.Blocks.plus;
import static io.weighbridge.backend.compute.model.Blocks.times;

import io.weighbridge.backend.compute.model.Heads.Norm;
import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.backend.compute.network.Part;

import java.util.List;

/// Models of which some or all layers remember a state of a fixed size instead of all tokens.
final class Recurrents {
    private static final long MULTIPLY_ADD = 2;

    private Recurrents() {}

    /// Mamba (2023): selective state spaces, no attention at all.
    static Network mamba(Fields config) {
        long layers = Layers.all(config);
        long width = config.size("hidden_size");
        Mamba mamba =
                new Mamba(
                        width,
                        config.size("intermediate_size", times(config.size("expand", 2), width)),
                        config.size("state_size", 16),
                        config.size("conv_kernel", 4),
                        config.size("time_step_rank", Math.ceilDiv(width, 16)),
                        config.flag("use_bias", false),
                        config.flag("use_conv_bias", true),
                        false);
        return end(mamba.addTo(Llamas.start(config), "layers: ", layers), config, layers, true);
    }

    /// Mamba-2 (2024), Codestral Mamba among them.
    static Network mamba2(Fields config) {
        long layers = Layers.all(config);
        long width = config.size("hidden_size");
        long heads = config.size("num_heads");
        long inner = times(heads, config.size("head_dim"));
        if (inner != times(config.size("expand", 2), width)) {
            throw config.invalid(
                    "num_heads", heads, "heads of head_dim, expand x hidden_size wide");
        }
        boolean bias = config.flag("use_bias", false);
        Mamba2 mamba =
                new Mamba2(
                        width,
                        inner,
                        heads,
                        config.size("n_groups"),
                        config.size("state_size"),
                        config.size("conv_kernel", 4),
                        bias,
                        bias,
                        config.flag("use_conv_bias", true),
                        true);
        return end(mamba.addTo(Llamas.start(config), "layers: ", layers), config, layers, false);
    }

    private static Network end(Blocks blocks, Fields config, long layers, boolean tied) {
        return blocks.norms("layers: norms", layers, false)
                .norms("last norm", 1, false)
                .head(config.size("vocab_size"), config.flag("tie_word_embeddings", tied), false)
                .network();
    }

    /// Qwen3-Next: gated delta nets, each fourth layer full attention, a gate for its output.
    static Network qwen3Next(Fields config) {
        long layers = Layers.all(config);
        long every = config.size("full_attention_interval", 4);
        long full = Layers.ofType(config, Layers.FULL, layer -> (layer + 1) % every == 0);
        Blocks blocks =
                Llamas.start(config)
                        .attention(
                                "full layers: ",
                                full,
                                Heads.read(config, false, false, Norm.HEAD).withGate(),
                                0,
                                true);
        deltaNet(blocks, config, layers - full);
        return Llamas.qwenExperts(
                blocks, config, config.count("shared_expert_intermediate_size", 0));
    }

    private static void deltaNet(Blocks blocks, Fields config, long layers) {
        long width = config.size("hidden_size");
        long keyHeads = config.size("linear_num_key_heads");
        long valueHeads = config.size("linear_num_value_heads");
        long keyWidth = config.size("linear_key_head_dim");
        long valueWidth = config.size("linear_value_head_dim");
        long kernel = config.size("linear_conv_kernel_dim", 4);
        long keys = times(keyHeads, keyWidth);
        long values = times(valueHeads, valueWidth);
        long convolved = plus(keys, keys, values);
        long convolution = times(convolved, kernel);
        long cells = times(valueHeads, keyWidth, valueWidth);
        blocks.product("linear layers: in", layers, width, plus(keys, keys, values, values), false)
                .product("linear layers: strength and decay", layers, width, 2 * valueHeads, false)
                .vector("linear layers: convolution", layers, convolution)
                .vector("linear layers: decays and norm", layers, 2 * valueHeads + valueWidth)
                .add(
                        new Part.Recurrence(
                                "linear layers: state",
                                layers,
                                plus(cells, convolution - convolved),
                                // What the key recalls, the correction written, the query's answer.
                                times(MULTIPLY_ADD, plus(cells, cells, cells, convolution))))
                .product("linear layers: out", layers, values, width, false);
    }

    /// RecurrentGemma: two layers of gated linear recurrence, then one that slides.
    static Network recurrentGemma(Fields config) {
        long layers = Layers.all(config);
        long width = config.size("hidden_size");
        long inner = config.size("lru_width", width);
        long heads = config.size("num_attention_heads");
        long kernel = config.size("conv1d_width", 4);
        if (inner % heads != 0) {
            throw config.invalid("num_attention_heads", heads, "a divisor of " + inner);
        }
        long sliding = slidingLayers(config, layers);
        long linear = layers - sliding;
        Heads asking =
                new Heads(
                        heads,
                        config.size("num_key_value_heads", 1),
                        config.size("head_dim", width / heads),
                        config.flag("attention_bias", false),
                        true,
                        Norm.NONE,
                        false,
                        false);
        return Llamas.start(config)
                .attention(
                        "sliding layers: ",
                        sliding,
                        asking,
                        config.size("attention_window_size", 2048),
                        true)
                .product("linear layers: in", 2 * linear, width, inner, true)
                .vector("linear layers: convolution", linear, plus(times(inner, kernel), inner))
                .product(
                        "linear layers: gates",
                        2 * linear * heads,
                        inner / heads,
                        inner / heads,
                        true)
                .vector("linear layers: decay", linear, inner)
                .add(
                        new Part.Recurrence(
                                "linear layers: state",
                                linear,
                                times(inner, kernel),
                                times(MULTIPLY_ADD, plus(inner, times(inner, kernel)))))
                .product("linear layers: out", linear, inner, width, true)
                // The config counts both halves of the gated network.
                .feed("layers: ", layers, config.size("intermediate_size") / 2, true, true)
                .norms("layers: norms", 2 * layers, false)
                .norms("last norm", 1, false)
                .head(config.size("vocab_size"), config.flag("tie_word_embeddings", true), false)
                .network();
    }

    private static long slidingLayers(Fields config, long layers) {
        String name = config.has("_block_types") ? "_block_types" : "block_types";
        List<String> types =
                config.has(name)
                        ? config.texts(name)
                        : List.of("recurrent", "recurrent", "attention");
        for (String type : types) {
            if (!List.of("recurrent", "attention").contains(type)) {
                throw config.invalid(name, type, "recurrent or attention");
            }
        }
        if (types.isEmpty()) {
            throw config.invalid(name, types, "at least one type");
        }
        return Layers.count(
                layers, layer -> types.get((int) (layer % types.size())).equals("attention"));
    }
}
