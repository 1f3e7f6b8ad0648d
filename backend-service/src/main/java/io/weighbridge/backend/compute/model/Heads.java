package io.weighbridge.backend.compute.model;

/// Attention with keys and values for each head or for groups of them.
///
/// @param heads that ask
/// @param keyHeads with keys and values: as many as `heads` (MHA), fewer (GQA) or one (MQA)
/// @param width of a head
/// @param inputBias whether query, key and value have a bias
/// @param outputBias whether the output has one
/// @param norm of queries and keys
/// @param sinks whether each head has a score that no token gets
/// @param gated whether the query's product also makes a gate for the output
record Heads(
        long heads,
        long keyHeads,
        long width,
        boolean inputBias,
        boolean outputBias,
        Norm norm,
        boolean sinks,
        boolean gated) {
    /// What is normed of queries and keys, and so how many scales there are.
    enum Norm {
        NONE,
        /// Each head alone, with the same scales.
        HEAD,
        /// All heads together.
        WHOLE
    }

    /// Plain attention.
    static Heads plain(long heads, long keyHeads, long width, boolean bias) {
        return new Heads(heads, keyHeads, width, bias, bias, Norm.NONE, false, false);
    }

    /// As most configs write it: `num_attention_heads`, `num_key_value_heads` (as many when
    /// missing), `head_dim` (an even share of `hidden_size` when missing).
    static Heads read(Fields config, boolean inputBias, boolean outputBias, Norm norm) {
        long heads = config.size("num_attention_heads");
        long keyHeads = config.size("num_key_value_heads", heads);
        if (heads % keyHeads != 0) {
            throw config.invalid("num_key_value_heads", keyHeads, "a divisor of " + heads);
        }
        long hidden = config.size("hidden_size");
        if (!config.has("head_dim") && hidden % heads != 0) {
            throw config.invalid("num_attention_heads", heads, "a divisor of " + hidden);
        }
        long width = config.size("head_dim", hidden / heads);
        return new Heads(heads, keyHeads, width, inputBias, outputBias, norm, false, false);
    }

    Heads withSinks() {
        return new Heads(heads, keyHeads, width, inputBias, outputBias, norm, true, gated);
    }

    Heads withGate() {
        return new Heads(heads, keyHeads, width, inputBias, outputBias, norm, sinks, true);
    }

    long queryWidth() {
        return heads * width;
    }

    long keyWidth() {
        return Math.multiplyExact(keyHeads, width);
    }
}
