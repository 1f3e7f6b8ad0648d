package io.weighbridge.backend.compute.measure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Reads what NVIDIA's dcgm-exporter says. `DCGM_FI_PROF_GR_ENGINE_ACTIVE` is preferred to
/// `DCGM_FI_DEV_GPU_UTIL`, which counts a part of a second as busy in which any kernel ran.
final class DcgmText {
    private static final String PREFIX = "DCGM_FI_";
    // What is read; switches and processors tell others, without the UUID of a GPU.
    private static final Set<String> WANTED =
            Set.of(
                    PREFIX + "PROF_GR_ENGINE_ACTIVE",
                    PREFIX + "PROF_PIPE_TENSOR_ACTIVE",
                    PREFIX + "PROF_DRAM_ACTIVE",
                    PREFIX + "DEV_GPU_UTIL",
                    PREFIX + "DEV_TOTAL_ENERGY_CONSUMPTION",
                    PREFIX + "DEV_POWER_USAGE",
                    PREFIX + "DEV_FB_USED");
    private static final int GPUS_MAX = 1_024;
    private static final int TEXT_LENGTH_MAX = 100;

    private DcgmText() {}

    /// The GPUs of a page.
    ///
    /// @throws GarbledException when it is not one of the exporter's, or says two things of one GPU
    static List<GpuSample> read(byte[] page) throws GarbledException {
        Map<String, Map<String, Metric>> gpus = new LinkedHashMap<>();
        for (Metric metric : MetricText.read(page, WANTED::contains)) {
            Map<String, Metric> fields =
                    gpus.computeIfAbsent(gpu(metric), _ -> new LinkedHashMap<>());
            Metric before = fields.putIfAbsent(metric.name(), metric);
            if (before != null && !before.value().equals(metric.value())) {
                throw new GarbledException(metric.name() + " twice for one GPU");
            }
            if (gpus.size() > GPUS_MAX) {
                throw new GarbledException("more than " + GPUS_MAX + " GPUs");
            }
        }
        if (gpus.isEmpty()) {
            throw new GarbledException("nothing of what is read of " + PREFIX);
        }
        List<GpuSample> samples = new ArrayList<>();
        gpus.forEach((gpu, fields) -> samples.add(sample(gpu, fields)));
        return samples;
    }

    private static String gpu(Metric metric) throws GarbledException {
        String uuid = metric.label("UUID").isEmpty() ? metric.label("uuid") : metric.label("UUID");
        String part = metric.label("GPU_I_ID");
        String gpu = part.isEmpty() ? uuid : uuid + "/" + part;
        if (uuid.isEmpty() || gpu.length() > TEXT_LENGTH_MAX) {
            throw new GarbledException(
                    metric.name() + " without the UUID of a GPU, or with one that is too long");
        }
        return gpu;
    }

    private static GpuSample sample(String gpu, Map<String, Metric> fields) {
        OptionalLong engine = Plausible.ratio(value(fields, "PROF_GR_ENGINE_ACTIVE"));
        return new GpuSample(
                gpu,
                model(fields),
                engine.isPresent() ? engine : Plausible.percent(value(fields, "DEV_GPU_UTIL")),
                Plausible.ratio(value(fields, "PROF_PIPE_TENSOR_ACTIVE")),
                Plausible.ratio(value(fields, "PROF_DRAM_ACTIVE")),
                Plausible.energyMj(value(fields, "DEV_TOTAL_ENERGY_CONSUMPTION")),
                Plausible.watts(value(fields, "DEV_POWER_USAGE")),
                Plausible.memoryMib(value(fields, "DEV_FB_USED")));
    }

    private static String model(Map<String, Metric> fields) {
        for (Metric each : fields.values()) {
            String model = each.label("modelName");
            if (!model.isEmpty()) {
                return model.substring(0, Math.min(model.length(), TEXT_LENGTH_MAX));
            }
        }
        return "";
    }

    private static Optional<BigDecimal> value(Map<String, Metric> fields, String name) {
        Metric metric = fields.get(PREFIX + name);
        return metric == null ? Optional.empty() : metric.value();
    }
}
