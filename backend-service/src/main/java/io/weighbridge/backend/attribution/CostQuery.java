package io.weighbridge.backend.attribution;

import io.weighbridge.backend.usage.Granularity;

import java.util.List;

/// A question about series of costs.
///
/// @param by GPU or service
/// @param length hour or day, of UTC
/// @param fromMs begin of the first bucket
/// @param toMs begin of the bucket after the last
/// @param sums each once
record CostQuery(CostBy by, Granularity length, long fromMs, long toMs, List<CostSum> sums) {
    int buckets() {
        return Math.toIntExact((toMs - fromMs) / length.lengthMs());
    }

    /// The same up to an instant.
    CostQuery until(long newToMs) {
        return new CostQuery(by, length, fromMs, newToMs, sums);
    }
}
