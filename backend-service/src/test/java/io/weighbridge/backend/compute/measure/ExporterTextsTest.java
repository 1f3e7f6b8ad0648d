package io.weighbridge.backend.compute.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/// What dcgm-exporter, nvidia-smi and vLLM write, as GPUs and models.
final class ExporterTextsTest {
    private static final String DCGM =
            """
            # HELP DCGM_FI_DEV_GPU_UTIL GPU utilization (in %).
            # TYPE DCGM_FI_DEV_GPU_UTIL gauge
            DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-0",device="nvidia0",modelName="NVIDIA H100 80GB HBM3"} 97
            DCGM_FI_DEV_GPU_UTIL{gpu="1",UUID="GPU-1",device="nvidia1",modelName="NVIDIA H100 80GB HBM3"} 30
            DCGM_FI_PROF_GR_ENGINE_ACTIVE{gpu="0",UUID="GPU-0",modelName="NVIDIA H100 80GB HBM3"} 0.512345
            DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{gpu="0",UUID="GPU-0",modelName="NVIDIA H100 80GB HBM3"} 0.25
            DCGM_FI_PROF_DRAM_ACTIVE{gpu="0",UUID="GPU-0",modelName="NVIDIA H100 80GB HBM3"} 1
            DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-0",modelName="NVIDIA H100 80GB HBM3"} 655.1234
            DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-0",modelName="NVIDIA H100 80GB HBM3"} 5.1234567891e+12
            DCGM_FI_DEV_FB_USED{gpu="0",UUID="GPU-0",modelName="NVIDIA H100 80GB HBM3"} 70123
            DCGM_FI_DEV_MEMORY_TEMP{gpu="0",UUID="GPU-0",modelName="NVIDIA H100 80GB HBM3"} 9223372036854775794
            """;

    private static final OptionalLong NONE = OptionalLong.empty();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static OptionalLong some(long value) {
        return OptionalLong.of(value);
    }

    private static String problem(Executable read) {
        return assertThrows(GarbledException.class, read).problem();
    }

    @Test
    void shouldReadGpusOfDcgm() throws GarbledException {
        String model = "NVIDIA H100 80GB HBM3";
        assertEquals(
                List.of(
                        new GpuSample(
                                "GPU-0",
                                model,
                                some(512_345),
                                some(250_000),
                                some(1_000_000),
                                some(5_123_456_789_100L),
                                some(655_123),
                                some(70_123)),
                        new GpuSample("GPU-1", model, some(300_000), NONE, NONE, NONE, NONE, NONE)),
                DcgmText.read(bytes(DCGM)));
    }

    @Test
    void shouldTakeImpossibleValuesAsMissing() throws GarbledException {
        for (String value :
                List.of(
                        "9223372036854775794",
                        "9.223372036854775794e+18",
                        "2147483632",
                        "140737488355328",
                        "-1",
                        "NaN",
                        "+Inf",
                        "100.01")) {
            GpuSample sample =
                    DcgmText.read(
                                    bytes(
                                            """
                                            DCGM_FI_DEV_GPU_UTIL{uuid="g"} VALUE
                                            DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{uuid="g"} VALUE
                                            DCGM_FI_DEV_POWER_USAGE{uuid="g"} VALUE
                                            DCGM_FI_DEV_FB_USED{uuid="g"} VALUE
                                            """
                                                    .replace(
                                                            "VALUE",
                                                            value.equals("100.01")
                                                                    ? "1e8"
                                                                    : value)))
                            .getFirst();
            assertEquals(new GpuSample("g", "", NONE, NONE, NONE, NONE, NONE, NONE), sample);
        }
        GpuSample energy =
                DcgmText.read(
                                bytes(
                                        "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{UUID=\"g\"}"
                                                + " 9223372036854775794"))
                        .getFirst();
        assertEquals(NONE, energy.energyMj());
        GpuSample percent =
                DcgmText.read(bytes("DCGM_FI_DEV_GPU_UTIL{UUID=\"g\"} 100.01")).getFirst();
        assertEquals(NONE, percent.busyPpm());
    }

    @Test
    void shouldLeaveOutWhatIsNotOfGpus() throws GarbledException {
        List<GpuSample> read =
                DcgmText.read(
                        bytes(
                                """
                                DCGM_FI_DEV_NVSWITCH_TEMPERATURE{nvswitch="0"} 40
                                DCGM_FI_DEV_CPU_UTIL_TOTAL{cpu="0} 0.5
                                DCGM_FI_DEV_GPU_UTIL{UUID="GPU-\\\0"} 40
                                """));
        assertEquals(List.of("GPU-\\ "), read.stream().map(GpuSample::gpu).toList());
    }

    @Test
    void shouldTellPartsOfACardApart() throws GarbledException {
        assertEquals(
                List.of("GPU-0/1", "GPU-0/2"),
                DcgmText.read(
                                bytes(
                                        """
                                        DCGM_FI_PROF_GR_ENGINE_ACTIVE{UUID="GPU-0",GPU_I_ID="1"} 0.5
                                        DCGM_FI_PROF_GR_ENGINE_ACTIVE{UUID="GPU-0",GPU_I_ID="2"} 0.6
                                        """))
                        .stream()
                        .map(GpuSample::gpu)
                        .toList());
    }

    @Test
    void shouldRefusePagesOfOthers() {
        assertEquals(
                "nothing of what is read of DCGM_FI_", problem(() -> DcgmText.read(bytes("up 1"))));
        assertEquals(
                "DCGM_FI_DEV_FB_USED without the UUID of a GPU, or with one that is too long",
                problem(() -> DcgmText.read(bytes("DCGM_FI_DEV_FB_USED{gpu=\"0\"} 1"))));
        assertEquals(
                "DCGM_FI_DEV_GPU_UTIL twice for one GPU",
                problem(
                        () ->
                                DcgmText.read(
                                        bytes(
                                                "DCGM_FI_DEV_GPU_UTIL{UUID=\"a\"} 1\n"
                                                        + "DCGM_FI_DEV_GPU_UTIL{UUID=\"a\"} 2"))));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= 1_024; i++) {
            many.append("DCGM_FI_DEV_FB_USED{UUID=\"").append(i).append("\"} 1\n");
        }
        assertEquals("more than 1024 GPUs", problem(() -> DcgmText.read(bytes(many.toString()))));
        assertEquals("no vllm:prompt_tokens_total", problem(() -> VllmText.read(bytes("up 1"))));
        assertEquals(
                "vllm:prompt_tokens_total without the name of a model, or with one too long",
                problem(() -> VllmText.read(bytes("vllm:prompt_tokens_total 1"))));
    }

    @Test
    void shouldReadEachEngineOfVllm() throws GarbledException {
        assertEquals(
                List.of(
                        new ModelSample(
                                "m", "0", some(7), some(1_000), some(50), some(1_500_000), NONE),
                        new ModelSample("m", "1", NONE, some(3), NONE, NONE, NONE)),
                VllmText.read(
                        bytes(
                                """
                                vllm:num_requests_running{engine="0",model_name="m"} 2.0
                                vllm:request_success_total{engine="0",finished_reason="stop",model_name="m"} 5.0
                                vllm:request_success_total{engine="0",finished_reason="length",model_name="m"} 2.0
                                vllm:prompt_tokens_total{engine="0",model_name="m"} 1000.0
                                vllm:prompt_tokens_total{engine="1",model_name="m"} 3.0
                                vllm:generation_tokens_total{engine="0",model_name="m"} 50.0
                                vllm:generation_tokens_total{engine="1",model_name="m"} NaN
                                vllm:request_prefill_time_seconds_sum{engine="0",model_name="m"} 1.5
                                vllm:request_prefill_time_seconds_bucket{engine="0",le="0.3",model_name="m"} 4.0
                                """)));
    }

    @Test
    void shouldReadNvidiaSmi() throws GarbledException {
        assertEquals(
                List.of(
                        new GpuSample(
                                "GPU-a",
                                "NVIDIA L4",
                                some(370_000),
                                NONE,
                                NONE,
                                NONE,
                                some(28_450),
                                some(21_000)),
                        new GpuSample("GPU-b", "Tesla K80", NONE, NONE, NONE, NONE, NONE, NONE)),
                SmiText.read(
                        bytes(
                                """
                                GPU-a, NVIDIA L4, 37, 21000, 28.45
                                GPU-b, Tesla K80, [N/A], [Not Supported], N/A
                                """)));
        assertEquals("no GPU", problem(() -> SmiText.read(bytes("\n"))));
        assertEquals(
                "its last line has no end: it is half written",
                problem(() -> SmiText.read(bytes("GPU-a, L4, 1, 1, 3"))));
        assertEquals(
                "a UUID or a name that is too long, or no text",
                problem(() -> SmiText.read(bytes("GPU-a\0, L4, 1, 1, 3\n"))));
        assertEquals(
                "a row that is not of a GPU's UUID and 4 values",
                problem(() -> SmiText.read(bytes("NVIDIA-SMI has failed, a, b, c, d\n"))));
        assertEquals("not a number", problem(() -> SmiText.read(bytes("GPU-a, L4, much, 1, 2\n"))));
    }

    @Test
    void shouldReadSettings() {
        assertEquals(
                new Exporter(Exporter.Kind.DCGM, "http://g:9400/metrics"),
                Exporter.parse("dcgm=http://g:9400/metrics"));
        assertEquals(
                "nvidia-smi=/run/gpus.csv",
                String.valueOf(Exporter.parse("nvidia-smi=/run/gpus.csv")));
        for (String wrong :
                List.of(
                        "",
                        "http://g",
                        "dcgm=",
                        "dcgm=g:9400",
                        "vllm=ftp://g",
                        "vllm=http://u:p@g/",
                        "vllm=http://g/#a",
                        "vllm=http://" + "g".repeat(150),
                        "nvidia-smi=",
                        "rocm=http://g")) {
            assertNull(Exporter.parse(wrong), wrong);
        }
    }
}
