package io.weighbridge.console.feature.usage.sums;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRefusalsReply;
import io.weighbridge.proto.v1.QueryRefusalsRequest;
import io.weighbridge.proto.v1.RefusalGroupBy;

import java.util.List;
import java.util.function.Function;

/// Pages of refused calls. They are counted by hour at the finest: one that a day of the operator's
/// zone begins within counts in the day in which the hour begins.
public final class RefusalPages implements RollupReader.Pages {
    private final Function<QueryRefusalsRequest, QueryRefusalsReply> source;

    public RefusalPages(BackendClient client) {
        this(request -> client.usage().queryRefusals(request));
    }

    public RefusalPages(Function<QueryRefusalsRequest, QueryRefusalsReply> source) {
        this.source = source;
    }

    @Override
    public RollupReader.Page read(
            Level level, UsageFilter filter, Buckets buckets, PageRequest page) {
        QueryRefusalsReply reply = source.apply(request(level, filter, buckets, page));
        return new RollupReader.Page(
                reply.getSumsList().stream().map(sum -> SumRow.of(level, sum)).toList(),
                reply.getNextPageToken());
    }

    private static QueryRefusalsRequest request(
            Level level, UsageFilter filter, Buckets buckets, PageRequest page) {
        QueryRefusalsRequest.Builder request =
                QueryRefusalsRequest.newBuilder()
                        .setGranularity(buckets.step().granularity())
                        .setFromAtMs(buckets.span().fromMs())
                        .setToAtMs(buckets.span().toMs())
                        .setZone(buckets.step().zone(buckets.zone()))
                        .addAllGroupBy(groupBy(level))
                        .setPage(page);
        if (filter.account().equals(UsageFilter.WITHOUT)) {
            request.setWithoutAccount(true);
        } else {
            request.setAccount(filter.account());
        }
        if (filter.service().equals(UsageFilter.WITHOUT)) {
            request.setWithoutService(true);
        } else {
            request.setService(filter.service());
        }
        return request.build();
    }

    private static List<RefusalGroupBy> groupBy(Level level) {
        return switch (level) {
            case NONE, KEY, SUBJECT, TAG, GPU -> List.of();
            case ACCOUNT -> List.of(RefusalGroupBy.REFUSAL_GROUP_BY_ACCOUNT);
            case SERVICE -> List.of(RefusalGroupBy.REFUSAL_GROUP_BY_SERVICE);
        };
    }
}
