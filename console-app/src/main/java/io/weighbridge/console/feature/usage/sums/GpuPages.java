package io.weighbridge.console.feature.usage.sums;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.proto.v1.GpuHour;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryGpuHoursReply;
import io.weighbridge.proto.v1.QueryGpuHoursRequest;

import java.util.function.Function;

/// Pages of what was measured of GPUs, by hour; an hour counts in the bucket that it begins in.
/// Nothing of usage narrows them down.
public final class GpuPages implements RollupReader.Pages {
    private final Function<QueryGpuHoursRequest, QueryGpuHoursReply> source;

    public GpuPages(BackendClient client) {
        this(request -> client.measured().queryGpuHours(request));
    }

    public GpuPages(Function<QueryGpuHoursRequest, QueryGpuHoursReply> source) {
        this.source = source;
    }

    @Override
    public RollupReader.Page read(
            Level level, UsageFilter filter, Buckets buckets, PageRequest page) {
        QueryGpuHoursReply reply =
                source.apply(
                        QueryGpuHoursRequest.newBuilder()
                                .setFromMs(buckets.begin(0))
                                .setToMs(buckets.end(buckets.size() - 1))
                                .setPage(page)
                                .build());
        return new RollupReader.Page(
                reply.getHoursList().stream().map(hour -> row(level, buckets, hour)).toList(),
                reply.getNextPageToken());
    }

    private static SumRow row(Level level, Buckets buckets, GpuHour hour) {
        long at = hour.getHourAtMs();
        int bucket = buckets.indexOf(at);
        return new SumRow(
                bucket < 0 ? at : buckets.begin(bucket),
                level == Level.NONE ? "" : hour.getGpu(),
                measure -> measure.of(hour));
    }
}
