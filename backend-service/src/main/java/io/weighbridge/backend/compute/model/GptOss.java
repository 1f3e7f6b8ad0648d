package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.model.Heads.Norm;
import io.weighbridge.backend.compute.network.Network;

/// OpenAI's gpt-oss: every other layer slides, a sink for each head, experts with biases.
final class GptOss {
    private GptOss() {}

    static Network read(Fields config) {
        long layers = Layers.all(config);
        boolean bias = config.flag("attention_bias", true);
        Heads heads = Heads.read(config, bias, bias, Norm.NONE).withSinks();
        long sliding = Layers.ofType(config, Layers.SLIDING, layer -> layer % 2 == 0);
        Blocks blocks =
                Llamas.start(config)
                        .attention(
                                "sliding layers: ",
                                sliding,
                                heads,
                                config.size("sliding_window", 128),
                                true)
                        .attention("full layers: ", layers - sliding, heads, 0, true)
                        .experts(
                                "layers: ",
                                layers,
                                new Experts(
                                        config.size("num_local_experts"),
                                        config.size("num_experts_per_tok", 4),
                                        config.size("intermediate_size"),
                                        true,
                                        true,
                                        0,
                                        false));
        return Llamas.end(blocks, config, layers, 2);
    }
}
