package io.weighbridge.backend.compute.model;

/// Multi-head latent attention (DeepSeek): keys and values are made of one narrow vector, which
/// alone is cached. When tokens come one by one the products that widen it are done on the query
/// and on the result instead ("absorbed"): as many operations, over the narrow vector.
///
/// @param heads that ask
/// @param queryRank width of the query's narrow vector, 0 when it has none
/// @param rank width of the narrow vector of keys and values
/// @param plainWidth of a key, the part without its position
/// @param rotatedWidth of a key, the part with its position, which all heads share
/// @param valueWidth of a value
/// @param bias whether the first products and the output have one
record Latent(
        long heads,
        long queryRank,
        long rank,
        long plainWidth,
        long rotatedWidth,
        long valueWidth,
        boolean bias) {
    static Latent read(Fields config) {
        return new Latent(
                config.size("num_attention_heads"),
                config.count("q_lora_rank", 0),
                config.size("kv_lora_rank"),
                config.size("qk_nope_head_dim"),
                config.size("qk_rope_head_dim"),
                config.size("v_head_dim"),
                config.flag("attention_bias", false));
    }

    long keyWidth() {
        return plainWidth + rotatedWidth;
    }
}
