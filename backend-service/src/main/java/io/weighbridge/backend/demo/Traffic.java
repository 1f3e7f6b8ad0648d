package io.weighbridge.backend.demo;

import io.weighbridge.backend.demo.trace.Pace;
import io.weighbridge.backend.demo.trace.TraceRow;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Plays the rows of a source that are not done yet, each when its time has come, many at once.
final class Traffic {
    // More open calls than this wait: the lag grows instead of the memory.
    private static final int CALLS_MAX = 512;
    private static final int FAILURES_KEPT = 5;

    private final Pace pace;
    private final CallPlanner planner;
    private final RowPlayer caller;
    private final Progress progress;
    private final Meters meters;
    private final StopSignal stop;
    private final long endNanos;
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failureCount = new AtomicInteger();

    /// @param endNanos when to end, on the clock of [System#nanoTime]
    Traffic(
            Pace pace,
            CallPlanner planner,
            RowPlayer caller,
            Progress progress,
            Meters meters,
            StopSignal stop,
            long endNanos) {
        this.pace = pace;
        this.planner = planner;
        this.caller = caller;
        this.progress = progress;
        this.meters = meters;
        this.stop = stop;
        this.endNanos = endNanos;
    }

    /// Returns when all rows are done, or the demo is to end and the calls in flight have.
    void run() {
        Iterator<TraceRow> rows = pace.source().iterator();
        Semaphore free = new Semaphore(CALLS_MAX);
        long startNanos = System.nanoTime();
        long firstMicros = -1;
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            while (rows.hasNext() && !stop.isGiven()) {
                TraceRow row = rows.next();
                if (progress.isDone(row.number())) {
                    continue;
                }
                firstMicros = firstMicros < 0 ? row.atMicros() : firstMicros;
                double micros = (row.atMicros() - firstMicros) / pace.speed();
                long dueNanos = startNanos + (long) (micros * 1_000);
                if (!waitUntil(dueNanos) || !take(free)) {
                    break;
                }
                meters.dispatched(row.atMicros(), System.nanoTime() - dueNanos);
                progress.started(row.number());
                calls.execute(() -> play(row, free));
            }
        }
    }

    // Whether the instant came before the end.
    private boolean waitUntil(long dueNanos) {
        long nowNanos = System.nanoTime();
        boolean inTime = dueNanos - endNanos < 0 && nowNanos - endNanos < 0;
        long until = inTime ? dueNanos : endNanos;
        return until - nowNanos > 0 ? !stop.await(until - nowNanos) && inTime : inTime;
    }

    private boolean take(Semaphore free) {
        try {
            free.acquire();
            return !stop.isGiven();
        } catch (InterruptedException e) {
            stop.give();
            return false;
        }
    }

    private void play(TraceRow row, Semaphore free) {
        try {
            caller.play(planner.plan(row));
        } catch (RuntimeException e) {
            if (failureCount.incrementAndGet() <= FAILURES_KEPT) {
                failures.add("row " + row.number() + ": " + e.getMessage());
            }
            stop.give();
        } finally {
            free.release();
        }
    }

    /// What went wrong: the first few.
    Iterable<String> failures() {
        return failures;
    }

    /// How many rows went wrong.
    int failureCount() {
        return failureCount.get();
    }
}
