package io.weighbridge.backend.ledger;

/// How long to wait before something that failed is tried again: at first a tenth of a second, then
/// twice as long each time, at most 5 s. For one thread.
final class Backoff {
    private static final long FIRST_MS = 100;
    private static final long MOST_MS = 5_000;
    private static final int DOUBLINGS_MAX = 10;

    private int failures;

    /// It failed again.
    ///
    /// @return how long to wait
    long failedMs() {
        return Math.min(FIRST_MS << Math.min(failures++, DOUBLINGS_MAX), MOST_MS);
    }

    boolean hasFailed() {
        return failures > 0;
    }

    /// Whether this failure is worth a line in the log: the 1st, 2nd, 4th, 8th ... one.
    boolean isWorthALine() {
        return Integer.bitCount(failures) == 1;
    }
}
