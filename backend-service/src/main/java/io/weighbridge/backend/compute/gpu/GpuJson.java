package io.weighbridge.backend.compute.gpu;

import io.weighbridge.backend.platform.audit.JsonText;

import java.util.TreeMap;

/// GPUs and their prices as the audit log keeps them.
final class GpuJson {
    private GpuJson() {}

    static String of(GpuVersion version) {
        Gpu figures = version.figures();
        JsonText flops = JsonText.object();
        new TreeMap<>(figures.flopsPerSecond()).forEach(flops::add);
        return JsonText.object()
                .add("name", figures.name())
                .add("version", version.version())
                .add("title", figures.title())
                .add("vramBytes", figures.vramBytes())
                .add("bytesPerSecond", figures.bytesPerSecond())
                .add("flopsPerSecond", flops)
                .add("tdpWatts", figures.tdpWatts())
                .add("source", figures.source())
                .add("retired", version.retired())
                .toString();
    }

    static String of(GpuPrice price) {
        return JsonText.object()
                .add("hourNanos", price.hourNanos())
                .add("effectiveAtMs", price.effectiveAtMs())
                .add("source", price.source())
                .toString();
    }
}
