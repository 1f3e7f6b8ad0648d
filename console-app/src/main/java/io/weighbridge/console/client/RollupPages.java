package io.weighbridge.console.client;

import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Reads sums page by page. A page can be empty although more follow. Blocks: for a background
/// lane, in a [CallScope] where somebody can move away.
public final class RollupPages {
    /// Sums in a page.
    public static final int PAGE = 1_000;

    // Of pages that are short because much is looked through for them.
    private static final int PAGES_MAX = 1_000;

    private RollupPages() {}

    /// What was read.
    ///
    /// @param next where the rest begins; empty when there is none
    public record Part(List<Rollup> rows, String next) {
        /// Whether nothing is left to read.
        public boolean isWhole() {
            return next.isEmpty();
        }
    }

    /// All of a question that has few answers.
    public static List<Rollup> all(BackendClient client, QueryRollupsRequest asked) {
        return all(request -> client.usage().queryRollups(request), asked);
    }

    static List<Rollup> all(
            Function<QueryRollupsRequest, QueryRollupsReply> source, QueryRollupsRequest asked) {
        Part part = read(source, asked, PAGE, "", Integer.MAX_VALUE);
        if (!part.isWhole()) {
            throw new IllegalStateException("more sums than expected");
        }
        return part.rows();
    }

    /// As many as are wanted, and no more pages than are reasonable.
    ///
    /// @param from where to begin; empty for the beginning
    /// @param rowsMax no page is read any more once there are so many
    public static Part read(
            Function<QueryRollupsRequest, QueryRollupsReply> source,
            QueryRollupsRequest asked,
            int pageSize,
            String from,
            int rowsMax) {
        List<Rollup> rows = new ArrayList<>();
        String token = from;
        for (int page = 0; page < PAGES_MAX && rows.size() < rowsMax; page++) {
            QueryRollupsReply reply =
                    source.apply(
                            asked.toBuilder()
                                    .setPage(
                                            PageRequest.newBuilder()
                                                    .setSize(pageSize)
                                                    .setToken(token))
                                    .build());
            rows.addAll(reply.getRollupsList());
            token = reply.getNextPageToken();
            if (token.isEmpty()) {
                break;
            }
        }
        return new Part(rows, token);
    }
}
