package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.platform.time.TimeSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The calls that are open, at most so many: one counts until the ledger has answered its end, so a
/// ledger that is behind takes no more than that. Safe for sharing.
public final class OpenCalls implements CallCounts {
    private static final Logger LOG = LoggerFactory.getLogger(OpenCalls.class);
    private static final int NAMES_MAX = 1_000;
    private static final long CUT_OFF_MS = 5_000;

    private final int most;
    private final Semaphore places;
    private final Set<OpenCall> open = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong estimated = new AtomicLong();
    private final AtomicLong otherModel = new AtomicLong();
    private final Set<List<String>> otherNames = ConcurrentHashMap.newKeySet();
    private final LedgerWaits waits;
    private volatile boolean closed;

    OpenCalls(int most, TimeSource time) {
        this.most = most;
        this.places = new Semaphore(most);
        this.waits = new LedgerWaits(time);
    }

    /// Who waits for the ledger's answer.
    LedgerWaits waits() {
        return waits;
    }

    /// Takes a place for a request, if there is one.
    public boolean enter() {
        if (closed || !places.tryAcquire()) {
            return false;
        }
        // A stop that had seen none open does not see this one.
        if (closed) {
            places.release();
            return false;
        }
        return true;
    }

    /// Gives a place back that no call was opened for.
    public void leave() {
        places.release();
    }

    /// A call was opened in the place of its request.
    public void add(OpenCall call) {
        open.add(call);
    }

    /// Nothing more comes of it: its end is durable, and what waits for it is done.
    void ended(OpenCall call) {
        if (open.remove(call)) {
            places.release();
        }
    }

    /// Gives a call's end to the ledger. One that cannot even be given is not lost: it is tried
    /// again later.
    void tell(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException e) {
            LOG.error("a call's end could not be told, and will be again", e);
            later(ending);
        }
    }

    /// What the ledger could not take now.
    void later(Runnable ending) {
        waiting.add(ending);
    }

    /// Asks the ledger again, and lets go who waited for its answers long enough. To be done twice
    /// a second.
    public void retry() {
        waits.look();
        for (int left = waiting.size(); left > 0; left--) {
            Runnable ending = waiting.poll();
            if (ending != null) {
                tell(ending);
            }
        }
    }

    void countEstimated() {
        estimated.incrementAndGet();
    }

    @Override
    public int count() {
        return most - places.availablePermits();
    }

    @Override
    public long estimatedCount() {
        return estimated.get();
    }

    /// Counts a call that another model answered.
    ///
    /// @return whether these two names are new, and worth a line of the log
    boolean countOtherModel(String asked, String answered) {
        otherModel.incrementAndGet();
        return otherNames.size() < NAMES_MAX && otherNames.add(List.of(asked, answered));
    }

    @Override
    public long otherModelCount() {
        return otherModel.get();
    }

    /// Takes no more.
    void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    /// At a stop: takes no more calls, lets those that are open end, and breaks off those that do
    /// not.
    ///
    /// @return whether all ended by themselves
    public boolean drain(long timeoutMs) {
        close();
        if (awaitNone(timeoutMs)) {
            return true;
        }
        open.forEach(call -> call.cancel().cancel());
        return false;
    }

    /// Waits until those that were broken off are settled.
    public void awaitBrokenOff() {
        if (count() > 0 && !awaitNone(CUT_OFF_MS)) {
            LOG.warn("{} calls did not end; their holds will expire", count());
        }
    }

    /// Waits until none is open.
    ///
    /// @return whether that is so
    public boolean awaitNone(long timeoutMs) {
        try {
            if (places.tryAcquire(most, timeoutMs, TimeUnit.MILLISECONDS)) {
                places.release(most);
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
