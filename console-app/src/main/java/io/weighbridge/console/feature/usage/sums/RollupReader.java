package io.weighbridge.console.feature.usage.sums;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Reads sums in the order of time and adds them up. Blocks: for a background lane.
public final class RollupReader {
    /// So many rows are read in one go; what is beyond is said to be unread, and can be read on.
    public static final int ROWS_MAX = 100_000;

    private static final int PAGE = 1_000;
    // Of pages that are short because much is looked through for them.
    private static final int PAGES_MAX = 1_000;

    private final Pages pages;
    private final int rowsMax;
    // Who reads refused calls; null where this one does, or nobody.
    private final @Nullable RollupReader refusals;
    // Who reads what was measured of GPUs; null likewise.
    private final @Nullable RollupReader gpus;
    // Who reads what measured hours cost and earned; null likewise.
    private final @Nullable RollupReader costs;
    private volatile List<String> tagKeys = List.of();

    /// Reads a page of what is asked for, wherever it is counted.
    public interface Pages {
        Page read(Level level, UsageFilter filter, Buckets buckets, PageRequest page);
    }

    /// @param token empty after the last page
    record Page(List<SumRow> rows, String token) {}

    /// Where pages of usage come from.
    @FunctionalInterface
    public interface Source {
        QueryRollupsReply query(QueryRollupsRequest request);
    }

    public RollupReader(BackendClient client) {
        this(
                request -> client.usage().queryRollups(request),
                ROWS_MAX,
                new RollupReader(new RefusalPages(client), ROWS_MAX),
                new RollupReader(new GpuPages(client), ROWS_MAX),
                new RollupReader(new CostPages(client), ROWS_MAX));
    }

    /// One that reads usage only.
    public RollupReader(Source source, int rowsMax) {
        this(source, rowsMax, null, null, null);
    }

    private RollupReader(
            Source source,
            int rowsMax,
            @Nullable RollupReader refusals,
            @Nullable RollupReader gpus,
            @Nullable RollupReader costs) {
        this.pages = usage(source);
        this.rowsMax = rowsMax;
        this.refusals = refusals;
        this.gpus = gpus;
        this.costs = costs;
    }

    /// One that reads what these pages have.
    public RollupReader(Pages pages, int rowsMax) {
        this.pages = pages;
        this.rowsMax = rowsMax;
        this.refusals = null;
        this.gpus = null;
        this.costs = null;
    }

    /// The one that reads what a measure is of.
    public RollupReader of(Measure measure) {
        RollupReader measured = measure.isMeasured() ? costs : measure.isGpu() ? gpus : null;
        RollupReader other = measure == Measure.REFUSALS ? refusals : measured;
        return other == null ? this : other;
    }

    /// The keys of tags that there are sums by, as the service told last.
    public List<String> tagKeys() {
        return tagKeys;
    }

    /// Sums of these buckets by what `level` says.
    public Exploration read(Buckets buckets, Level level, UsageFilter filter, CallScope scope)
            throws Exception {
        return readOn(Exploration.unread(buckets, level), filter, scope);
    }

    /// The same and, of what was not read yet, as much as goes into one more go.
    public Exploration readOn(Exploration before, UsageFilter filter, CallScope scope)
            throws Exception {
        return scope.call(() -> readOn(before, filter));
    }

    private Exploration readOn(Exploration before, UsageFilter filter) {
        Folding folding = new Folding(before);
        String rest = before.rest();
        String token = rest == null ? "" : rest;
        int rows = 0;
        int read = 0;
        do {
            Page page =
                    pages.read(
                            before.level(),
                            filter,
                            before.buckets(),
                            PageRequest.newBuilder().setSize(PAGE).setToken(token).build());
            page.rows().forEach(folding::add);
            rows += page.rows().size();
            token = page.token();
            read++;
        } while (!token.isEmpty() && rows < rowsMax && read < PAGES_MAX);
        folding.isRead(token);
        return folding.done();
    }

    private Pages usage(Source source) {
        return (level, filter, buckets, page) -> {
            QueryRollupsReply reply =
                    source.query(request(level, filter, buckets).setPage(page).build());
            tagKeys = reply.getTagKeysList();
            return new Page(
                    reply.getRollupsList().stream()
                            .map(rollup -> SumRow.of(level, rollup))
                            .toList(),
                    reply.getNextPageToken());
        };
    }

    private static QueryRollupsRequest.Builder request(
            Level level, UsageFilter filter, Buckets buckets) {
        QueryRollupsRequest.Builder request =
                QueryRollupsRequest.newBuilder()
                        .setGranularity(buckets.step().granularity())
                        .setFromAtMs(buckets.span().fromMs())
                        .setToAtMs(buckets.span().toMs())
                        .setZone(buckets.step().zone(buckets.zone()))
                        .addAllGroupBy(level.groupBy())
                        .setAccount(filter.account())
                        .setKey(filter.key())
                        .setService(filter.service())
                        .setSubject(filter.subject());
        return level == Level.TAG || filter.hasTag()
                ? request.setTagKey(filter.tagKey()).setTag(filter.tag())
                : request;
    }
}
