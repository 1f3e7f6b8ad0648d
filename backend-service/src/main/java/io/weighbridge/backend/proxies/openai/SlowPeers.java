package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Breaks off what clients and model servers let take too long. A read or a write of a socket has
/// no end of its own, and one with a time of its own wakes a thread that keeps times, for each read
/// anew: one look at all of them now and then costs less. Safe for sharing.
final class SlowPeers implements AutoCloseable {
    private static final long LOOK_MS_MAX = 1_000;

    private final TimeSource time;
    private final Set<Watch> watched = ConcurrentHashMap.newKeySet();
    private final Periodic looking;

    /// @param shortestMs of the times that are given
    SlowPeers(TimeSource time, long shortestMs) {
        this.time = time;
        long lookMs = Math.clamp(shortestMs / 4, 1, LOOK_MS_MAX);
        this.looking = Periodic.start("gateway-watch", Duration.ofMillis(lookMs), this::look);
    }

    private void look() {
        long now = time.nanos();
        for (Watch watch : watched) {
            watch.look(now);
        }
    }

    /// Watches what this thread does for a client: it is interrupted, which closes the socket it
    /// waits for.
    Watch watch() {
        Thread thread = Thread.currentThread();
        return watch(thread::interrupt, Thread::interrupted);
    }

    /// Watches something that can be broken off.
    Watch watch(Runnable breakOff) {
        return watch(breakOff, () -> true);
    }

    private Watch watch(Runnable breakOff, BooleanSupplier undo) {
        Watch watch = new Watch(breakOff, undo);
        watched.add(watch);
        return watch;
    }

    @Override
    public void close() {
        looking.close();
    }

    /// What one thread waits for; its own monitor guards it.
    final class Watch implements AutoCloseable {
        private final Runnable breakOff;
        private final BooleanSupplier undo;
        private boolean isBusy;
        private boolean isBrokenOff;
        private long beganNanos;
        private long untilNanos;
        private long waitedNanos;

        /// @param undo asked by the thread itself, where it was broken off and is over by now
        private Watch(Runnable breakOff, BooleanSupplier undo) {
            this.breakOff = breakOff;
            this.undo = undo;
        }

        /// Something begins that may take so long.
        void begin(long timeoutMs) {
            long now = time.nanos();
            synchronized (this) {
                isBusy = true;
                beganNanos = now;
                waitedNanos = 0;
                untilNanos = now + 1_000_000L * timeoutMs;
            }
        }

        /// Whether what began last was broken off.
        synchronized boolean isBrokenOff() {
            return isBrokenOff;
        }

        /// It has ended: it is not broken off any more.
        ///
        /// @return how long it took in milliseconds, as was seen at the last look
        synchronized long end() {
            isBusy = false;
            if (isBrokenOff) {
                isBrokenOff = false;
                var _ = undo.getAsBoolean();
            }
            return waitedNanos / 1_000_000;
        }

        private synchronized void look(long now) {
            if (isBusy) {
                waitedNanos = Math.max(0, now - beganNanos);
            }
            if (isBusy && !isBrokenOff && now - untilNanos > 0) {
                isBrokenOff = true;
                breakOff.run();
            }
        }

        @Override
        public void close() {
            watched.remove(this);
        }
    }
}
