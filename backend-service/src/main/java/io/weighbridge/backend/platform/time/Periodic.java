package io.weighbridge.backend.platform.time;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Work that is done again and again with a pause between, on a thread of its own, and a last time
/// at the close. The next round tries again what one failed at, which is logged ever more rarely.
public final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final String name;
    private final long pauseMs;
    private final long pauseMostMs;
    private final Runnable work;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    // Of the thread's own.
    private Backoff failures;

    private Periodic(String name, Duration pause, Duration pauseMost, Runnable work) {
        this.name = name;
        this.pauseMs = pause.toMillis();
        this.pauseMostMs = pauseMost.toMillis();
        this.failures = new Backoff(2 * pauseMs, pauseMostMs);
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /// Starts it; the first round comes after the first pause.
    ///
    /// @param name for the log
    public static Periodic start(String name, Duration pause, Runnable work) {
        return start(name, pause, pause, work);
    }

    /// Starts it with pauses that grow as long as rounds fail.
    public static Periodic start(String name, Duration pause, Duration pauseMost, Runnable work) {
        Periodic periodic = new Periodic(name, pause, pauseMost, work);
        periodic.thread.start();
        return periodic;
    }

    private void run() {
        try {
            long waitMs = pauseMs;
            while (!closing.await(waitMs, TimeUnit.MILLISECONDS)) {
                waitMs = round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var _ = round();
    }

    // Returns how long to wait.
    private long round() {
        try {
            work.run();
        } catch (RuntimeException e) {
            long waitMs = failures.failedMs();
            if (failures.isWorthALine()) {
                LOG.warn("{} failed: {}", name, e.toString());
            }
            return waitMs;
        }
        if (failures.hasFailed()) {
            failures = new Backoff(2 * pauseMs, pauseMostMs);
            LOG.info("{} works again", name);
        }
        return pauseMs;
    }

    /// Does the work a last time; returns when it is done.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
