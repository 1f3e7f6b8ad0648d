package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.Ratio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Splits what GPUs did in an hour among those who used them.
///
/// What a GPU did is split among the services that are said to run on it and had work: by the time
/// that was predicted for their tokens when there is a prediction for each of them, else by their
/// tokens when each has some, else by their calls that did not fail. A service that runs on
/// several GPUs counts on each by the part of its GPUs' active time that this one has. What a
/// service took is split among its keys likewise, and what it earned among its GPUs by what it took
/// of them. The parts add up to the whole.
final class HourSplit {
    /// What a service took.
    ///
    /// @param active of all its GPUs
    /// @param isShared whether others had work on one of them
    record Served(Taken active, boolean isShared) {
        static final Served NOTHING = new Served(Taken.NOTHING, false);

        private Served plus(Taken more, boolean shared) {
            return new Served(active.plus(more), isShared || shared);
        }
    }

    private final Hour hour;
    private final NavigableMap<Long, Use> services = new TreeMap<>();
    private final NavigableMap<Long, List<Use>> keys = new TreeMap<>();
    private final Map<Long, Long> activeUs = new TreeMap<>();
    private final Map<Long, Served> served = new TreeMap<>();
    private final Map<Long, NavigableMap<String, Long>> takenUs = new TreeMap<>();
    private final Map<Long, Long> knownLeastMs = new TreeMap<>();
    private final Map<String, Long> knownMs = new HashMap<>();
    private Taken ofNobody = Taken.NOTHING;

    HourSplit(Hour hour) {
        this.hour = hour;
        for (Use each : hour.uses()) {
            long service = each.of().serviceId();
            services.merge(service, each, Use::plus);
            keys.computeIfAbsent(service, _ -> new ArrayList<>()).add(each);
        }
        for (GpuTime gpu : hour.gpus()) {
            for (long service : running(gpu.gpu())) {
                activeUs.merge(service, gpu.active().us(), Math::addExact);
            }
        }
        hour.gpus().forEach(this::split);
        hour.gpus().forEach(gpu -> knownMs.put(gpu.gpu(), gpu.knownMs()));
        hour.running()
                .forEach(
                        (gpu, running) -> {
                            long known = knownMs.getOrDefault(gpu, 0L);
                            running.forEach(
                                    service -> knownLeastMs.merge(service, known, Math::min));
                        });
    }

    private List<Long> running(String gpu) {
        return hour.running().getOrDefault(gpu, List.of());
    }

    private void split(GpuTime gpu) {
        List<Use> users =
                running(gpu.gpu()).stream()
                        .sorted()
                        .map(services::get)
                        .filter(use -> use != null && use.isWork())
                        .toList();
        if (users.isEmpty() || gpu.active().us() == 0) {
            ofNobody = ofNobody.plus(gpu.active());
            return;
        }
        List<Taken> parts = gpu.active().split(serviceWeights(users));
        for (int i = 0; i < parts.size(); i++) {
            long service = users.get(i).of().serviceId();
            served.put(service, served(service).plus(parts.get(i), users.size() > 1));
            takenUs.computeIfAbsent(service, _ -> new TreeMap<>())
                    .put(gpu.gpu(), parts.get(i).us());
        }
    }

    private List<Ratio> serviceWeights(List<Use> users) {
        Function<Use, Ratio> measure = measure(users);
        return users.stream()
                .map(
                        use ->
                                measure.apply(use)
                                        .over(activeUs.getOrDefault(use.of().serviceId(), 1L)))
                .toList();
    }

    // The first that each of them has; each had work.
    private Function<Use, Ratio> measure(List<Use> users) {
        for (Function<Use, Ratio> each :
                Arrays.<Function<Use, Ratio>>asList(this::predictedUs, Use::tokens)) {
            if (users.stream().map(each).noneMatch(Ratio.ZERO::equals)) {
                return each;
            }
        }
        return use -> Ratio.of(use.calls() - use.failedCalls());
    }

    /// Predicted time of GPUs of a service's tokens; 0 when there is no prediction.
    Ratio predictedUs(Use use) {
        return use.predictedUs(hour.times().get(use.of().serviceId()));
    }

    /// What services used, by service.
    NavigableMap<Long, Use> services() {
        return services;
    }

    /// What a service took.
    Served served(long service) {
        return served.getOrDefault(service, Served.NOTHING);
    }

    /// What a service took, in microseconds: of each of its GPUs as if it had gone on for all of
    /// the hour as in the part of which it is known what the GPU did.
    long wholeHourUs(long service) {
        Ratio whole = Ratio.ZERO;
        for (Map.Entry<String, Long> each :
                takenUs.getOrDefault(service, new TreeMap<>()).entrySet()) {
            long known = knownMs.getOrDefault(each.getKey(), Hour.LENGTH_MS);
            whole = whole.plus(Ratio.of(each.getValue()).times(Hour.LENGTH_MS).over(known));
        }
        return Drift.rounded(whole);
    }

    /// Sums by what is asked for.
    NavigableMap<Owner, Amounts> by(CostBy by) {
        NavigableMap<Owner, Amounts> sums = new TreeMap<>();
        if (by == CostBy.GPU) {
            addGpus(sums);
        } else {
            addNobody(sums);
            services.keySet().forEach(service -> addService(sums, service, by::of));
        }
        return sums;
    }

    private static void add(NavigableMap<Owner, Amounts> sums, Owner owner, Amounts amounts) {
        sums.merge(owner, amounts, Amounts::plus);
    }

    private void addGpus(NavigableMap<Owner, Amounts> sums) {
        for (GpuTime gpu : hour.gpus()) {
            add(
                    sums,
                    new Owner(gpu.gpu(), 0, 0, 0),
                    new Amounts(gpu.active(), gpu.idle(), gpu.unknown(), 0, 0, !gpu.isWhole()));
        }
        services.forEach((service, use) -> addEarned(sums, service, use.chargeNanos()));
    }

    private void addEarned(NavigableMap<Owner, Amounts> sums, long service, long chargeNanos) {
        NavigableMap<String, Long> places = takenUs.getOrDefault(service, new TreeMap<>());
        if (chargeNanos == 0) {
            return;
        }
        if (served(service).active().us() == 0) {
            add(sums, Owner.NOBODY, Amounts.earned(chargeNanos, false));
            return;
        }
        long[] parts = Shares.of(chargeNanos, places.values().stream().map(Ratio::of).toList());
        int next = 0;
        for (String gpu : places.keySet()) {
            add(sums, new Owner(gpu, 0, 0, 0), Amounts.earned(parts[next++], true));
        }
    }

    // Idle time, and active time of GPUs on which no service had work.
    private void addNobody(NavigableMap<Owner, Amounts> sums) {
        Amounts all = Amounts.of(ofNobody, false);
        for (GpuTime gpu : hour.gpus()) {
            all =
                    all.plus(
                            new Amounts(
                                    Taken.NOTHING,
                                    gpu.idle(),
                                    gpu.unknown(),
                                    0,
                                    0,
                                    !gpu.isWhole()));
        }
        if (all.taken().us() > 0) {
            sums.put(Owner.NOBODY, all);
        }
    }

    private void addService(
            NavigableMap<Owner, Amounts> sums, long service, Function<Owner, Owner> label) {
        List<Use> uses = keys.getOrDefault(service, List.of());
        Taken active = served(service).active();
        boolean isMeasured = active.us() > 0;
        boolean isIncomplete = !isMeasured || knownLeastMs(service) < Hour.LENGTH_MS;
        // A part of no whole microsecond may still have cost something.
        List<Taken> parts =
                active.equals(Taken.NOTHING)
                        ? List.of()
                        : uses.size() == 1 ? List.of(active) : active.split(keyWeights(uses));
        for (int i = 0; i < uses.size(); i++) {
            Use use = uses.get(i);
            Amounts taken =
                    Amounts.of(parts.isEmpty() ? Taken.NOTHING : parts.get(i), isIncomplete);
            add(
                    sums,
                    label.apply(use.of()),
                    taken.plus(Amounts.earned(use.chargeNanos(), isMeasured)));
        }
    }

    private List<Ratio> keyWeights(List<Use> uses) {
        List<Use> working = uses.stream().filter(Use::isWork).toList();
        if (working.isEmpty()) {
            // One key's calls failed, and others' tokens were only told now.
            return uses.stream().map(use -> Ratio.of(use.calls())).toList();
        }
        Function<Use, Ratio> measure = measure(working);
        return uses.stream().map(use -> use.isWork() ? measure.apply(use) : Ratio.ZERO).toList();
    }

    /// How long it is known of each of a service's GPUs what it did; 0 when it has none.
    long knownLeastMs(long service) {
        return knownLeastMs.getOrDefault(service, 0L);
    }
}
