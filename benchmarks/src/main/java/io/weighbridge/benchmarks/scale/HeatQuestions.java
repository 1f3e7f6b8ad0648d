package io.weighbridge.benchmarks.scale;

import io.grpc.ManagedChannel;
import io.weighbridge.proto.v1.AttributionGrpc;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.CostSeries;
import io.weighbridge.proto.v1.CostSum;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.GroupBy;
import io.weighbridge.proto.v1.MeasuredGrpc;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryCostSeriesReply;
import io.weighbridge.proto.v1.QueryCostSeriesRequest;
import io.weighbridge.proto.v1.QueryCostsReply;
import io.weighbridge.proto.v1.QueryCostsRequest;
import io.weighbridge.proto.v1.QueryGpuHoursReply;
import io.weighbridge.proto.v1.QueryGpuHoursRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.QuerySeriesReply;
import io.weighbridge.proto.v1.QuerySeriesRequest;
import io.weighbridge.proto.v1.Series;
import io.weighbridge.proto.v1.SeriesSum;
import io.weighbridge.proto.v1.UsageGrpc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntToLongFunction;

/// What the console asks for a heat map of a year, in its order. Each says how many values it got.
final class HeatQuestions {
    private static final long PIECE_MS = 14 * FullStore.DAY_MS;
    private static final int AT_ONCE = 8;

    private final ManagedChannel channel;
    private final long fromMs;
    private final long toMs;

    /// @param fromMs begin of a day
    /// @param toMs end of one
    HeatQuestions(ManagedChannel channel, long fromMs, long toMs) {
        this.channel = channel;
        this.fromMs = fromMs;
        this.toMs = toMs;
    }

    /// Sums of usage, packed.
    long series(List<SeriesSum> sums) throws Exception {
        UsageGrpc.UsageBlockingStub usage = UsageGrpc.newBlockingStub(channel);
        return inPieces(
                sums.size(),
                (granularity, ofSums, from, to) ->
                        usage(usage, sums.subList(0, ofSums), granularity, from, to));
    }

    /// What was measured, by GPU or service, packed.
    long costSeries(CostBy by, List<CostSum> sums) throws Exception {
        AttributionGrpc.AttributionBlockingStub costs = AttributionGrpc.newBlockingStub(channel);
        return inPieces(
                sums.size(),
                (granularity, ofSums, from, to) ->
                        costs(costs, by, sums.subList(0, ofSums), granularity, from, to));
    }

    // A question, whose answer says how many numbers it has.
    @FunctionalInterface
    private interface Asking {
        /// @param sums how many of the sums
        long ask(Granularity granularity, int sums, long from, long to);
    }

    // Which rows there are, by one sum, then the hours.
    private long inPieces(int sums, Asking asking) throws Exception {
        long values = asking.ask(Granularity.GRANULARITY_DAY, 1, fromMs, toMs);
        Deque<Future<Long>> asked = new ArrayDeque<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long at = fromMs; at < toMs; at += PIECE_MS) {
                long begin = at;
                long end = Math.min(toMs, at + PIECE_MS);
                Callable<Long> piece =
                        () -> asking.ask(Granularity.GRANULARITY_HOUR, sums, begin, end);
                if (asked.size() >= AT_ONCE) {
                    values += take(asked.remove());
                }
                asked.add(threads.submit(piece));
            }
            while (!asked.isEmpty()) {
                values += take(asked.remove());
            }
        }
        return values;
    }

    private static long take(Future<Long> asked) throws InterruptedException, ExecutionException {
        return asked.get();
    }

    private static long usage(
            UsageGrpc.UsageBlockingStub usage,
            List<SeriesSum> sums,
            Granularity granularity,
            long fromMs,
            long toMs) {
        long values = 0;
        long at = fromMs;
        while (at < toMs) {
            QuerySeriesReply reply =
                    usage.querySeries(
                            QuerySeriesRequest.newBuilder()
                                    .setGranularity(granularity)
                                    .setFromAtMs(at)
                                    .setToAtMs(toMs)
                                    .addAllSums(sums)
                                    .build());
            for (Series series : reply.getSeriesList()) {
                values += numbers(series.getValuesCount(), series::getValues);
            }
            at = reply.getUntilAtMs();
        }
        return values;
    }

    private static long costs(
            AttributionGrpc.AttributionBlockingStub costs,
            CostBy by,
            List<CostSum> sums,
            Granularity granularity,
            long fromMs,
            long toMs) {
        long values = 0;
        long at = fromMs;
        while (at < toMs) {
            QueryCostSeriesReply reply =
                    costs.queryCostSeries(
                            QueryCostSeriesRequest.newBuilder()
                                    .setBy(by)
                                    .setGranularity(granularity)
                                    .setFromAtMs(at)
                                    .setToAtMs(toMs)
                                    .addAllSums(sums)
                                    .build());
            for (CostSeries series : reply.getSeriesList()) {
                values += numbers(series.getValuesCount(), series::getValues);
            }
            at = reply.getUntilAtMs();
        }
        return values;
    }

    private static long numbers(int count, IntToLongFunction value) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = value.applyAsLong(i);
        }
        return numbers.length;
    }

    /// Sums of usage as messages of their own, page by page.
    long pages() {
        return rollups(Granularity.GRANULARITY_DAY) + rollups(Granularity.GRANULARITY_HOUR);
    }

    private long rollups(Granularity granularity) {
        UsageGrpc.UsageBlockingStub usage = UsageGrpc.newBlockingStub(channel);
        return all(
                page -> {
                    QueryRollupsReply reply =
                            usage.queryRollups(
                                    QueryRollupsRequest.newBuilder()
                                            .setGranularity(granularity)
                                            .setFromAtMs(fromMs)
                                            .setToAtMs(toMs)
                                            .addGroupBy(GroupBy.GROUP_BY_SERVICE)
                                            .setPage(page)
                                            .build());
                    return new Answer(reply.getRollupsCount(), reply.getNextPageToken());
                });
    }

    /// What measured hours cost, by service, page by page.
    long costs() {
        AttributionGrpc.AttributionBlockingStub costs = AttributionGrpc.newBlockingStub(channel);
        return all(
                page -> {
                    QueryCostsReply reply =
                            costs.queryCosts(
                                    QueryCostsRequest.newBuilder()
                                            .setFromAtMs(fromMs)
                                            .setToAtMs(toMs)
                                            .setBy(CostBy.COST_BY_SERVICE)
                                            .setGranularity(Granularity.GRANULARITY_HOUR)
                                            .setPage(page)
                                            .build());
                    return new Answer(reply.getRowsCount(), reply.getNextPageToken());
                });
    }

    /// What GPUs did, page by page.
    long gpus() {
        MeasuredGrpc.MeasuredBlockingStub measured = MeasuredGrpc.newBlockingStub(channel);
        return all(
                page -> {
                    QueryGpuHoursReply reply =
                            measured.queryGpuHours(
                                    QueryGpuHoursRequest.newBuilder()
                                            .setFromMs(fromMs)
                                            .setToMs(toMs)
                                            .setPage(page)
                                            .build());
                    return new Answer(reply.getHoursCount(), reply.getNextPageToken());
                });
    }

    private record Answer(long rows, String nextToken) {}

    private static long all(Function<PageRequest, Answer> question) {
        long rows = 0;
        String token = "";
        do {
            Answer answer =
                    question.apply(PageRequest.newBuilder().setSize(1_000).setToken(token).build());
            rows += answer.rows;
            token = answer.nextToken;
        } while (!token.isEmpty());
        return rows;
    }
}
