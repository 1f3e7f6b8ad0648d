package io.weighbridge.backend.compute.analysis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.compute.file.GgufHead;

import java.util.Map;

/// Writes a GGUF file's metadata as the config that Hugging Face has of the same model.
final class GgufConfig {
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("llama", "llama"),
                    Map.entry("qwen2", "qwen2"),
                    Map.entry("qwen2moe", "qwen2_moe"),
                    Map.entry("qwen3", "qwen3"),
                    Map.entry("qwen3moe", "qwen3_moe"),
                    Map.entry("phi2", "phi"),
                    Map.entry("phi3", "phi3"),
                    Map.entry("gemma", "gemma"),
                    Map.entry("gemma2", "gemma2"),
                    Map.entry("gemma3", "gemma3_text"),
                    Map.entry("deepseek2", "deepseek_v2"),
                    Map.entry("gpt-oss", "gpt_oss"),
                    Map.entry("starcoder2", "starcoder2"),
                    Map.entry("olmo2", "olmo2"),
                    // Known by their configs, which name what these files name otherwise.
                    Map.entry("mamba2", "mamba2 of GGUF"),
                    Map.entry("jamba", "jamba of GGUF"),
                    Map.entry("t5", "t5 of GGUF"));
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("embedding_length", "hidden_size"),
                    Map.entry("context_length", "max_position_embeddings"),
                    Map.entry("block_count", "num_hidden_layers"),
                    Map.entry("feed_forward_length", "intermediate_size"),
                    Map.entry("attention.head_count", "num_attention_heads"),
                    Map.entry("attention.head_count_kv", "num_key_value_heads"),
                    Map.entry("attention.key_length", "head_dim"),
                    Map.entry("attention.sliding_window", "sliding_window"),
                    Map.entry("expert_count", "num_experts"),
                    Map.entry("expert_used_count", "num_experts_per_tok"),
                    Map.entry("expert_feed_forward_length", "moe_intermediate_size"),
                    Map.entry(
                            "expert_shared_feed_forward_length", "shared_expert_intermediate_size"),
                    Map.entry("expert_shared_count", "n_shared_experts"),
                    Map.entry("leading_dense_block_count", "first_k_dense_replace"),
                    Map.entry("attention.q_lora_rank", "q_lora_rank"),
                    Map.entry("attention.kv_lora_rank", "kv_lora_rank"),
                    Map.entry("rope.dimension_count", "qk_rope_head_dim"));

    private GgufConfig() {}

    static ObjectNode of(GgufHead head) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        String architecture = head.architecture();
        config.put("model_type", TYPES.getOrDefault(architecture, architecture));
        NAMES.forEach(
                (key, name) -> head.number(key).ifPresent(number -> config.put(name, number)));
        Long words = head.lengths().get("tokenizer.ggml.tokens");
        head.number("vocab_size").ifPresent(number -> config.put("vocab_size", number));
        if (words != null) {
            config.put("vocab_size", words);
        }
        config.put("tie_word_embeddings", head.tensors().heads() == 0);
        config.put("dtype", "float16");
        if (head.number("expert_count").orElse(0) > 0 && architecture.equals("llama")) {
            config.put("model_type", "mixtral");
        }
        if (config.has("num_experts")) {
            config.set("num_local_experts", config.get("num_experts"));
            config.set("n_routed_experts", config.get("num_experts"));
        }
        if (architecture.equals("gpt-oss")) {
            config.set("intermediate_size", config.get("moe_intermediate_size"));
        }
        if (architecture.equals("deepseek2")) {
            latent(head, config);
        }
        return config;
    }

    // Since 2025 files keep the widths of latent attention under names of their own.
    private static void latent(GgufHead head, ObjectNode config) {
        long rotated = config.path("qk_rope_head_dim").longValue();
        long key =
                head.number("attention.key_length_mla").orElse(config.path("head_dim").longValue());
        config.put("qk_nope_head_dim", key - rotated);
        head.number("attention.value_length").ifPresent(value -> config.put("v_head_dim", value));
        head.number("attention.value_length_mla")
                .ifPresent(value -> config.put("v_head_dim", value));
        boolean picking = head.number("expert_gating_func").orElse(1) == 2;
        config.put("topk_method", picking ? "noaux_tc" : "greedy");
    }
}
