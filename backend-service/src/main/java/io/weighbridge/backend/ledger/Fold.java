package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.Backoff;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Brings committed facts into SQL, on a thread of its own, many groups in one transaction. When
/// SQL cannot be written it tries again for ever, ever more slowly up to 5 s; meanwhile the backlog
/// grows to its limit, and then the ledger takes nothing new.
final class Fold implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Fold.class);
    // Facts of one SQL transaction, at least: enough to touch each page for many of them, few
    // enough to keep other writers of SQL waiting only a fraction of a second.
    private static final int BATCH_FACTS = 32_768;
    private static final int BACKLOG_MAX = 131_072;
    private static final long PAUSE_MS = 250;
    private static final long AWAIT_MS = 30_000;

    private record Group(List<Fact> entries, long lastSequence) {}

    private final LedgerStore store;
    private final LedgerState state;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Condition less = lock.newCondition();
    // All guarded by lock.
    private final Deque<Group> backlog = new ArrayDeque<>();
    private int backlogFacts;
    private int waiting;
    private boolean closing;
    // Written under the lock.
    private volatile boolean full;
    // Written by the fold's own thread.
    private volatile boolean failing;
    // Facts up to this one are in SQL, or need not be.
    private volatile long foldedSequence;
    // What SQL itself says: behind foldedSequence by facts that leave nothing in SQL.
    private volatile long storedSequence;

    Fold(LedgerStore store, LedgerState state, long foldedSequence) {
        this.store = store;
        this.state = state;
        this.foldedSequence = foldedSequence;
        this.storedSequence = foldedSequence;
    }

    /// The sequence up to which SQL says that it has facts. The journal is trimmed up to here only,
    /// so that there is never a gap between what SQL says and where the journal begins.
    long storedSequence() {
        return storedSequence;
    }

    /// Whether so much waits that the ledger takes nothing new. What it had taken before still
    /// comes.
    boolean isFull() {
        return full;
    }

    /// Facts that wait.
    int backlog() {
        lock.lock();
        try {
            return backlogFacts;
        } finally {
            lock.unlock();
        }
    }

    /// Whether SQL cannot be written at the moment.
    boolean isFailing() {
        return failing;
    }

    /// Takes a committed group.
    void add(List<Fact> group, long lastSequence) {
        List<Fact> entries = new ArrayList<>(group.size());
        for (Fact fact : group) {
            if (!(fact instanceof Fact.HoldOpened) && !(fact instanceof Fact.HoldChanged)) {
                entries.add(fact);
            }
        }
        lock.lock();
        try {
            backlog.add(new Group(entries, lastSequence));
            backlogFacts += entries.size();
            full = backlogFacts >= BACKLOG_MAX;
            if (backlogFacts >= BATCH_FACTS || backlog.size() == 1) {
                more.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Returns when facts up to this one are in SQL.
    ///
    /// @throws Fault STORE_UNAVAILABLE when SQL stays out of reach
    void await(long sequence) {
        if (foldedSequence >= sequence) {
            return;
        }
        lock.lock();
        try {
            waiting++;
            more.signal();
            long leftNanos = TimeUnit.MILLISECONDS.toNanos(AWAIT_MS);
            while (foldedSequence < sequence) {
                if (leftNanos <= 0) {
                    throw Fault.storeUnavailable("the fold is too far behind for reading", null);
                }
                leftNanos = less.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.storeUnavailable("interrupted while waiting for the fold", e);
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /// Folds what is left, then stops.
    void close() {
        lock.lock();
        try {
            closing = true;
            more.signal();
            less.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        while (true) {
            List<Group> groups = take();
            if (groups.isEmpty() || !foldUntilDone(groups)) {
                return;
            }
        }
    }

    // The next batch; empty when there is none and none will come.
    private List<Group> take() {
        lock.lock();
        try {
            while (backlog.isEmpty() && !closing) {
                more.awaitUninterruptibly();
            }
            pauseForMore();
            List<Group> groups = new ArrayList<>();
            int facts = 0;
            while (!backlog.isEmpty() && facts < BATCH_FACTS) {
                Group group = backlog.remove();
                facts += group.entries.size();
                groups.add(group);
            }
            return groups;
        } finally {
            lock.unlock();
        }
    }

    // While nobody waits for it, a fold takes what comes within a moment together.
    private void pauseForMore() {
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(PAUSE_MS);
        try {
            while (leftNanos > 0 && waiting == 0 && !closing && backlogFacts < BATCH_FACTS) {
                leftNanos = more.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return false when it gave up because of closing: nothing after these may be folded then
    private boolean foldUntilDone(List<Group> groups) {
        List<Fact> facts = new ArrayList<>();
        groups.forEach(group -> facts.addAll(group.entries));
        long last = groups.getLast().lastSequence;
        Backoff failures = new Backoff();
        while (true) {
            try {
                if (!facts.isEmpty()) {
                    store.fold(facts, last);
                    storedSequence = last;
                }
                break;
            } catch (RuntimeException e) {
                long waitMs = failures.failedMs();
                if (failures.isWorthALine()) {
                    LOG.error("Folding into SQL failed; trying again until it works", e);
                }
                failing = true;
                lock.lock();
                try {
                    if (closing) {
                        // The journal has them; the next start folds them.
                        return false;
                    }
                    var _ = more.await(waitMs, TimeUnit.MILLISECONDS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                } finally {
                    lock.unlock();
                }
            }
        }
        if (failures.hasFailed()) {
            failing = false;
            LOG.info("Folding into SQL works again");
        }
        facts.forEach(state::folded);
        lock.lock();
        try {
            foldedSequence = last;
            backlogFacts -= facts.size();
            full = backlogFacts >= BACKLOG_MAX;
            less.signalAll();
        } finally {
            lock.unlock();
        }
        return true;
    }
}
