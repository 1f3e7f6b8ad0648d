package io.weighbridge.backend.usage;

/// How long a rollup's bucket is. The number is stored.
public enum Granularity {
    MINUTE(1, 60_000L),
    HOUR(2, 3_600_000L),
    /// A day of UTC.
    DAY(3, 86_400_000L);

    private final int number;
    private final long lengthMs;

    Granularity(int number, long lengthMs) {
        this.number = number;
        this.lengthMs = lengthMs;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// How long a bucket is.
    public long lengthMs() {
        return lengthMs;
    }

    /// Begin of the bucket of an instant.
    public long bucketMs(long atMs) {
        return Math.floorDiv(atMs, lengthMs) * lengthMs;
    }
}
