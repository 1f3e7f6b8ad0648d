package io.weighbridge.backend.usage;

import java.util.List;

/// A question about sums by service, bucket by bucket.
///
/// @param granularity hour or day, of UTC
/// @param fromMs begin of the first bucket
/// @param toMs begin of the bucket after the last
/// @param serviceIds in their order; sums of others are left out
record SeriesQuery(
        Granularity granularity,
        long fromMs,
        long toMs,
        List<SeriesSum> sums,
        List<Long> serviceIds) {
    int buckets() {
        return Math.toIntExact((toMs - fromMs) / granularity.lengthMs());
    }

    /// The same by another length of buckets.
    SeriesQuery by(Granularity other) {
        return new SeriesQuery(other, fromMs, toMs, sums, serviceIds);
    }

    /// The same of another time.
    SeriesQuery between(long newFromMs, long newToMs) {
        return new SeriesQuery(granularity, newFromMs, newToMs, sums, serviceIds);
    }

    /// The same up to where an answer may end.
    SeriesQuery upTo(long valuesMax) {
        long buckets =
                Math.max(1, valuesMax / Math.max(1L, (long) serviceIds.size() * sums.size()));
        long endMs = Math.min(toMs, fromMs + buckets * granularity.lengthMs());
        return between(fromMs, endMs);
    }
}
