package io.weighbridge.console.feature.usage.sums;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.CostRow;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryCostsReply;
import io.weighbridge.proto.v1.QueryCostsRequest;

import java.util.function.Function;

/// Pages of what measured GPU hours cost and earned, by GPU, service or account. Nothing narrows
/// them down.
public final class CostPages implements RollupReader.Pages {
    private final Function<QueryCostsRequest, QueryCostsReply> source;

    public CostPages(BackendClient client) {
        this(request -> client.attribution().queryCosts(request));
    }

    public CostPages(Function<QueryCostsRequest, QueryCostsReply> source) {
        this.source = source;
    }

    @Override
    public RollupReader.Page read(
            Level level, UsageFilter filter, Buckets buckets, PageRequest page) {
        QueryCostsReply reply =
                source.apply(
                        QueryCostsRequest.newBuilder()
                                .setFromAtMs(buckets.begin(0))
                                .setToAtMs(buckets.end(buckets.size() - 1))
                                .setBy(by(level))
                                .setGranularity(buckets.step().granularity())
                                .setPage(page)
                                .build());
        return new RollupReader.Page(
                reply.getRowsList().stream().map(row -> row(level, row)).toList(),
                reply.getNextPageToken());
    }

    private static CostBy by(Level level) {
        return switch (level) {
            case GPU -> CostBy.COST_BY_GPU;
            case ACCOUNT -> CostBy.COST_BY_ACCOUNT;
            default -> CostBy.COST_BY_SERVICE;
        };
    }

    private static SumRow row(Level level, CostRow row) {
        String id =
                switch (level) {
                    case GPU -> row.getGpu();
                    case ACCOUNT -> row.getAccount();
                    case NONE -> "";
                    default -> row.getService();
                };
        return new SumRow(row.getBucketAtMs(), id, measure -> measure.of(row));
    }
}
