package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.proto.v1.QuerySeriesReply;
import io.weighbridge.proto.v1.QuerySeriesRequest;
import io.weighbridge.proto.v1.Series;
import io.weighbridge.proto.v1.SeriesSum;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/// Sums of usage by service.
final class UsageSource implements SeriesSource {
    private final Function<QuerySeriesRequest, QuerySeriesReply> source;

    UsageSource(BackendClient client) {
        this(request -> client.usage().querySeries(request));
    }

    UsageSource(Function<QuerySeriesRequest, QuerySeriesReply> source) {
        this.source = source;
    }

    @Override
    public boolean has(HeatLook look) {
        UsageFilter filter = look.filter();
        return (look.level() == Level.SERVICE || look.level() == Level.NONE)
                && filter.equals(UsageFilter.NONE.with(Level.SERVICE, filter.service()))
                && look.measure().parts().stream().allMatch(part -> sum(part) != null);
    }

    private static @Nullable SeriesSum sum(Measure part) {
        return switch (part) {
            case CALLS -> SeriesSum.SERIES_SUM_CALLS;
            case FAILED -> SeriesSum.SERIES_SUM_FAILED_CALLS;
            case UNRATED -> SeriesSum.SERIES_SUM_UNRATED_CALLS;
            case TOKENS -> SeriesSum.SERIES_SUM_TOKENS;
            case PRICE -> SeriesSum.SERIES_SUM_PRICE_NANOS;
            case CHARGE -> SeriesSum.SERIES_SUM_CHARGE_NANOS;
            case REFUNDED -> SeriesSum.SERIES_SUM_REFUNDED_NANOS;
            case COST -> SeriesSum.SERIES_SUM_COST_NANOS;
            case COSTED_CALLS -> SeriesSum.SERIES_SUM_COSTED_CALLS;
            case COSTED_CHARGE -> SeriesSum.SERIES_SUM_COSTED_CHARGE_NANOS;
            default -> null;
        };
    }

    @Override
    public long read(HeatLook look, List<Measure> parts, Asked asked, Taking taking) {
        QuerySeriesReply reply =
                source.apply(
                        QuerySeriesRequest.newBuilder()
                                .setGranularity(asked.step().granularity())
                                .setFromAtMs(asked.atMs())
                                .setToAtMs(asked.endMs())
                                .addAllSums(parts.stream().map(UsageSource::sum).toList())
                                .setService(look.filter().service())
                                .build());
        for (Series series : reply.getSeriesList()) {
            int buckets = series.getValuesCount() / parts.size();
            taking.take(
                    look.level() == Level.NONE ? "" : series.getService(),
                    buckets,
                    (part, bucket) -> series.getValues(part * buckets + bucket));
        }
        return reply.getUntilAtMs();
    }
}
