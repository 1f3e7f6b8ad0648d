package io.weighbridge.backend.usage.live;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Sends the live view to watchers, each on a virtual thread of its own, so that a slow one keeps
/// nobody waiting. Their number is limited. Safe for sharing.
public final class LiveFeed implements AutoCloseable {
    /// The most watchers at a time.
    public static final int WATCHERS_MAX = 200;

    /// Time between two updates when nothing else is said.
    public static final long INTERVAL_MS_DEFAULT = 250;

    private static final long INTERVAL_MS_MIN = 100;
    private static final long INTERVAL_MS_MAX = 10_000;
    private static final long TIDY_MS = 30_000;

    /// Where updates go: the transport of one watcher. Called by one thread at a time.
    public interface Sink {
        /// Whether it takes an update without putting it behind others.
        boolean isReady();

        /// One message.
        void send(Update update);

        /// The service stops.
        void end();

        /// Watching failed.
        void fail(RuntimeException cause);
    }

    /// One message: a state, or a part of one that is too large for a message.
    ///
    /// @param snapshot whether what was sent before counts no more
    /// @param part the keys of this message are `changes.keys()` from here ...
    /// @param partEnd ... to before here
    /// @param changes the state
    public record Update(boolean snapshot, int part, int partEnd, LiveBoard.Changes changes) {
        /// Whether the state goes on in the next message.
        public boolean more() {
            return partEnd < changes.keys().size();
        }
    }

    private final LiveBoard board;
    private final FeedBudget budget;
    private final TimeSource time;
    private final Set<LiveWatcher> watchers = ConcurrentHashMap.newKeySet();
    // Keys at rest are forgotten even while nobody watches.
    private final Periodic tidying;
    // Guarded by this.
    private boolean closed;

    public LiveFeed(LiveBoard board, TimeSource time) {
        this.board = board;
        this.budget = new FeedBudget(time.nanos());
        this.time = time;
        this.tidying =
                Periodic.start(
                        "live-tidy", Duration.ofMillis(TIDY_MS), () -> board.refresh(TIDY_MS / 2));
    }

    /// Begins to send; what is returned is told when the transport is ready again or is gone.
    ///
    /// @param accountId 0 for all accounts
    /// @param intervalMs least time between two updates, 100 to 10,000; 0 for the default
    /// @throws Fault INVALID_FIELD; BUSY when there are too many watchers
    public LiveWatcher watch(long accountId, long intervalMs, Sink sink) {
        long interval =
                intervalMs == 0
                        ? INTERVAL_MS_DEFAULT
                        : Check.range("interval_ms", intervalMs, INTERVAL_MS_MIN, INTERVAL_MS_MAX);
        LiveWatcher watcher =
                new LiveWatcher(board, budget, time, accountId, interval, sink, watchers::remove);
        synchronized (this) {
            if (closed || watchers.size() >= WATCHERS_MAX) {
                throw Fault.of(
                        ErrorCode.BUSY,
                        closed
                                ? "the service stops"
                                : "too many watch already (expected: at most "
                                        + WATCHERS_MAX
                                        + "); try again later");
            }
            watchers.add(watcher);
        }
        Thread.ofVirtual().name("live-watcher").start(watcher);
        return watcher;
    }

    /// How many watch.
    public int watchers() {
        return watchers.size();
    }

    /// Ends every stream.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        tidying.close();
        watchers.forEach(LiveWatcher::stop);
    }
}
