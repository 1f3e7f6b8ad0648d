package io.weighbridge.backend.attribution;

import io.weighbridge.backend.attribution.CostDays.Stamp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// Series of what hours of GPUs cost and earned, by GPU or service. Days that were reckoned before
/// are not reckoned again as long as nothing that they are reckoned from was changed.
final class CostSeries {
    /// Numbers of an answer.
    static final long NUMBERS_MAX = 400_000;
    /// Days that one answer looks at, also where there is nothing: twice what a heat map shows.
    static final int DAYS_MAX = 800;

    // What is read at a time.
    private static final int DAYS_AT_ONCE = 16;
    private static final int AT_ONCE_MAX = 4;

    private final Hours hours;
    private final CostDays kept;
    // Each has what was used in some days in memory.
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);

    CostSeries(Hours hours, CostDays kept) {
        this.hours = hours;
        this.kept = kept;
    }

    // What is known of days before anything else is read of them.
    private record Known(Stamp settings, Map<Long, Long> measured, Map<Long, Long> used) {
        Stamp of(long dayMs) {
            return new Stamp(
                    settings.assignments(),
                    settings.links(),
                    settings.gpus(),
                    measured.getOrDefault(dayMs, 0L),
                    used.getOrDefault(dayMs, 0L));
        }
    }

    private Known known(long fromMs, long toMs) {
        return new Known(
                new Stamp(
                        hours.assignments().count(),
                        hours.models().linkCount(),
                        hours.gpus().changes(),
                        0,
                        0),
                hours.measured().dayChanges(fromMs, toMs),
                hours.rollups().dayChanges(fromMs, toMs));
    }

    /// Answers as much as goes into one answer, one bucket at least.
    CostAnswer read(CostQuery query) {
        hours.upToDate().run();
        long firstMs = Math.floorDiv(query.fromMs(), CostDay.LENGTH_MS) * CostDay.LENGTH_MS;
        long lastMs = Math.min(query.toMs(), firstMs + DAYS_MAX * CostDay.LENGTH_MS);
        Known known = known(firstMs, lastMs);
        List<CostDay> days = new ArrayList<>();
        Set<Owner> owners = new HashSet<>();
        long untilMs = firstMs;
        long bucketsMax = Long.MAX_VALUE;
        while (untilMs < lastMs
                && (untilMs - query.fromMs()) / query.length().lengthMs() < bucketsMax) {
            long endMs = untilMs + DAYS_AT_ONCE * CostDay.LENGTH_MS;
            for (CostDay each : days(query, known, untilMs, Math.min(endMs, lastMs))) {
                days.add(each);
                owners.addAll(each.owners());
                untilMs += CostDay.LENGTH_MS;
            }
            bucketsMax =
                    Math.max(
                            1,
                            NUMBERS_MAX / Math.max(1L, (long) owners.size() * query.sums().size()));
        }
        long mostMs =
                query.fromMs() + Math.min(query.buckets(), bucketsMax) * query.length().lengthMs();
        return CostAnswer.of(query.until(Math.min(mostMs, lastMs)), firstMs, days);
    }

    private List<CostDay> days(CostQuery query, Known known, long fromMs, long toMs) {
        Map<Long, CostDay> found = new HashMap<>();
        List<Long> missing = new ArrayList<>();
        List<Long> all = new ArrayList<>();
        for (long dayMs = fromMs; dayMs < toMs; dayMs += CostDay.LENGTH_MS) {
            CostDay day = kept.get(dayMs, query.by(), known.of(dayMs));
            all.add(dayMs);
            if (day == null) {
                missing.add(dayMs);
            } else {
                found.put(dayMs, day);
            }
        }
        if (!missing.isEmpty()) {
            places.acquireUninterruptibly();
            try {
                found.putAll(reckon(query.by(), known, missing));
            } finally {
                places.release();
            }
        }
        return all.stream().map(found::get).toList();
    }

    // Also the days between: mostly all are missing, or the last one.
    private Map<Long, CostDay> reckon(CostBy by, Known known, List<Long> missing) {
        Map<Long, List<Hour>> read = new HashMap<>();
        long endMs = missing.getLast() + CostDay.LENGTH_MS;
        for (Hour each : hours.open(by.uses()).read(missing.getFirst(), endMs)) {
            long dayMs = Math.floorDiv(each.atMs(), CostDay.LENGTH_MS) * CostDay.LENGTH_MS;
            read.computeIfAbsent(dayMs, _ -> new ArrayList<>()).add(each);
        }
        return missing.parallelStream()
                .collect(
                        Collectors.toMap(
                                dayMs -> dayMs,
                                dayMs -> {
                                    List<Hour> own = read.getOrDefault(dayMs, List.of());
                                    CostDay day = CostDay.of(dayMs, by, own);
                                    kept.put(dayMs, by, known.of(dayMs), day);
                                    return day;
                                }));
    }
}
