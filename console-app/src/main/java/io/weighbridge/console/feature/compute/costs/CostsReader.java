package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.client.AccountNames;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.CostRow;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryCostsReply;
import io.weighbridge.proto.v1.QueryCostsRequest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/// Reads costs page by page and adds them up. Blocks: for a background lane.
final class CostsReader {
    private static final int PAGE = 1_000;
    private static final int ROWS_MAX = 200_000;
    // A page can be empty although more follow.
    private static final int PAGES_MAX = 2_000;
    private static final CostRow NOTHING = CostRow.getDefaultInstance();

    private final BackendClient client;
    private final Formats formats;
    private final Source source;
    private final AccountNames accounts;
    private final KeyNames keys;

    /// Where pages come from.
    @FunctionalInterface
    interface Source {
        QueryCostsReply query(QueryCostsRequest request);
    }

    CostsReader(BackendClient client, Formats formats) {
        this(client, formats, request -> client.attribution().queryCosts(request));
    }

    CostsReader(BackendClient client, Formats formats, Source source) {
        this.client = client;
        this.formats = formats;
        this.source = source;
        this.accounts = new AccountNames(client);
        this.keys = new KeyNames(client);
    }

    /// All of a question.
    ///
    /// @param progress told how many rows were read, after each page
    CostsPage read(CostsQuery query, IntConsumer progress) {
        long nowMs = formats.clock().millis();
        long fromMs = query.span().beginMs(nowMs, query.bucketMs());
        long toMs = query.span().endMs(nowMs, query.bucketMs());
        Map<String, CostRow> byId = new TreeMap<>();
        Map<Long, CostRow> byBucket = new TreeMap<>(Comparator.reverseOrder());
        Map<String, String> accountOfKey = new HashMap<>();
        QueryCostsRequest.Builder request =
                QueryCostsRequest.newBuilder()
                        .setFromAtMs(fromMs)
                        .setToAtMs(toMs)
                        .setBy(query.by())
                        .setGranularity(query.granularity());
        String token = "";
        int rows = 0;
        int pages = 0;
        do {
            QueryCostsReply reply =
                    source.query(
                            request.setPage(PageRequest.newBuilder().setSize(PAGE).setToken(token))
                                    .build());
            for (CostRow row : reply.getRowsList()) {
                String id = CostLine.id(row, query.by());
                byId.merge(id, row, CostLine::plus);
                byBucket.merge(row.getBucketAtMs(), row, CostLine::plus);
                accountOfKey.put(row.getKey(), row.getAccount());
            }
            rows += reply.getRowsCount();
            progress.accept(rows);
            token = reply.getNextPageToken();
            pages++;
            if (rows > ROWS_MAX || pages > PAGES_MAX) {
                throw new ClientException("TOO_MUCH", Texts.of("compute.costs.too-much"));
            }
        } while (!token.isEmpty());
        List<CostLine> lines = lines(query.by(), byId, accountOfKey);
        CostRow total = byId.values().stream().reduce(NOTHING, CostLine::plus);
        return new CostsPage(query, fromMs, toMs, lines, buckets(query, byBucket), total, nowMs);
    }

    private List<CostLine> lines(
            CostBy by, Map<String, CostRow> byId, Map<String, String> accountOfKey) {
        Map<String, String> services =
                by == CostBy.COST_BY_SERVICE ? ServiceIds.read(client) : Map.of();
        name(by, byId.keySet(), accountOfKey);
        List<CostLine> lines = new ArrayList<>();
        byId.forEach(
                (id, sum) ->
                        lines.add(
                                id.isEmpty()
                                        ? new CostLine(
                                                CostLine.Kind.NOBODY,
                                                "",
                                                Texts.of(
                                                        "compute.costs.nobody."
                                                                + CostsQuery.word(by)),
                                                sum,
                                                null)
                                        : new CostLine(
                                                CostLine.Kind.SOMEBODY,
                                                id,
                                                name(by, id, accountOfKey),
                                                sum,
                                                leadsTo(by, id, services))));
        lines.sort(
                Comparator.comparing(CostLine::kind)
                        .thenComparing(
                                Comparator.comparingLong(
                                                (CostLine line) -> line.sum().getCostNanos())
                                        .reversed())
                        .thenComparing(CostLine::name));
        return List.copyOf(lines);
    }

    private void name(CostBy by, Collection<String> ids, Map<String, String> accountOfKey) {
        if (by != CostBy.COST_BY_ACCOUNT && by != CostBy.COST_BY_KEY) {
            return;
        }
        List<String> unnamed = new ArrayList<>();
        for (String id : ids) {
            if (!id.isEmpty()) {
                unnamed.add(by == CostBy.COST_BY_KEY ? accountOfKey.getOrDefault(id, id) : id);
            }
        }
        for (int i = 0; i < unnamed.size(); i += PAGE) {
            accounts.read(unnamed.subList(i, Math.min(unnamed.size(), i + PAGE)));
        }
        if (by == CostBy.COST_BY_KEY) {
            keys.read(ids.stream().filter(id -> !id.isEmpty()).toList());
        }
    }

    private String name(CostBy by, String id, Map<String, String> accountOfKey) {
        return switch (by) {
            case COST_BY_ACCOUNT -> accounts.of(id);
            case COST_BY_KEY ->
                    Texts.of(
                            "compute.costs.key",
                            keys.of(id),
                            accounts.of(accountOfKey.getOrDefault(id, "")));
            default -> id;
        };
    }

    private static @Nullable Address leadsTo(CostBy by, String id, Map<String, String> services) {
        return switch (by) {
            case COST_BY_GPU -> GpuUse.address(id);
            case COST_BY_SERVICE -> {
                String service = services.get(id);
                yield service == null ? null : Address.of(Route.COMPUTE, service);
            }
            case COST_BY_ACCOUNT -> Address.of(Route.ACCOUNTS, id);
            default -> Address.of(Route.KEYS, id);
        };
    }

    // Days are those of UTC, so their names say no time.
    private List<CostLine> buckets(CostsQuery query, Map<Long, CostRow> byBucket) {
        List<CostLine> lines = new ArrayList<>();
        byBucket.forEach(
                (atMs, sum) ->
                        lines.add(
                                new CostLine(
                                        CostLine.Kind.SOMEBODY,
                                        Long.toString(atMs),
                                        CostTables.bucket(atMs, query.isByDay(), formats),
                                        sum,
                                        null)));
        return List.copyOf(lines);
    }
}
