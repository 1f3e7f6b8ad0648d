package io.weighbridge.benchmarks;

import org.HdrHistogram.Histogram;

/// One round of one store.
///
/// @param done how many were durable
/// @param nanos from the first request to the last answer
/// @param latency of each, in nanoseconds
record SettleRound(long done, long nanos, Histogram latency) {
    static final long LATENCY_MAX_NANOS = 60_000_000_000L;
    static final int DIGITS = 3;

    long perSecond() {
        return Math.round(done * 1e9 / nanos);
    }

    String text() {
        return String.format(
                "%,10d/s   p50 %7.3f ms   p99 %7.3f ms   max %8.3f ms",
                perSecond(),
                latency.getValueAtPercentile(50) / 1e6,
                latency.getValueAtPercentile(99) / 1e6,
                latency.getMaxValue() / 1e6);
    }
}
