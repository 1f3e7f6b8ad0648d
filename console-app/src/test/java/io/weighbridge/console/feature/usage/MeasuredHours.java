package io.weighbridge.console.feature.usage;

import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.CostRow;
import io.weighbridge.proto.v1.GpuActive;
import io.weighbridge.proto.v1.GpuHour;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.QueryCostsReply;
import io.weighbridge.proto.v1.QueryCostsRequest;
import io.weighbridge.proto.v1.QueryGpuHoursReply;
import io.weighbridge.proto.v1.QueryGpuHoursRequest;

import java.util.List;
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
                        known.setService("chat").setCostNanos(1).setMarginNanos(5).build(),
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
}
