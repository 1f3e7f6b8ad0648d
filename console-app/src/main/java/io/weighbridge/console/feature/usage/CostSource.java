package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.CostSeries;
import io.weighbridge.proto.v1.CostSum;
import io.weighbridge.proto.v1.QueryCostSeriesReply;
import io.weighbridge.proto.v1.QueryCostSeriesRequest;

import java.util.List;
import java.util.function.Function;

/// What was measured, by GPU or service. Nothing narrows it down.
final class CostSource implements SeriesSource {
    private static final long ROW = 1;
    private static final long ENERGY = 2;
    private static final long COST = 4;
    private static final long MARGIN = 8;
    private static final long US_PER_MS = 1_000;

    private final Function<QueryCostSeriesRequest, QueryCostSeriesReply> source;

    CostSource(BackendClient client) {
        this(request -> client.attribution().queryCostSeries(request));
    }

    CostSource(Function<QueryCostSeriesRequest, QueryCostSeriesReply> source) {
        this.source = source;
    }

    @Override
    public boolean has(HeatLook look) {
        return look.isReadWhole() && look.level() != Level.ACCOUNT;
    }

    // What a part is made of.
    private static List<CostSum> sums(Measure part) {
        return switch (part) {
            case MEASURED_COST, GPU_COST -> List.of(CostSum.COST_SUM_COST_NANOS);
            case MEASURED_ENERGY, ENERGY -> List.of(CostSum.COST_SUM_ENERGY_MJ);
            case ACTIVE_TIME, BUSY_US -> List.of(CostSum.COST_SUM_ACTIVE_US);
            case MEASURED_EARNED -> List.of(CostSum.COST_SUM_EARNED_NANOS);
            case IDLE_COST -> List.of(CostSum.COST_SUM_IDLE_COST_NANOS);
            case MEASURED_MARGIN ->
                    List.of(
                            CostSum.COST_SUM_KNOWN,
                            CostSum.COST_SUM_EARNED_NANOS,
                            CostSum.COST_SUM_COST_NANOS);
            case BUSY_KNOWN_MS, IDLES_KNOWN ->
                    List.of(
                            CostSum.COST_SUM_KNOWN,
                            CostSum.COST_SUM_ACTIVE_US,
                            CostSum.COST_SUM_IDLE_US);
            case SEEN_MS, ENERGY_KNOWN_MS ->
                    List.of(
                            CostSum.COST_SUM_ACTIVE_US,
                            CostSum.COST_SUM_IDLE_US,
                            CostSum.COST_SUM_UNKNOWN_US,
                            CostSum.COST_SUM_ENERGY_UNKNOWN_US);
            default -> List.of(CostSum.COST_SUM_KNOWN);
        };
    }

    // A group's figures; by the number of each sum where it begins.
    private static final class Told {
        private final CostSeries series;
        private final int[] begins = new int[CostSum.values().length];

        Told(CostSeries series, List<CostSum> sums) {
            this.series = series;
            for (int i = 0; i < sums.size(); i++) {
                begins[sums.get(i).getNumber()] = i * (series.getValuesCount() / sums.size());
            }
        }

        long get(CostSum sum, int bucket) {
            return series.getValues(begins[sum.getNumber()] + bucket);
        }

        boolean has(long what, int bucket) {
            return (get(CostSum.COST_SUM_KNOWN, bucket) & what) != 0;
        }

        long knownUs(int bucket) {
            return get(CostSum.COST_SUM_ACTIVE_US, bucket) + get(CostSum.COST_SUM_IDLE_US, bucket);
        }

        long seenUs(int bucket) {
            return knownUs(bucket) + get(CostSum.COST_SUM_UNKNOWN_US, bucket);
        }

        long of(Measure part, int at) {
            return switch (part) {
                case MEASURED_ROWS -> has(ROW, at) ? 1 : 0;
                case MEASURED_COSTS_KNOWN, COSTS_KNOWN -> has(COST, at) ? 1 : 0;
                case MEASURED_ENERGIES_KNOWN -> has(ENERGY, at) ? 1 : 0;
                case MEASURED_MARGIN_GAPS -> has(ROW, at) && !has(MARGIN, at) ? 1 : 0;
                case MEASURED_MARGIN ->
                        has(MARGIN, at)
                                ? Math.subtractExact(
                                        get(CostSum.COST_SUM_EARNED_NANOS, at),
                                        get(CostSum.COST_SUM_COST_NANOS, at))
                                : 0;
                case SEEN_MS -> seenUs(at) / US_PER_MS;
                case BUSY_KNOWN_MS -> knownUs(at) / US_PER_MS;
                case IDLES_KNOWN -> has(COST, at) && knownUs(at) > 0 ? 1 : 0;
                case ENERGY_KNOWN_MS ->
                        (seenUs(at) - get(CostSum.COST_SUM_ENERGY_UNKNOWN_US, at)) / US_PER_MS;
                default -> get(CostSource.sums(part).getFirst(), at);
            };
        }
    }

    @Override
    public long read(HeatLook look, List<Measure> parts, Asked asked, Taking taking) {
        boolean isOfGpus = !look.measure().isMeasured();
        boolean isByGpu = look.level() == Level.GPU || isOfGpus;
        List<CostSum> sums =
                parts.stream().flatMap(part -> sums(part).stream()).distinct().toList();
        QueryCostSeriesReply reply =
                source.apply(
                        QueryCostSeriesRequest.newBuilder()
                                .setGranularity(asked.step().granularity())
                                .setFromAtMs(asked.atMs())
                                .setToAtMs(asked.endMs())
                                .setBy(isByGpu ? CostBy.COST_BY_GPU : CostBy.COST_BY_SERVICE)
                                .addAllSums(sums)
                                .build());
        for (CostSeries series : reply.getSeriesList()) {
            Told told = new Told(series, sums);
            String id = isByGpu ? series.getGpu() : series.getService();
            // What was earned without a GPU is none.
            if (!isOfGpus || !id.isEmpty()) {
                taking.take(
                        look.level() == Level.NONE ? "" : id,
                        series.getValuesCount() / sums.size(),
                        (part, bucket) -> told.of(parts.get(part), bucket));
            }
        }
        return reply.getUntilAtMs();
    }
}
