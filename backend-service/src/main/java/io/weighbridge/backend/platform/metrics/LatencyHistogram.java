package io.weighbridge.backend.platform.metrics;

import java.util.concurrent.atomic.LongAdder;

/// How long something takes, in buckets. Recording is a comparison or a few and two additions that
/// no two threads do in the same place; nothing is allocated. Safe for sharing.
public final class LatencyHistogram {
    // Upper bounds: from what memory takes to what a disk takes on a bad day.
    private static final long[] BOUNDS_NANOS = {
        1_000L,
        2_500L,
        5_000L,
        10_000L,
        25_000L,
        50_000L,
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        1_000_000_000L,
        10_000_000_000L
    };

    private final LongAdder[] counts = new LongAdder[BOUNDS_NANOS.length + 1];
    private final LongAdder sumNanos = new LongAdder();

    public LatencyHistogram() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /// Counts one.
    public void record(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sumNanos.add(nanos);
    }

    static int buckets() {
        return BOUNDS_NANOS.length + 1;
    }

    /// The upper bound of a bucket; of the last, all there is.
    static long boundNanos(int bucket) {
        return bucket < BOUNDS_NANOS.length ? BOUNDS_NANOS[bucket] : Long.MAX_VALUE;
    }

    long count(int bucket) {
        return counts[bucket].sum();
    }

    long sumNanos() {
        return sumNanos.sum();
    }
}
