package io.weighbridge.console.fx;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Calls again and again on the FX thread while it runs: what changes live is drawn from one
/// snapshot at a time. Not an animation, which would draw sixty frames a second for one call. A
/// call that is still waiting for its turn is not asked for twice.
public final class Ticker {
    private final long intervalMs;
    private final Executor fx;
    private final Runnable tick;
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    /// @param intervalMs between two calls
    /// @param fx where it calls
    public Ticker(long intervalMs, Executor fx, Runnable tick) {
        this.intervalMs = intervalMs;
        this.fx = fx;
        this.tick = tick;
    }

    /// Calls at once and then in intervals. On the FX thread.
    public void start() {
        stop();
        thread = Thread.ofVirtual().name("ticker").start(this::run);
    }

    /// Ends that. On the FX thread: no call comes afterwards.
    public void stop() {
        thread.interrupt();
        thread = Thread.ofVirtual().unstarted(() -> {});
    }

    private void run() {
        Thread own = Thread.currentThread();
        try {
            while (true) {
                if (isAsked.compareAndSet(false, true)) {
                    fx.execute(() -> call(own));
                }
                Thread.sleep(intervalMs);
            }
        } catch (InterruptedException e) {
            // Stopped.
        }
    }

    private void call(Thread caller) {
        isAsked.set(false);
        if (caller.equals(thread)) {
            tick.run();
        }
    }
}
