package io.weighbridge.benchmarks.compute;

import io.weighbridge.backend.compute.analysis.ModelAnalysis;
import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.analysis.Question;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How long it takes to analyse a config and put the model on a GPU, from its text to the answer:
/// the first time in this process, and of many the median, what 99 of 100 keep, and the longest.
/// Nothing is kept from one analysis to the next.
public final class AnalyzeSpeed {
    private static final int ROUNDS = 2_000;
    private static final double NANOS_PER_MS = 1_000_000;
    /// By what they are.
    static final Map<String, String> CONFIGS =
            Map.of(
                    "dense, 8 billion (Llama 3)",
                    "{'model_type':'llama','torch_dtype':'bfloat16','vocab_size':128256,"
                            + "'hidden_size':4096,'num_hidden_layers':32,'num_attention_heads':32,"
                            + "'num_key_value_heads':8,'intermediate_size':14336}",
                    "experts, 671 billion (DeepSeek V3)",
                    "{'model_type':'deepseek_v3','torch_dtype':'bfloat16','vocab_size':129280,"
                            + "'hidden_size':7168,'num_hidden_layers':61,'num_attention_heads':128,"
                            + "'num_key_value_heads':128,'intermediate_size':18432,"
                            + "'moe_intermediate_size':2048,'n_routed_experts':256,"
                            + "'n_shared_experts':1,'num_experts_per_tok':8,"
                            + "'first_k_dense_replace':3,'q_lora_rank':1536,'kv_lora_rank':512,"
                            + "'qk_nope_head_dim':128,'qk_rope_head_dim':64,'v_head_dim':128,"
                            + "'num_nextn_predict_layers':1,'topk_method':'noaux_tc'}",
                    "fixed state, 80 billion (Qwen 3 Next)",
                    "{'model_type':'qwen3_next','torch_dtype':'bfloat16','vocab_size':151936,"
                            + "'hidden_size':2048,"
                            + "'num_hidden_layers':48,'num_attention_heads':16,"
                            + "'num_key_value_heads':2,'head_dim':256,'intermediate_size':5120,"
                            + "'moe_intermediate_size':512,'shared_expert_intermediate_size':512,"
                            + "'num_experts':512,'num_experts_per_tok':10,"
                            + "'linear_num_key_heads':16,'linear_num_value_heads':32,"
                            + "'linear_key_head_dim':128,'linear_value_head_dim':128,"
                            + "'linear_conv_kernel_dim':4,'full_attention_interval':4}");

    private AnalyzeSpeed() {}

    public static void main(String[] args) throws IOException {
        Gpu gpu = GpuCatalogue.load().find("h100");
        ServingTerms terms =
                new ServingTerms(8_192, 32, 2, 0, Basis.GPU_TIME_VRAM, false, 300_000, 500_000);
        Question question =
                new Question(
                        List.of(1_024L, 8_192L, 32_768L),
                        terms.load(),
                        gpu,
                        "usd",
                        terms.terms(),
                        List.of());
        for (Map.Entry<String, String> each : CONFIGS.entrySet()) {
            byte[] config = each.getValue().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            long[] nanos = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long begin = System.nanoTime();
                var _ = ModelAnalysis.of("m", ModelContent.ofConfig("m", config), question);
                nanos[i] = System.nanoTime() - begin;
            }
            long first = nanos[0];
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "%-40s first %.2f ms, median %.3f ms, 99 of 100 within %.3f ms, longest %.2f"
                            + " ms%n",
                    each.getKey(),
                    first / NANOS_PER_MS,
                    nanos[ROUNDS / 2] / NANOS_PER_MS,
                    nanos[ROUNDS * 99 / 100] / NANOS_PER_MS,
                    nanos[ROUNDS - 1] / NANOS_PER_MS);
        }
    }
}
