package io.weighbridge.backend.cli.option;

import io.weighbridge.backend.platform.time.Backoff;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How long a service that takes nothing is tried again, twice as long apart each time. Begins when
/// it is made. For one thread.
public final class Patience {
    private static final long RETRY_MS = 500;
    private static final long RETRY_MS_MAX = 30_000;

    private final Backoff failures = new Backoff(RETRY_MS, RETRY_MS_MAX);
    private final Duration most;
    private final long sinceNanos = System.nanoTime();

    /// @param most in all
    public Patience(Duration most) {
        this.most = most;
    }

    /// What is left of it, for one more try; at least a moment.
    public Duration left() {
        Duration left = most.minusNanos(System.nanoTime() - sinceNanos);
        Duration moment = Duration.ofMillis(RETRY_MS);
        return left.compareTo(moment) < 0 ? moment : left;
    }

    /// Waits before another try.
    ///
    /// @return whether there is to be one
    public boolean hasMore() throws InterruptedException {
        long leftMs = most.minusNanos(System.nanoTime() - sinceNanos).toMillis();
        long pauseMs = failures.failedMs();
        if (leftMs <= 0) {
            return false;
        }
        TimeUnit.MILLISECONDS.sleep(Math.min(pauseMs, leftMs));
        return true;
    }

    /// Whether the last failure is worth a line.
    public boolean isWorthALine() {
        return failures.isWorthALine();
    }
}
