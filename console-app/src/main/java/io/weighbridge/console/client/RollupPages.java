package io.weighbridge.console.client;

import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Reads all sums of a question that has few answers. A page can be empty although more follow.
/// Blocks: for a background lane.
public final class RollupPages {
    private static final int PAGE = 1_000;
    // Of pages that are short because much is looked through for them.
    private static final int PAGES_MAX = 1_000;

    private RollupPages() {}

    /// All of them.
    public static List<Rollup> all(BackendClient client, QueryRollupsRequest asked) {
        return all(request -> client.usage().queryRollups(request), asked);
    }

    static List<Rollup> all(
            Function<QueryRollupsRequest, QueryRollupsReply> source, QueryRollupsRequest asked) {
        List<Rollup> all = new ArrayList<>();
        String token = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            QueryRollupsReply reply =
                    source.apply(
                            asked.toBuilder()
                                    .setPage(PageRequest.newBuilder().setSize(PAGE).setToken(token))
                                    .build());
            all.addAll(reply.getRollupsList());
            token = reply.getNextPageToken();
            if (token.isEmpty()) {
                return all;
            }
        }
        throw new IllegalStateException("more sums than expected");
    }
}
