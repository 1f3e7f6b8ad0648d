package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.analysis.Analysis;
import io.weighbridge.backend.compute.analysis.Placed;
import io.weighbridge.backend.compute.analysis.PlacedMedia;
import io.weighbridge.backend.compute.gpu.GpuHistory;
import io.weighbridge.backend.compute.gpu.PricedGpu;
import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.HourCost;
import io.weighbridge.backend.compute.saved.ServiceModel;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Granularity;
import io.weighbridge.backend.usage.GroupBy;
import io.weighbridge.backend.usage.HourUse;
import io.weighbridge.backend.usage.MovedUnits;
import io.weighbridge.backend.usage.Rollup;
import io.weighbridge.backend.usage.RollupQuery;
import io.weighbridge.backend.usage.TagFilter;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads hours for one question. What holds when an hour ends counts for the whole of it. For one
/// thread.
final class HourReading {
    private record Placement(long linkId, long gpuVersion) {}

    private final Hours hours;
    private final Set<GroupBy> uses;
    private final HourCost costs;
    private final Timeline<String, GpuServices> assignments;
    private final Timeline<Long, ServiceModel> links;
    private final GpuHistory gpus;
    private final Map<Placement, Optional<Times>> times = new HashMap<>();

    HourReading(Hours hours, Set<GroupBy> uses) {
        this.hours = hours;
        this.uses = uses;
        gpus = hours.gpus().history();
        costs = new HourCost(gpus::hourNanos);
        assignments =
                new Timeline<>(
                        Timeline.all(page -> hours.assignments().list("", page)),
                        GpuServices::gpu,
                        GpuServices::effectiveAtMs);
        links =
                new Timeline<>(
                        Timeline.all(page -> hours.models().links(0, page)),
                        ServiceModel::serviceId,
                        ServiceModel::effectiveAtMs);
    }

    /// All hours of a span in which anything was measured or used, the earliest first.
    ///
    /// @param fromMs begin of an hour
    /// @param toMs begin of the hour after the last
    List<Hour> read(long fromMs, long toMs) {
        Map<Long, List<GpuTime>> measured = new HashMap<>();
        for (GpuHour each : Timeline.all(page -> hours.measured().gpuHours(fromMs, toMs, page))) {
            measured.computeIfAbsent(each.hourMs(), _ -> new ArrayList<>())
                    .add(GpuTime.of(each, costs.of(each).seenNanos()));
        }
        Map<Long, Map<Owner, Use>> used = used(fromMs, toMs);
        List<Hour> read = new ArrayList<>();
        for (long atMs = fromMs; atMs < toMs; atMs += Hour.LENGTH_MS) {
            List<GpuTime> gpusThen = measured.getOrDefault(atMs, List.of());
            List<Use> usesThen = List.copyOf(used.getOrDefault(atMs, Map.of()).values());
            if (!gpusThen.isEmpty() || !usesThen.isEmpty()) {
                long endMs = atMs + Hour.LENGTH_MS - 1;
                read.add(
                        new Hour(atMs, gpusThen, running(endMs), usesThen, times(usesThen, endMs)));
            }
        }
        return read;
    }

    // Units weigh in the hour of their call, also those that were told later. What was moved is
    // read first: of what is rated meanwhile nothing is taken off that was not read.
    private Map<Long, Map<Owner, Use>> used(long fromMs, long toMs) {
        List<MovedUnits> moved =
                hours.rollups().movedUnits(fromMs, toMs, uses.contains(GroupBy.KEY));
        Map<Long, Map<Owner, Use>> used = new HashMap<>();
        if (uses.contains(GroupBy.KEY)) {
            RollupQuery query =
                    new RollupQuery(
                            Granularity.HOUR, fromMs, toMs, uses, 0, 0, 0, "", TagFilter.NONE);
            for (Rollup each : Timeline.all(page -> hours.rollups().query(query, page))) {
                add(used, each.group().bucketMs(), Use.of(each));
            }
        } else {
            for (HourUse each : hours.rollups().hourUses(fromMs, toMs)) {
                add(used, each.hourMs(), Use.of(each));
            }
        }
        for (MovedUnits each : moved) {
            add(used, each.group().bucketMs(), Use.of(each));
        }
        return used;
    }

    private static void add(Map<Long, Map<Owner, Use>> used, long hourMs, Use use) {
        used.computeIfAbsent(hourMs, _ -> new LinkedHashMap<>()).merge(use.of(), use, Use::plus);
    }

    private Map<String, List<Long>> running(long atMs) {
        Map<String, List<Long>> running = new HashMap<>();
        for (String gpu : assignments.things()) {
            assignments
                    .at(gpu, atMs)
                    .filter(assignment -> !assignment.serviceIds().isEmpty())
                    .ifPresent(assignment -> running.put(gpu, assignment.serviceIds()));
        }
        return running;
    }

    private Map<Long, Times> times(List<Use> usesThen, long atMs) {
        Map<Long, Times> known = new HashMap<>();
        for (Use each : usesThen) {
            long service = each.of().serviceId();
            if (!known.containsKey(service)) {
                times(service, atMs).ifPresent(found -> known.put(service, found));
            }
        }
        return known;
    }

    private Optional<Times> times(long service, long atMs) {
        ServiceModel link = links.at(service, atMs).orElse(null);
        ServiceModel.Run run = link == null ? null : link.run();
        if (link == null || run == null) {
            return Optional.empty();
        }
        PricedGpu gpu = gpus.at(run.gpuId(), atMs);
        return times.computeIfAbsent(
                new Placement(link.id(), gpu.version().version()),
                _ -> Optional.ofNullable(predict(link.id(), run, gpu)));
    }

    private static @Nullable Times times(long linkId, long gpuVersion, Analysis analysis) {
        Placed placed = analysis.placed();
        PlacedMedia media = analysis.media();
        if (placed != null) {
            return new TokenTimes(
                    linkId,
                    gpuVersion,
                    placed.prediction().inputSeconds(),
                    placed.prediction().outputSeconds());
        }
        return media == null ? null : new MediaTimes(linkId, gpuVersion, media.prediction());
    }

    private @Nullable Times predict(long linkId, ServiceModel.Run run, PricedGpu gpu) {
        try {
            Analysis analysis =
                    hours.models()
                            .analyse(
                                    run.modelName(),
                                    hours.models().content(run.modelId()),
                                    gpu.version().figures(),
                                    run.terms(),
                                    run.terms().media() == null
                                            ? List.of(run.terms().contextTokens())
                                            : List.of(),
                                    List.of());
            return times(linkId, gpu.version().version(), analysis);
        } catch (Fault e) {
            // The GPU's figures were changed since: the model no longer fits.
            if (e.code() == ErrorCode.INVALID_FIELD) {
                return null;
            }
            throw e;
        }
    }
}
