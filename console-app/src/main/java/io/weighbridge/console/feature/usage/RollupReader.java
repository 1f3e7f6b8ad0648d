package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;

/// Reads sums page by page and adds them up. Blocks: for a background lane.
final class RollupReader {
    /// So many rows are read at most; what is beyond is not shown, and said so.
    static final int ROWS_MAX = 100_000;

    private static final int PAGE = 1_000;

    private final BackendClient client;
    private final int rowsMax;

    RollupReader(BackendClient client) {
        this(client, ROWS_MAX);
    }

    RollupReader(BackendClient client, int rowsMax) {
        this.client = client;
        this.rowsMax = rowsMax;
    }

    /// Sums of these buckets by what `level` says.
    Exploration read(Buckets buckets, Level level, UsageFilter filter, CallScope scope)
            throws Exception {
        return scope.call(() -> read(buckets, level, filter));
    }

    private Exploration read(Buckets buckets, Level level, UsageFilter filter) {
        Span span = buckets.span();
        QueryRollupsRequest.Builder request =
                QueryRollupsRequest.newBuilder()
                        .setGranularity(buckets.step().granularity(buckets.zone()))
                        .setFromAtMs(span.fromMs())
                        .setToAtMs(span.toMs())
                        .addAllGroupBy(level.groupBy())
                        .setAccount(filter.account())
                        .setKey(filter.key())
                        .setService(filter.service())
                        .setSubject(filter.subject());
        Folding folding = new Folding(buckets, level);
        String token = "";
        int rows = 0;
        while (true) {
            request.setPage(PageRequest.newBuilder().setSize(PAGE).setToken(token));
            QueryRollupsReply reply = client.usage().queryRollups(request.build());
            reply.getRollupsList().forEach(folding::add);
            rows += reply.getRollupsCount();
            token = reply.getNextPageToken();
            if (token.isEmpty()) {
                return folding.done(span.toMs());
            }
            if (rows >= rowsMax) {
                return folding.done(reply.getRollups(reply.getRollupsCount() - 1).getBucketAtMs());
            }
        }
    }
}
