package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Reads sums in the order of time and adds them up. Blocks: for a background lane.
final class RollupReader {
    /// So many rows are read in one go; what is beyond is said to be unread, and can be read on.
    static final int ROWS_MAX = 100_000;

    private static final int PAGE = 1_000;

    private final Source source;
    private final int rowsMax;
    private volatile List<String> tagKeys = List.of();

    /// Where pages come from.
    @FunctionalInterface
    interface Source {
        QueryRollupsReply query(QueryRollupsRequest request);
    }

    /// What was read of a stretch.
    ///
    /// @param token where the rest of it begins; empty for none
    private record Part(Stretch stretch, List<Rollup> rows, String token) {}

    RollupReader(BackendClient client) {
        this(request -> client.usage().queryRollups(request), ROWS_MAX);
    }

    RollupReader(Source source, int rowsMax) {
        this.source = source;
        this.rowsMax = rowsMax;
    }

    /// The keys of tags that there are sums by, as the service told last.
    List<String> tagKeys() {
        return tagKeys;
    }

    /// Sums of these buckets by what `level` says.
    Exploration read(Buckets buckets, Level level, UsageFilter filter, CallScope scope)
            throws Exception {
        boolean isByTag = level == Level.TAG || filter.hasTag();
        return readOn(Exploration.unread(buckets, level, isByTag), filter, scope);
    }

    /// The same and, of what was not read yet, as much as goes into one more go.
    Exploration readOn(Exploration before, UsageFilter filter, CallScope scope) throws Exception {
        return scope.call(() -> readOn(before, filter));
    }

    private Exploration readOn(Exploration before, UsageFilter filter) throws Exception {
        Folding folding = new Folding(before);
        List<Stretch> todo = before.rest().stretches();
        List<Callable<Part>> questions = new ArrayList<>();
        for (int i = 0; i < todo.size(); i++) {
            Stretch stretch = todo.get(i);
            String token = i == 0 ? before.rest().token() : "";
            questions.add(() -> read(request(before.level(), filter, stretch), stretch, token));
        }
        Together.ask(
                questions,
                part -> {
                    part.rows().forEach(folding::add);
                    folding.isRead(part.stretch(), part.token());
                    return part.token().isEmpty() && folding.rows() < rowsMax;
                });
        return folding.done();
    }

    private static QueryRollupsRequest.Builder request(
            Level level, UsageFilter filter, Stretch stretch) {
        QueryRollupsRequest.Builder request =
                QueryRollupsRequest.newBuilder()
                        .setGranularity(stretch.granularity())
                        .setFromAtMs(stretch.span().fromMs())
                        .setToAtMs(stretch.span().toMs())
                        .addAllGroupBy(level.groupBy())
                        .setAccount(filter.account())
                        .setKey(filter.key())
                        .setService(filter.service())
                        .setSubject(filter.subject());
        return level == Level.TAG || filter.hasTag()
                ? request.setTagKey(filter.tagKey()).setTag(filter.tag())
                : request;
    }

    private Part read(QueryRollupsRequest.Builder request, Stretch stretch, String from) {
        List<Rollup> rows = new ArrayList<>();
        String token = from;
        do {
            request.setPage(PageRequest.newBuilder().setSize(PAGE).setToken(token));
            QueryRollupsReply reply = source.query(request.build());
            rows.addAll(reply.getRollupsList());
            tagKeys = reply.getTagKeysList();
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && rows.size() < rowsMax);
        return new Part(stretch, rows, token);
    }
}
