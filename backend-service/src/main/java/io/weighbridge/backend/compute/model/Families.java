package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.network.Network;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The text models that are known, by the `model_type` of their config.
final class Families {
    private static final Map<String, Function<Fields, Network>> DECODERS =
            Map.ofEntries(
                    Map.entry("llama", Llamas::llama),
                    Map.entry("mistral", Llamas::mistral),
                    Map.entry("mixtral", Llamas::mixtral),
                    Map.entry("qwen2", Llamas::qwen2),
                    Map.entry("qwen2_moe", Llamas::qwen2Moe),
                    Map.entry("qwen2_5_vl", Llamas::qwen2),
                    Map.entry("qwen2_5_vl_text", Llamas::qwen2),
                    Map.entry("qwen3", Llamas::qwen3),
                    Map.entry("qwen3_moe", Llamas::qwen3Moe),
                    Map.entry("qwen3_next", Recurrents::qwen3Next),
                    Map.entry("olmo2", Llamas::olmo2),
                    Map.entry("phi", Phis::phi),
                    Map.entry("phi3", Llamas::phi3),
                    Map.entry("phimoe", Phis::phiMoe),
                    Map.entry("gpt2", Phis::gpt2),
                    Map.entry("starcoder2", Phis::starcoder2),
                    Map.entry("gemma", Gemmas::gemma),
                    Map.entry("gemma2", Gemmas::gemma2),
                    Map.entry("gemma3_text", Gemmas::gemma3),
                    Map.entry("deepseek_v2", DeepSeeks::read),
                    Map.entry("deepseek_v3", DeepSeeks::read),
                    Map.entry("kimi_k2", DeepSeeks::read),
                    Map.entry("gpt_oss", GptOss::read),
                    Map.entry("mamba", Recurrents::mamba),
                    Map.entry("mamba2", Recurrents::mamba2),
                    Map.entry("jamba", Hybrids::jamba),
                    Map.entry("falcon_h1", Hybrids::falconH1),
                    Map.entry("mllama_text_model", Mllama::text),
                    Map.entry("t5", T5::t5),
                    Map.entry("mt5", T5::mt5),
                    Map.entry("recurrent_gemma", Recurrents::recurrentGemma));

    private static final Map<String, Function<Fields, Network>> ENCODERS =
            Map.of(
                    "bert", Encoders::bert,
                    "roberta", Encoders::bert,
                    "xlm-roberta", Encoders::bert,
                    "distilbert", Encoders::distilBert,
                    "clip_text_model", Encoders::clipText,
                    "modernbert", Encoders::modernBert,
                    "t5 encoder", T5::encoder);

    private Families() {}

    static boolean isDecoder(String type) {
        return DECODERS.containsKey(type);
    }

    static boolean isEncoder(String type) {
        return ENCODERS.containsKey(type);
    }

    /// @param type one that is known
    static Network read(String type, Fields config) {
        Function<Fields, Network> family = DECODERS.getOrDefault(type, ENCODERS.get(type));
        if (family == null) {
            throw new IllegalArgumentException(type);
        }
        return family.apply(config);
    }

    static Set<String> known() {
        Set<String> known = new TreeSet<>(DECODERS.keySet());
        known.addAll(ENCODERS.keySet());
        return known;
    }
}
