package io.weighbridge.backend.compute.model;

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
        long inner = config.size("intermediate_size", config.size("expand", 2) * width);
        long state = config.size("state_size", 16);
        long kernel = config.size("conv_kernel", 4);
        long rank = config.size("time_step_rank", Math.ceilDiv(width, 16));
        boolean bias = config.flag("use_bias", false);
        return Llamas.start(config)
                .product("layers: in", layers, width, 2 * inner, bias)
                .vector("layers: convolution", layers, inner * kernel)
                .vector(
                        "layers: convolution's bias",
                        layers,
                        config.flag("use_conv_bias", true) ? inner : 0)
                .product("layers: selection", layers, inner, rank + 2 * state, false)
                .product("layers: step", layers, rank, inner, true)
                .vector("layers: decay and skip", layers, inner * state + inner)
                .add(
                        new Part.Recurrence(
                                "layers: state",
                                layers,
                                inner * state + inner * (kernel - 1),
                                // Decay with input, reading, and the convolution.
                                MULTIPLY_ADD * (2 * inner * state + inner * kernel)))
                .product("layers: out", layers, inner, width, bias)
                .norms("layers: norms", layers, false)
                .norms("last norm", 1, false)
                .head(config.size("vocab_size"), config.flag("tie_word_embeddings", true), false)
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
        long keys = keyHeads * keyWidth;
        long values = valueHeads * valueWidth;
        long convolved = 2 * keys + values;
        long cells = valueHeads * keyWidth * valueWidth;
        blocks.product("linear layers: in", layers, width, 2 * keys + 2 * values, false)
                .product("linear layers: strength and decay", layers, width, 2 * valueHeads, false)
                .vector("linear layers: convolution", layers, convolved * kernel)
                .vector("linear layers: decays and norm", layers, 2 * valueHeads + valueWidth)
                .add(
                        new Part.Recurrence(
                                "linear layers: state",
                                layers,
                                cells + convolved * (kernel - 1),
                                // What the key recalls, the correction written, the query's answer.
                                MULTIPLY_ADD * (3 * cells + convolved * kernel)))
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
                .vector("linear layers: convolution", linear, inner * kernel + inner)
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
                                inner + inner * (kernel - 1),
                                MULTIPLY_ADD * (inner + inner * kernel)))
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
