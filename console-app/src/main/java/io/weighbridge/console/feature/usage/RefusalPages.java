package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRefusalsReply;
import io.weighbridge.proto.v1.QueryRefusalsRequest;
import io.weighbridge.proto.v1.RefusalGroupBy;

import java.util.List;
import java.util.function.Function;

/// Pages of refused calls. They are counted by hour at the finest: one that a day of the operator's
/// zone begins within counts in the day in which the hour begins.
final class RefusalPages implements RollupReader.Pages {
    private static final long HOUR_MS = 3_600_000L;

    private final Function<QueryRefusalsRequest, QueryRefusalsReply> source;

    RefusalPages(BackendClient client) {
        this(request -> client.usage().queryRefusals(request));
    }

    RefusalPages(Function<QueryRefusalsRequest, QueryRefusalsReply> source) {
        this.source = source;
    }

    @Override
    public RollupReader.Page read(
            Level level, UsageFilter filter, Stretch stretch, PageRequest page) {
        QueryRefusalsReply reply = source.apply(request(level, filter, stretch, page));
        return new RollupReader.Page(
                reply.getSumsList().stream().map(sum -> SumRow.of(level, sum)).toList(),
                reply.getNextPageToken());
    }

    private static QueryRefusalsRequest request(
            Level level, UsageFilter filter, Stretch stretch, PageRequest page) {
        boolean isDay = stretch.granularity() == Granularity.GRANULARITY_DAY;
        long to = stretch.span().toMs();
        QueryRefusalsRequest.Builder request =
                QueryRefusalsRequest.newBuilder()
                        .setGranularity(
                                isDay ? Granularity.GRANULARITY_DAY : Granularity.GRANULARITY_HOUR)
                        .setFromAtMs(stretch.span().fromMs())
                        .setToAtMs(isDay ? to : Math.ceilDiv(to, HOUR_MS) * HOUR_MS)
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
            case NONE, KEY, SUBJECT, TAG -> List.of();
            case ACCOUNT -> List.of(RefusalGroupBy.REFUSAL_GROUP_BY_ACCOUNT);
            case SERVICE -> List.of(RefusalGroupBy.REFUSAL_GROUP_BY_SERVICE);
        };
    }
}
