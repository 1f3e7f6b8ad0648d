package io.weighbridge.backend;

import io.weighbridge.backend.compute.measure.Exporter;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The settings of what GPUs do and cost, a part of [ConfigTable].
public final class ComputeTable {
    private static final int EXPORTERS_MAX = 200;

    /// Who is asked.
    public static final Setting<List<Exporter>> EXPORTERS =
            Setting.of(
                    "compute.exporters",
                    new SettingType<>(
                            "dcgm=URL, vllm=URL or nvidia-smi=FILE, each at most 150 characters,"
                                    + " with a space between them",
                            SettingType.Form.TEXT,
                            (text, _) -> exporters(text)),
                    "",
                    "",
                    "Who tells what GPUs and model servers do, for example"
                            + " dcgm=http://gpu-1:9400/metrics vllm=http://gpu-1:8000/metrics.");

    /// How often.
    public static final Setting<Integer> PAUSE_S =
            Setting.of(
                    "compute.scrape_s",
                    SettingType.number(5, 600),
                    "15",
                    "seconds",
                    "How often they are asked. One that says nothing for three times as long leaves"
                            + " a gap.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL = List.of(EXPORTERS, PAUSE_S);

    private ComputeTable() {}

    static Duration pause(Config config) {
        return Duration.ofSeconds(config.get(PAUSE_S));
    }

    private static @Nullable List<Exporter> exporters(String text) {
        List<Exporter> all = new ArrayList<>();
        for (String each : text.strip().split("\\s+", -1)) {
            Exporter exporter = each.isEmpty() ? null : Exporter.parse(each);
            if (exporter == null || all.contains(exporter) || all.size() == EXPORTERS_MAX) {
                return text.isBlank() ? List.of() : null;
            }
            all.add(exporter);
        }
        return List.copyOf(all);
    }
}
