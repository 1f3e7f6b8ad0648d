package io.weighbridge.console.feature.usage;

import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.CostRow;
import io.weighbridge.proto.v1.CostSeries;
import io.weighbridge.proto.v1.CostSum;
import io.weighbridge.proto.v1.GpuActive;
import io.weighbridge.proto.v1.GpuHour;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryCostSeriesReply;
import io.weighbridge.proto.v1.QueryCostSeriesRequest;
import io.weighbridge.proto.v1.QueryCostsReply;
import io.weighbridge.proto.v1.QueryCostsRequest;
import io.weighbridge.proto.v1.QueryGpuHoursReply;
import io.weighbridge.proto.v1.QueryGpuHoursRequest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Answers of a service with GPUs that were measured in the last hours.
final class MeasuredHours {
    /// A part of a GPU, of which only energy is known.
    static final String PART = "GPU-77aa1a2b-c3d4-e5f6-a7b8-0123456789ab/3";

    private static final long HOUR_MS = 3_600_000;

    private MeasuredHours() {}

    /// Of three hours ago one GPU that is known and one of which only energy is, page by page; of
    /// two hours ago one that was idle.
    static QueryGpuHoursReply gpus(QueryGpuHoursRequest request) {
        long now = Math.floorDiv(System.currentTimeMillis(), HOUR_MS) * HOUR_MS;
        GpuHour known =
                GpuHour.newBuilder()
                        .setHourAtMs(now - 3 * HOUR_MS)
                        .setGpu("GPU-a")
                        .setSeenMs(HOUR_MS)
                        .setBusy(
                                GpuActive.newBuilder()
                                        .setKnownMs(3_000_000)
                                        .setActiveUs(750_000_000))
                        .setCostNanos(2_000_000_000)
                        .setIdleCostNanos(1_250_000_000)
                        .build();
        GpuHour part =
                GpuHour.newBuilder()
                        .setHourAtMs(now - 3 * HOUR_MS)
                        .setGpu(PART)
                        .setSeenMs(60_000)
                        .setEnergyKnownMs(60_000)
                        .setEnergyMj(36_000_000)
                        .build();
        GpuHour idle =
                known.toBuilder()
                        .setHourAtMs(now - 2 * HOUR_MS)
                        .setBusy(GpuActive.newBuilder().setKnownMs(3_000_000))
                        .build();
        List<GpuHour> all =
                Stream.of(known, part, idle)
                        .filter(hour -> hour.getHourAtMs() >= request.getFromMs())
                        .filter(hour -> hour.getHourAtMs() < request.getToMs())
                        .toList();
        String token = request.getPage().getToken();
        int at = token.isEmpty() ? 0 : Integer.parseInt(token);
        QueryGpuHoursReply.Builder reply = QueryGpuHoursReply.newBuilder();
        if (at < all.size()) {
            reply.addHours(all.get(at));
        }
        return reply.setNextPageToken(at + 1 < all.size() ? Integer.toString(at + 1) : "").build();
    }

    /// Of three hours ago a service that earned more than it cost, one of which nothing was
    /// measured, and idle time; page by page.
    static QueryCostsReply costs(QueryCostsRequest request) {
        boolean isByGpu = request.getBy() == CostBy.COST_BY_GPU;
        long length =
                request.getGranularity() == Granularity.GRANULARITY_HOUR ? HOUR_MS : 24 * HOUR_MS;
        long hour = Math.floorDiv(System.currentTimeMillis(), HOUR_MS) * HOUR_MS - 3 * HOUR_MS;
        CostRow.Builder known =
                CostRow.newBuilder()
                        .setBucketAtMs(Math.floorDiv(hour, length) * length)
                        .setActiveUs(60_000_000)
                        .setEnergyMj(36_000_000)
                        .setCostNanos(2_000_000_000)
                        .setEarnedNanos(3_000_000_000L)
                        .setMarginNanos(1_000_000_000);
        if (isByGpu) {
            return QueryCostsReply.newBuilder()
                    .addRows(known.setGpu("GPU-a"))
                    .addRows(
                            CostRow.newBuilder()
                                    .setBucketAtMs(known.getBucketAtMs())
                                    .setEarnedNanos(7)
                                    .setUnmeasuredEarnedNanos(7))
                    .build();
        }
        List<CostRow> all =
                List.of(
                        known.setService("")
                                .setEarnedNanos(0)
                                .setMarginNanos(-2_000_000_000)
                                .build(),
                        known.setService("chat")
                                .setCostNanos(1)
                                .setEarnedNanos(6)
                                .setMarginNanos(5)
                                .build(),
                        CostRow.newBuilder()
                                .setBucketAtMs(known.getBucketAtMs())
                                .setService("draw")
                                .setEarnedNanos(7)
                                .setUnmeasuredEarnedNanos(7)
                                .build());
        String token = request.getPage().getToken();
        int at = token.isEmpty() ? 0 : Integer.parseInt(token);
        return QueryCostsReply.newBuilder()
                .addRows(all.get(at))
                .setNextPageToken(at + 1 < all.size() ? Integer.toString(at + 1) : "")
                .build();
    }

    /// The same as [#costs], packed.
    static QueryCostSeriesReply costSeries(QueryCostSeriesRequest request) {
        QueryCostsRequest question =
                QueryCostsRequest.newBuilder()
                        .setBy(request.getBy())
                        .setGranularity(request.getGranularity())
                        .build();
        List<CostRow> rows = new ArrayList<>();
        String token = "";
        do {
            QueryCostsReply reply =
                    costs(
                            question.toBuilder()
                                    .setPage(PageRequest.newBuilder().setToken(token))
                                    .build());
            rows.addAll(reply.getRowsList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty());
        return packed(request, rows);
    }

    /// The same as [#gpus], packed.
    static QueryCostSeriesReply gpuSeries(QueryCostSeriesRequest request) {
        List<CostRow> rows = new ArrayList<>();
        String token = "";
        do {
            QueryGpuHoursReply reply =
                    gpus(
                            QueryGpuHoursRequest.newBuilder()
                                    .setFromMs(request.getFromAtMs())
                                    .setToMs(request.getToAtMs())
                                    .setPage(PageRequest.newBuilder().setToken(token))
                                    .build());
            reply.getHoursList().forEach(hour -> rows.add(row(hour)));
            token = reply.getNextPageToken();
        } while (!token.isEmpty());
        // Nobody's.
        rows.add(
                CostRow.newBuilder()
                        .setBucketAtMs(rows.isEmpty() ? 0 : rows.getFirst().getBucketAtMs())
                        .setEarnedNanos(7)
                        .build());
        return packed(request, rows);
    }

    private static CostRow row(GpuHour hour) {
        long knownUs = 1_000 * hour.getBusy().getKnownMs();
        CostRow.Builder row =
                CostRow.newBuilder()
                        .setBucketAtMs(hour.getHourAtMs())
                        .setGpu(hour.getGpu())
                        .setActiveUs(hour.getBusy().getActiveUs())
                        .setIdleUs(knownUs - hour.getBusy().getActiveUs())
                        .setUnknownUs(1_000 * hour.getSeenMs() - knownUs)
                        .setEnergyUnknownUs(1_000 * (hour.getSeenMs() - hour.getEnergyKnownMs()))
                        .setIdleCostNanos(hour.getIdleCostNanos());
        if (hour.hasCostNanos()) {
            row.setCostNanos(hour.getCostNanos());
        }
        if (hour.getEnergyKnownMs() > 0) {
            row.setEnergyMj(hour.getEnergyMj());
        }
        return row.build();
    }

    private static QueryCostSeriesReply packed(QueryCostSeriesRequest request, List<CostRow> rows) {
        long length =
                request.getGranularity() == Granularity.GRANULARITY_HOUR ? HOUR_MS : 24 * HOUR_MS;
        long from = Math.floorDiv(request.getFromAtMs(), length) * length;
        int buckets = Math.toIntExact(Math.floorDiv(request.getToAtMs(), length) - from / length);
        Map<String, long[]> series = new TreeMap<>();
        for (CostRow row : rows) {
            long bucket = Math.floorDiv(row.getBucketAtMs() - from, length);
            for (int i = 0; bucket >= 0 && bucket < buckets && i < request.getSumsCount(); i++) {
                long value = value(request.getSums(i), row);
                int at = i * buckets + (int) bucket;
                long[] own =
                        series.computeIfAbsent(
                                row.getGpu() + row.getService(),
                                _ -> new long[buckets * request.getSumsCount()]);
                own[at] =
                        request.getSums(i) == CostSum.COST_SUM_KNOWN
                                ? own[at] | value
                                : own[at] + value;
            }
        }
        QueryCostSeriesReply.Builder reply =
                QueryCostSeriesReply.newBuilder()
                        .setFromAtMs(from)
                        .setUntilAtMs(from + buckets * length);
        series.forEach(
                (id, values) -> {
                    CostSeries.Builder one =
                            CostSeries.newBuilder()
                                    .addAllValues(Arrays.stream(values).boxed().toList());
                    reply.addSeries(
                            request.getBy() == CostBy.COST_BY_GPU
                                    ? one.setGpu(id)
                                    : one.setService(id));
                });
        return reply.build();
    }

    private static long value(CostSum sum, CostRow row) {
        return switch (sum) {
            case COST_SUM_KNOWN ->
                    1
                            | (row.hasEnergyMj() ? 2 : 0)
                            | (row.hasCostNanos() ? 4 : 0)
                            | (row.hasMarginNanos() ? 8 : 0);
            case COST_SUM_ACTIVE_US -> row.getActiveUs();
            case COST_SUM_IDLE_US -> row.getIdleUs();
            case COST_SUM_UNKNOWN_US -> row.getUnknownUs();
            case COST_SUM_ENERGY_MJ -> row.getEnergyMj();
            case COST_SUM_ENERGY_UNKNOWN_US -> row.getEnergyUnknownUs();
            case COST_SUM_COST_NANOS -> row.getCostNanos();
            case COST_SUM_IDLE_COST_NANOS -> row.getIdleCostNanos();
            case COST_SUM_EARNED_NANOS -> row.getEarnedNanos();
            case COST_SUM_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException();
        };
    }
}
