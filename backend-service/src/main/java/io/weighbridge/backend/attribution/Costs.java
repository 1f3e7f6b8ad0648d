package io.weighbridge.backend.attribution;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.usage.Granularity;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What hours and days of GPUs cost and earned, and who took them.
final class Costs {
    private static final long DAY_MS = 86_400_000;
    // What one page looks at.
    private static final long LOOKED_MS_MAX = 31 * DAY_MS;

    private final Hours hours;

    Costs(Hours hours) {
        this.hours = hours;
    }

    /// Rows by time, then by owner. A page can end early, and be empty.
    ///
    /// @param length hour or day
    /// @param fromMs begin of the first bucket
    /// @param toMs begin of the bucket after the last
    Page<CostRow> query(CostBy by, Granularity length, long fromMs, long toMs, PageKey page) {
        long nextMs = page.after(0, fromMs);
        // What lies before the page's begin, except of the bucket that the page before ended in.
        Owner told =
                new Owner(page.afterText(), page.after(1, 0), page.after(2, 0), page.after(3, 0));
        long firstMs =
                Math.max(
                        fromMs,
                        length.bucketMs(nextMs)
                                + (isBegin(length, nextMs) ? 0 : length.lengthMs()));
        long endMs = Math.min(toMs, firstMs + LOOKED_MS_MAX);
        HourReading reading = hours.open(by.uses());
        // Keys are many: no more of them in memory than needed.
        long step = by == CostBy.GPU || by == CostBy.SERVICE ? DAY_MS : Hour.LENGTH_MS;
        List<CostRow> rows = new ArrayList<>();
        NavigableMap<Long, NavigableMap<Owner, Amounts>> buckets = new TreeMap<>();
        long atMs = firstMs;
        while (atMs < endMs && rows.size() <= page.size()) {
            long untilMs = Math.min(endMs, atMs + step);
            for (Hour hour : reading.read(atMs, untilMs)) {
                NavigableMap<Owner, Amounts> sums =
                        buckets.computeIfAbsent(length.bucketMs(hour.atMs()), _ -> new TreeMap<>());
                new HourSplit(hour)
                        .by(by)
                        .forEach((owner, amounts) -> sums.merge(owner, amounts, Amounts::plus));
            }
            atMs = untilMs;
            if (isBegin(length, atMs)) {
                buckets.forEach(
                        (bucketMs, sums) ->
                                sums.forEach(
                                        (owner, amounts) -> {
                                            if (page.isFirst()
                                                    || bucketMs > nextMs
                                                    || owner.compareTo(told) > 0) {
                                                rows.add(new CostRow(bucketMs, owner, amounts));
                                            }
                                        }));
                buckets.clear();
            }
        }
        return rows.size() <= page.size() && endMs < toMs
                // No bucket begins just before another.
                ? Page.upTo(rows, page, new long[] {endMs - 1, 0, 0, 0}, "")
                : Page.ofKeys(rows, page, Costs::key, row -> row.owner().gpu());
    }

    private static boolean isBegin(Granularity length, long atMs) {
        return length.bucketMs(atMs) == atMs;
    }

    private static long[] key(CostRow row) {
        return new long[] {
            row.bucketMs(), row.owner().serviceId(), row.owner().accountId(), row.owner().keyId()
        };
    }
}
