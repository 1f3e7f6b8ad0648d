package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.network.Network;

/// DeepSeek V2 and V3, and what is built like them (Kimi K2): latent attention, experts with shared
/// ones, the first layers dense, and layers that predict further tokens stored beside the rest.
final class DeepSeeks {
    private DeepSeeks() {}

    static Network read(Fields config) {
        long layers = Layers.all(config);
        long denseFirst = config.count("first_k_dense_replace", 0);
        long step = config.size("moe_layer_freq", 1);
        long sparse =
                config.has("n_routed_experts")
                        ? Layers.count(layers, layer -> layer >= denseFirst && layer % step == 0)
                        : 0;
        Latent latent = Latent.read(config);
        Blocks blocks = Llamas.start(config).latent("layers: ", layers, latent);
        if (sparse < layers) {
            blocks.feed(
                    "dense layers: ",
                    layers - sparse,
                    config.size("intermediate_size"),
                    true,
                    false);
        }
        if (sparse > 0) {
            blocks.experts("layers: ", sparse, experts(config));
        }
        Llamas.end(blocks, config, layers, 2);
        long further = config.count("num_nextn_predict_layers", 0);
        return further == 0 ? blocks.network() : further(blocks, config, further, latent);
    }

    // Each is a layer with two norms of what goes in, a product that joins both, and its own copies
    // of the embedding and the head.
    private static Network further(Blocks blocks, Fields config, long count, Latent latent) {
        long width = config.size("hidden_size");
        long words = config.size("vocab_size");
        blocks.storedOnly().latent("further tokens: ", count, latent);
        if (config.has("n_routed_experts")) {
            blocks.experts("further tokens: ", count, experts(config));
        } else {
            blocks.feed("further tokens: ", count, config.size("intermediate_size"), true, false);
        }
        return blocks.norms("further tokens: norms", 5 * count, false)
                .product("further tokens: join", count, 2 * width, width, false)
                .product("further tokens: head", count, width, words, false)
                .product("further tokens: embedding", count, words, width, false)
                .network();
    }

    private static Experts experts(Fields config) {
        long inner = config.size("moe_intermediate_size");
        // V3's router has a value for each expert that only decides which are picked.
        boolean picking =
                config.text("topk_method", "").equals("noaux_tc")
                        || config.text("model_type", "").equals("deepseek_v3");
        return new Experts(
                config.size("n_routed_experts"),
                config.size("num_experts_per_tok"),
                inner,
                false,
                picking,
                inner * config.count("n_shared_experts", 0),
                false);
    }
}
