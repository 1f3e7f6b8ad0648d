package io.weighbridge.backend.platform.time;

/// How long to wait before something that failed is tried again: twice as long each time. For one
/// thread.
public final class Backoff {
    private static final long FIRST_MS = 100;
    private static final long MOST_MS = 5_000;
    private static final int DOUBLINGS_MAX = 10;

    private final long firstMs;
    private final long mostMs;
    private int failures;

    /// At first a tenth of a second, at most 5 s.
    public Backoff() {
        this(FIRST_MS, MOST_MS);
    }

    /// @param firstMs how long to wait at first
    /// @param mostMs how long at most
    public Backoff(long firstMs, long mostMs) {
        this.firstMs = firstMs;
        this.mostMs = mostMs;
    }

    /// It failed again.
    ///
    /// @return how long to wait
    public long failedMs() {
        return Math.min(firstMs << Math.min(failures++, DOUBLINGS_MAX), mostMs);
    }

    public boolean hasFailed() {
        return failures > 0;
    }

    /// Whether this failure is worth a line in the log: the 1st, 2nd, 4th, 8th ... one.
    public boolean isWorthALine() {
        return Integer.bitCount(failures) == 1;
    }
}
