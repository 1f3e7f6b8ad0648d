package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.saved.Models;
import io.weighbridge.backend.compute.saved.ServiceModel;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.services.Service;
import io.weighbridge.model.ErrorCode;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Holds predictions against what was measured.
final class Drifts {
    private static final long DAY_MS = 86_400_000;
    private static final long MILLION = 1_000_000;

    /// Which hours are looked at.
    ///
    /// @param serviceId 0 for all
    /// @param fromMs begin of the first hour
    /// @param toMs begin of the hour after the last
    /// @param knownLeastMillionths part of an hour for which it must be known of each GPU of a
    ///     service what it did, 1 to 1,000,000
    record Question(long serviceId, long fromMs, long toMs, long knownLeastMillionths) {}

    private final Hours hours;
    private final Models models;
    private final TimeSource time;

    Drifts(Hours hours, TimeSource time) {
        this.hours = hours;
        this.models = hours.models();
        this.time = time;
    }

    /// Of services that were called, by service.
    List<Drift> query(Question question) {
        return List.copyOf(query(question, _ -> true).values());
    }

    private NavigableMap<Long, Drift> query(Question question, Predicate<Times> isOfThese) {
        HourReading reading = hours.open(CostBy.SERVICE.uses());
        NavigableMap<Long, Drift> drifts = new TreeMap<>();
        for (long atMs = question.fromMs(); atMs < question.toMs(); atMs += DAY_MS) {
            for (Hour hour : reading.read(atMs, Math.min(question.toMs(), atMs + DAY_MS))) {
                HourSplit split = new HourSplit(hour);
                for (Use use : split.services().values()) {
                    long service = use.of().serviceId();
                    if (use.isWork()
                            && (question.serviceId() == 0 || question.serviceId() == service)) {
                        boolean counts = counts(question, hour, split, use, isOfThese);
                        Drift before = drifts.getOrDefault(service, Drift.none(service));
                        drifts.put(
                                service,
                                counts
                                        ? before.plus(
                                                split.predictedUs(use),
                                                split.wholeHourUs(service),
                                                split.served(service).isShared())
                                        : before.leftOut());
                    }
                }
            }
        }
        return drifts;
    }

    private static boolean counts(
            Question question, Hour hour, HourSplit split, Use use, Predicate<Times> isOfThese) {
        Times times = hour.times().get(use.of().serviceId());
        return times != null
                && isOfThese.test(times)
                && Math.multiplyExact(split.knownLeastMs(use.of().serviceId()), MILLION)
                        >= Math.multiplyExact(question.knownLeastMillionths(), Hour.LENGTH_MS);
    }

    /// Which shares of the GPU's peaks would have predicted what was measured in the hours in which
    /// a service ran what it runs now, on a GPU with the figures of now: both times predicted over
    /// measured, which makes each predicted time so many times as long.
    ///
    /// @throws Fault SERVICE_WITHOUT_MODEL, UNMEASURED
    Factors propose(Service service, Question question) {
        long nowMs = time.wallMs();
        ServiceModel link = models.at(service, nowMs);
        ServiceModel.Run run = Models.requireRun(service, link);
        long gpuVersion = hours.gpus().at(run.gpuId(), nowMs).version().version();
        Drift drift =
                query(
                                question,
                                times ->
                                        times.linkId() == link.id()
                                                && times.gpuVersion() == gpuVersion)
                        .getOrDefault(service.id(), Drift.none(service.id()));
        if (!drift.isKnown()) {
            throw Fault.of(
                    ErrorCode.UNMEASURED,
                    "service: "
                            + service.name()
                            + " has "
                            + drift.hours()
                            + " hours to compare and "
                            + drift.leftOutHours()
                            + " that are not known enough (expected: one at least in which it"
                            + " computed)");
        }
        return Factors.of(drift, link.createdAtMs(), gpuVersion, run.terms());
    }
}
