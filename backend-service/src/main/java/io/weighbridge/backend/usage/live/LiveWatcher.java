package io.weighbridge.backend.usage.live;

import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One watcher's loop: waits until an update is due and its transport is ready, and only then takes
/// the newest state. While the transport is not ready it holds the number of the state that was
/// sent last, and the rest of one that is sent by half; nothing piles up.
public final class LiveWatcher implements Runnable {
    /// The most keys of a message.
    public static final int KEYS_MAX = 1_000;

    // Watchers that are due at about the same time share a refresh of the board.
    private static final long AGE_MAX_MS = 100;

    private final LiveBoard board;
    private final FeedBudget budget;
    private final TimeSource time;
    private final long accountId;
    private final long intervalNanos;
    private final LiveFeed.Sink sink;
    private final Consumer<LiveWatcher> ended;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by lock.
    private boolean gone;
    private boolean stopping;

    LiveWatcher(
            LiveBoard board,
            FeedBudget budget,
            TimeSource time,
            long accountId,
            long intervalMs,
            LiveFeed.Sink sink,
            Consumer<LiveWatcher> ended) {
        this.board = board;
        this.budget = budget;
        this.time = time;
        this.accountId = accountId;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
        this.sink = sink;
        this.ended = ended;
    }

    /// The transport may be ready again.
    public void ready() {
        signal();
    }

    /// The watcher went away.
    public void cancel() {
        lock.lock();
        try {
            gone = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        ended.accept(this);
    }

    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            send();
            if (!isGone()) {
                sink.end();
            }
        } catch (RuntimeException e) {
            if (!isGone()) {
                sink.fail(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.accept(this);
        }
    }

    private boolean isGone() {
        lock.lock();
        try {
            return gone;
        } finally {
            lock.unlock();
        }
    }

    private void send() throws InterruptedException {
        long version = 0;
        @Nullable LiveTotals totals = null;
        long dueNanos = time.nanos();
        while (awaitTurn(dueNanos)) {
            LiveBoard.Changes changes = board.changesSince(version, accountId, AGE_MAX_MS);
            dueNanos = time.nanos() + intervalNanos;
            boolean news =
                    changes.whole()
                            || !changes.keys().isEmpty()
                            || !changes.totals().equals(totals);
            if (news && !sendAll(changes)) {
                return;
            }
            version = changes.version();
            totals = changes.totals();
        }
    }

    /// @return false when it is to end
    private boolean sendAll(LiveBoard.Changes changes) throws InterruptedException {
        int size = changes.keys().size();
        int from = 0;
        do {
            int end = Math.min(size, from + KEYS_MAX);
            if (!awaitTurn(budget.reserve(end - from, time.nanos()))) {
                return false;
            }
            sink.send(new LiveFeed.Update(changes.whole() && from == 0, from, end, changes));
            from = end;
        } while (from < size);
        return true;
    }

    /// Waits until an instant, and then until the transport is ready.
    ///
    /// @return false when it is to end
    private boolean awaitTurn(long dueNanos) throws InterruptedException {
        lock.lock();
        try {
            while (!gone && !stopping) {
                long leftNanos = dueNanos - time.nanos();
                if (leftNanos > 0) {
                    var _ = changed.awaitNanos(leftNanos);
                } else if (sink.isReady()) {
                    return true;
                } else {
                    changed.await();
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }
}
