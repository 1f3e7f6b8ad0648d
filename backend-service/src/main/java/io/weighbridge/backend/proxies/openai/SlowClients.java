package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Breaks off what clients let take too long: a read or a write of a socket that has its time has
/// no end of its own. The thread is interrupted, which closes the socket it waits for. Safe for
/// sharing.
final class SlowClients implements AutoCloseable {
    private static final long LOOK_MS_MAX = 1_000;

    private final TimeSource time;
    private final Set<Watch> watched = ConcurrentHashMap.newKeySet();
    private final Periodic looking;

    /// @param shortestMs of the times that are given
    SlowClients(TimeSource time, long shortestMs) {
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

    /// Watches what this thread does for a client.
    Watch watch() {
        Watch watch = new Watch(Thread.currentThread());
        watched.add(watch);
        return watch;
    }

    @Override
    public void close() {
        looking.close();
    }

    /// One thread that serves a client; its own monitor guards it.
    final class Watch implements AutoCloseable {
        private final Thread thread;
        private boolean isBusy;
        private boolean isBrokenOff;
        private long beganNanos;
        private long untilNanos;
        private long waitedNanos;

        private Watch(Thread thread) {
            this.thread = thread;
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

        /// It has ended: this thread is not interrupted any more for it.
        ///
        /// @return how long it took in milliseconds, as was seen at the last look
        synchronized long end() {
            isBusy = false;
            if (isBrokenOff) {
                isBrokenOff = false;
                var _ = Thread.interrupted();
            }
            return waitedNanos / 1_000_000;
        }

        private synchronized void look(long now) {
            if (isBusy) {
                waitedNanos = Math.max(0, now - beganNanos);
            }
            if (isBusy && !isBrokenOff && now - untilNanos > 0) {
                isBrokenOff = true;
                thread.interrupt();
            }
        }

        @Override
        public void close() {
            watched.remove(this);
        }
    }
}
