package io.weighbridge.backend.attribution;

import io.weighbridge.backend.usage.Granularity;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Series, and what of the question they answer. Not for changing.
///
/// @param told what is answered
/// @param series by owner: all buckets of one sum after those of the other
record CostAnswer(CostQuery told, NavigableMap<Owner, long[]> series) {
    /// @param firstDayMs begin of the first day
    /// @param days one after the other, at least as long as what is told
    static CostAnswer of(CostQuery told, long firstDayMs, List<CostDay> days) {
        NavigableMap<Owner, long[]> series = new TreeMap<>();
        int buckets = told.buckets();
        for (int i = 0; i < days.size(); i++) {
            CostDay day = days.get(i);
            long dayMs = firstDayMs + i * CostDay.LENGTH_MS;
            int from = hour(told.fromMs() - dayMs);
            int to = hour(told.toMs() - dayMs);
            int at = (int) ((dayMs - told.fromMs()) / told.length().lengthMs());
            for (int owner = 0; owner < day.owners().size(); owner++) {
                if (day.has(owner, from, to)) {
                    long[] own =
                            series.computeIfAbsent(
                                    day.owners().get(owner),
                                    _ -> new long[buckets * told.sums().size()]);
                    int first = at;
                    for (CostSum sum : told.sums()) {
                        if (told.length() == Granularity.DAY) {
                            own[first] = day.total(owner, sum);
                        } else {
                            day.copy(owner, sum, from, to, own, first + from);
                        }
                        first += buckets;
                    }
                }
            }
        }
        return new CostAnswer(told, series);
    }

    private static int hour(long afterMs) {
        return Math.clamp(afterMs / Hour.LENGTH_MS, 0, CostDay.HOURS);
    }
}
