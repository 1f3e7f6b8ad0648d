package io.weighbridge.console.feature.compute;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.GpuActive;
import io.weighbridge.proto.v1.GpuHour;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// An hour of a GPU. What was not seen is a gap, never 0.
///
/// @param card as its driver names it
/// @param hour null: nobody saw it in this hour, though it was seen before
record HourLine(long hourAtMs, String gpu, String card, @Nullable GpuHour hour) {
    private static final long HOUR_MS = 3_600_000;
    private static final long MILLIJOULES_PER_WATT_HOUR = 3_600_000;

    /// Hours with the gaps between them, the last hour first.
    ///
    /// @param nowMs hours that are over by then are gaps when nobody saw them
    static List<HourLine> of(List<GpuHour> hours, long nowMs) {
        List<HourLine> lines = new ArrayList<>();
        Map<String, List<GpuHour>> byGpu =
                hours.stream()
                        .collect(
                                Collectors.groupingBy(
                                        GpuHour::getGpu, TreeMap::new, Collectors.toList()));
        byGpu.forEach((gpu, seen) -> lines.addAll(ofGpu(gpu, seen, nowMs)));
        lines.sort(
                Comparator.comparingLong(HourLine::hourAtMs)
                        .reversed()
                        .thenComparing(HourLine::gpu));
        return lines;
    }

    private static List<HourLine> ofGpu(String gpu, List<GpuHour> hours, long nowMs) {
        Map<Long, GpuHour> seen =
                hours.stream()
                        .collect(
                                Collectors.toMap(
                                        GpuHour::getHourAtMs,
                                        Function.identity(),
                                        (_, later) -> later,
                                        TreeMap::new));
        String card = hours.getLast().getModel();
        List<HourLine> lines = new ArrayList<>();
        long first = hours.getFirst().getHourAtMs();
        for (long at = first; at <= nowMs; at += HOUR_MS) {
            GpuHour hour = seen.get(at);
            boolean isOver = at + HOUR_MS <= nowMs;
            if (hour != null || isOver) {
                lines.add(new HourLine(at, gpu, hour == null ? card : hour.getModel(), hour));
            }
        }
        return lines;
    }

    /// For how long it was seen.
    String seen(Formats formats) {
        return hour == null ? Texts.of("compute.measured.gap") : formats.duration(hour.getSeenMs());
    }

    /// Whether the hour is not whole.
    boolean isPartly(long nowMs) {
        return hour == null
                || (hourAtMs + HOUR_MS <= nowMs && hour.getSeenMs() < HOUR_MS - HOUR_MS / 60);
    }

    /// How much of the known time it computed.
    String busy(Formats formats) {
        if (hour == null || hour.getBusy().getKnownMs() == 0) {
            return ComputeWords.unknown();
        }
        GpuActive busy = hour.getBusy();
        return formats.percent(busy.getActiveUs(), busy.getKnownMs() * 1_000);
    }

    String energy(Formats formats) {
        return hour == null || hour.getEnergyKnownMs() == 0
                ? ComputeWords.unknown()
                : Texts.of(
                        "compute.measured.wh",
                        formats.count(hour.getEnergyMj() / MILLIJOULES_PER_WATT_HOUR));
    }

    String cost(Formats formats) {
        return hour != null && hour.hasCostNanos()
                ? formats.money(hour.getCostNanos())
                : ComputeWords.unknown();
    }

    String idleCost(Formats formats) {
        return hour != null && hour.hasIdleCostNanos()
                ? formats.money(hour.getIdleCostNanos())
                : ComputeWords.unknown();
    }

    String memory() {
        return hour == null
                ? ComputeWords.unknown()
                : ComputeWords.bytes(hour.getMemoryUsedMostMib() << 20);
    }
}
