package io.weighbridge.backend.platform.time;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Work that is done again and again with a pause between, on a thread of its own, and a last time
/// at the close. A round that fails is logged, and the next one tries again.
public final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final String name;
    private final long pauseMs;
    private final Runnable work;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Periodic(String name, Duration pause, Runnable work) {
        this.name = name;
        this.pauseMs = pause.toMillis();
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /// Starts it; the first round comes after the first pause.
    ///
    /// @param name for the log
    public static Periodic start(String name, Duration pause, Runnable work) {
        Periodic periodic = new Periodic(name, pause, work);
        periodic.thread.start();
        return periodic;
    }

    private void run() {
        try {
            while (!closing.await(pauseMs, TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        round();
    }

    private void round() {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{} failed: {}", name, e.toString());
        }
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
