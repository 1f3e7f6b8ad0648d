package io.weighbridge.console.benchmark;

import io.weighbridge.console.fx.FxThread;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// For how long a screen could not have drawn anything, at most: its thread is asked again and
/// again, 50 times a second, and that is how long an answer took. Unlike a timer that draws at each
/// pulse this does not make the screen draw, so it can run beside a measurement of processor time.
/// What it sees is one frame that is being made, a collection of the heap, or work that does not
/// belong there.
final class StandStills {
    private static final long EVERY_NANOS = 20_000_000L;

    private final FrameMakers makers = new FrameMakers();
    private final Thread asking = Thread.ofPlatform().daemon().unstarted(this::ask);
    private volatile boolean isOver;
    private long worstNanos;
    private long worstCpuNanos;

    /// The longest of them, and the most processor time in one of them.
    record Worst(long nanos, long cpuNanos) {}

    private StandStills() {}

    static StandStills begin() {
        StandStills begun = new StandStills();
        begun.asking.start();
        return begun;
    }

    private void ask() {
        try {
            while (!isOver) {
                CountDownLatch answered = new CountDownLatch(1);
                long before = System.nanoTime();
                long cpuBefore = makers.cpuNanos();
                FxThread.executor().execute(answered::countDown);
                answered.await();
                worstNanos = Math.max(worstNanos, System.nanoTime() - before);
                worstCpuNanos = Math.max(worstCpuNanos, makers.cpuNanos() - cpuBefore);
                LockSupport.parkNanos(EVERY_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Worst end() {
        isOver = true;
        try {
            asking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Worst(worstNanos, worstCpuNanos);
    }
}
