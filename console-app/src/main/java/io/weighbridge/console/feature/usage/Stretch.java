package io.weighbridge.console.feature.usage;

import io.weighbridge.proto.v1.Granularity;

import java.util.ArrayList;
import java.util.List;

/// A run of the service's own buckets that is asked for at once. The service sums by hours and days
/// of UTC; where a day of the operator's zone begins within such an hour, that hour is read by its
/// minutes, so that each call counts in the day in which it was made.
record Stretch(Granularity granularity, Span span) {
    // The service refuses more in one question.
    private static final long BUCKETS_MAX = 100_000;

    /// All that is needed to sum up these buckets, in the order of time.
    static List<Stretch> of(Buckets buckets) {
        return of(buckets, false);
    }

    /// The same.
    ///
    /// @param wholeHours nothing is summed by minutes: an hour counts where it begins
    static List<Stretch> of(Buckets buckets, boolean wholeHours) {
        Granularity whole = buckets.step().granularity(buckets.zone());
        long length = lengthMs(whole);
        Span span = buckets.span();
        List<Stretch> all = new ArrayList<>();
        long from = span.fromMs();
        for (int i = 0; i <= buckets.size(); i++) {
            long edge = i == buckets.size() ? span.toMs() : buckets.begin(i);
            long begin = Math.floorDiv(edge, length) * length;
            if (begin != edge && !wholeHours) {
                long end = Math.min(begin + length, span.toMs());
                add(all, whole, from, begin);
                add(all, Granularity.GRANULARITY_MINUTE, Math.max(begin, span.fromMs()), end);
                from = end;
            }
        }
        // The last hour may end later.
        long end = wholeHours ? Math.ceilDiv(span.toMs(), length) * length : span.toMs();
        add(all, whole, from, end);
        return all;
    }

    private static void add(List<Stretch> all, Granularity granularity, long fromMs, long toMs) {
        long most = BUCKETS_MAX * lengthMs(granularity);
        for (long from = fromMs; from < toMs; from += most) {
            all.add(new Stretch(granularity, new Span(from, Math.min(from + most, toMs))));
        }
    }

    private static long lengthMs(Granularity granularity) {
        return switch (granularity) {
            case GRANULARITY_MINUTE -> 60_000L;
            case GRANULARITY_HOUR -> 3_600_000L;
            case GRANULARITY_DAY -> 86_400_000L;
            case GRANULARITY_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("no length: " + granularity);
        };
    }
}
