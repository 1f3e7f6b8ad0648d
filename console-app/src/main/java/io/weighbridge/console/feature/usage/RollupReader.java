package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Reads sums in the order of time and adds them up. Blocks: for a background lane.
final class RollupReader {
    /// So many rows are read in one go; what is beyond is said to be unread, and can be read on.
    static final int ROWS_MAX = 100_000;

    private static final int PAGE = 1_000;
    // Of pages that are short because much is looked through for them.
    private static final int PAGES_MAX = 1_000;

    private final Pages pages;
    private final int rowsMax;
    // Who reads refused calls; null where this one does, or nobody.
    private final @Nullable RollupReader refusals;
    private volatile List<String> tagKeys = List.of();

    /// Reads a page of what is asked for, wherever it is counted.
    interface Pages {
        Page read(Level level, UsageFilter filter, Stretch stretch, PageRequest page);
    }

    /// @param token empty after the last page
    record Page(List<SumRow> rows, String token) {}

    /// Where pages of usage come from.
    @FunctionalInterface
    interface Source {
        QueryRollupsReply query(QueryRollupsRequest request);
    }

    /// What was read of a stretch.
    ///
    /// @param token where the rest of it begins; empty for none
    private record Part(Stretch stretch, List<SumRow> rows, String token) {}

    RollupReader(BackendClient client) {
        this(
                request -> client.usage().queryRollups(request),
                ROWS_MAX,
                new RollupReader(new RefusalPages(client), ROWS_MAX, null));
    }

    /// One that reads usage only.
    RollupReader(Source source, int rowsMax) {
        this(source, rowsMax, null);
    }

    private RollupReader(Source source, int rowsMax, @Nullable RollupReader refusals) {
        this.pages = usage(source);
        this.rowsMax = rowsMax;
        this.refusals = refusals;
    }

    RollupReader(Pages pages, int rowsMax, @Nullable RollupReader refusals) {
        this.pages = pages;
        this.rowsMax = rowsMax;
        this.refusals = refusals;
    }

    /// The one that reads what a measure is of.
    RollupReader of(Measure measure) {
        return measure == Measure.REFUSALS && refusals != null ? refusals : this;
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
            questions.add(() -> read(before.level(), filter, stretch, token));
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

    private Pages usage(Source source) {
        return (level, filter, stretch, page) -> {
            QueryRollupsReply reply =
                    source.query(request(level, filter, stretch).setPage(page).build());
            tagKeys = reply.getTagKeysList();
            return new Page(
                    reply.getRollupsList().stream()
                            .map(rollup -> SumRow.of(level, rollup))
                            .toList(),
                    reply.getNextPageToken());
        };
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

    private Part read(Level level, UsageFilter filter, Stretch stretch, String from) {
        List<SumRow> rows = new ArrayList<>();
        String token = from;
        int read = 0;
        do {
            Page page =
                    pages.read(
                            level,
                            filter,
                            stretch,
                            PageRequest.newBuilder().setSize(PAGE).setToken(token).build());
            rows.addAll(page.rows());
            token = page.token();
            read++;
        } while (!token.isEmpty() && rows.size() < rowsMax && read < PAGES_MAX);
        return new Part(stretch, rows, token);
    }
}
