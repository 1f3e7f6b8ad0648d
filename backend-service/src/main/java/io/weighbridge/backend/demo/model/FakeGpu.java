package io.weighbridge.backend.demo.model;

import java.util.Locale;
import java.util.function.LongSupplier;

/// A GPU that is simulated: it is busy as long as the tokens of one model would take, and says so
/// as dcgm-exporter and vLLM do. Safe for sharing.
public final class FakeGpu {
    /// What it is called by.
    public static final String UUID = "GPU-simulated-0";

    // A fifth or so slower than what docs/compute.md predicts for the demo's model.
    private static final long INPUT_TOKEN_NANOS = 40_000;
    private static final long OUTPUT_TOKEN_NANOS = 400_000;
    private static final long IDLE_MILLIWATTS = 100_000;
    private static final long BUSY_MILLIWATTS = 600_000;
    private static final long MEMORY_MIB = 26_000;
    private static final long MEANT_OVER_NANOS_LEAST = 1_000_000_000;
    private static final double NANOS_PER_S = 1e9;
    private static final String GPU_LABELS =
            "{gpu=\"0\",UUID=\""
                    + UUID
                    + "\",pci_bus_id=\"00000000:00:00.0\",device=\"nvidia0\","
                    + "modelName=\"NVIDIA H100 80GB HBM3\",Hostname=\"simulated\"}";

    private final String model;
    private final LongSupplier clockNanos;
    private long promptTokens;
    private long outputTokens;
    private long calls;
    private long prefillNanos;
    private long decodeNanos;
    private long waitingNanos;
    private long lookedNanos;
    private double active;
    private double energyMillijoules;

    /// @param model of which it computes the tokens
    /// @param clockNanos never goes back
    public FakeGpu(String model, LongSupplier clockNanos) {
        this.model = model;
        this.clockNanos = clockNanos;
        lookedNanos = clockNanos.getAsLong();
    }

    /// A prompt was read; what was cached of it takes no time.
    public synchronized void read(String asked, long tokens, long cachedTokens) {
        if (asked.equals(model)) {
            promptTokens += tokens;
            prefillNanos += (tokens - cachedTokens) * INPUT_TOKEN_NANOS;
            waitingNanos += (tokens - cachedTokens) * INPUT_TOKEN_NANOS;
        }
    }

    /// Tokens of an answer were written.
    public synchronized void wrote(String asked, long tokens) {
        if (asked.equals(model)) {
            outputTokens += tokens;
            decodeNanos += tokens * OUTPUT_TOKEN_NANOS;
            waitingNanos += tokens * OUTPUT_TOKEN_NANOS;
        }
    }

    /// A call has ended.
    public synchronized void ended(String asked) {
        calls += asked.equals(model) ? 1 : 0;
    }

    // It does what waits, as far as the time since the last look is enough for it.
    private void look() {
        long nowNanos = clockNanos.getAsLong();
        long passed = nowNanos - lookedNanos;
        if (passed < MEANT_OVER_NANOS_LEAST) {
            return;
        }
        long busy = Math.min(waitingNanos, passed);
        waitingNanos -= busy;
        lookedNanos = nowNanos;
        active = (double) busy / passed;
        energyMillijoules += power() * passed / NANOS_PER_S;
    }

    // In milliwatts.
    private double power() {
        return IDLE_MILLIWATTS + active * (BUSY_MILLIWATTS - IDLE_MILLIWATTS);
    }

    /// A page as of dcgm-exporter.
    synchronized String dcgm() {
        look();
        StringBuilder page = new StringBuilder();
        gpu(page, "PROF_GR_ENGINE_ACTIVE", "gauge", String.format(Locale.ROOT, "%.6f", active));
        gpu(
                page,
                "DEV_TOTAL_ENERGY_CONSUMPTION",
                "counter",
                Long.toString((long) energyMillijoules));
        gpu(page, "DEV_POWER_USAGE", "gauge", String.format(Locale.ROOT, "%.3f", power() / 1e3));
        gpu(page, "DEV_FB_USED", "gauge", Long.toString(MEMORY_MIB));
        return page.toString();
    }

    private static void gpu(StringBuilder page, String field, String type, String value) {
        String name = "DCGM_FI_" + field;
        page.append("# HELP ").append(name).append(" Simulated.\n# TYPE ").append(name);
        page.append(' ').append(type).append('\n');
        page.append(name).append(GPU_LABELS).append(' ').append(value).append('\n');
    }

    /// A page as of vLLM.
    synchronized String vllm() {
        StringBuilder page = new StringBuilder();
        String labels = "engine=\"0\",model_name=\"" + model + "\"";
        String stopped = "engine=\"0\",finished_reason=\"stop\",model_name=\"" + model + "\"";
        head(page, "request_success_total", "counter");
        line(page, "request_success_total", stopped, Long.toString(calls));
        head(page, "prompt_tokens_total", "counter");
        line(page, "prompt_tokens_total", labels, Long.toString(promptTokens));
        head(page, "generation_tokens_total", "counter");
        line(page, "generation_tokens_total", labels, Long.toString(outputTokens));
        times(page, "request_prefill_time_seconds", labels, prefillNanos);
        times(page, "request_decode_time_seconds", labels, decodeNanos);
        return page.toString();
    }

    private void times(StringBuilder page, String name, String labels, long nanos) {
        head(page, name, "histogram");
        line(page, name + "_bucket", labels + ",le=\"+Inf\"", Long.toString(calls));
        line(page, name + "_count", labels, Long.toString(calls));
        String seconds = String.format(Locale.ROOT, "%.6f", nanos / NANOS_PER_S);
        line(page, name + "_sum", labels, seconds);
    }

    private static void head(StringBuilder page, String name, String type) {
        page.append("# HELP vllm:").append(name).append(" Simulated.\n# TYPE vllm:");
        page.append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder page, String name, String labels, String value) {
        page.append("vllm:").append(name).append('{').append(labels).append("} ");
        page.append(value).append('\n');
    }
}
