package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.journal.ByteWriter;
import io.weighbridge.backend.ledger.journal.Journal;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;

import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The one thread that decides: takes holds and commands from a bounded queue, posts facts, writes
/// them to the journal as a group, forces it, and only then tells the commands. While one group is
/// being forced the next gathers. Holds alone do not hurry: they are written within
/// [#HOLD_DELAY_NANOS].
///
/// When the journal cannot be written the ledger stops for good: nothing more is decided, every
/// command fails, and only a restart, which reads the journal anew, can tell what is on the disk.
final class LedgerWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final int QUEUE_CAPACITY = 1 << 17;
    private static final int GROUP_MAX = 8_192;
    private static final int GROUP_BYTES = Journal.PAYLOAD_MAX / 2;
    private static final long HOLD_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long EXPIRED_AGAIN_MS = 1_000;

    private enum Sleep {
        AWAKE,
        // Holds are waiting to be forced: only a command wakes it early.
        NAP,
        // Nothing is waiting: anything wakes it.
        DEEP
    }

    private final MpscArrayQueue<Object> queue = new MpscArrayQueue<>(QUEUE_CAPACITY);
    private final LedgerState state;
    private final Journal journal;
    private final Fold fold;
    private final TimeSource time;
    private final ByteWriter bytes = new ByteWriter();
    private final Posting posting;
    private final List<Command> deciding = new ArrayList<>();
    private final HoldExpiry expiry;
    private final Consumer<List<Fact>> committed;
    private volatile Sleep sleep = Sleep.AWAKE;
    private volatile boolean closing;
    private volatile boolean failed;
    private volatile long committedSequence;
    private volatile Thread thread = Thread.currentThread();
    // Reached, and waiting for the group before it to be committed and folded.
    private @Nullable Barrier barrier;
    private long unforcedSinceNanos;
    private long nextTickNanos;
    // Last of the notes that let a segment go.
    private long notedAgainSequence;

    /// @param expiry what to do with a hold that expired
    /// @param committed told of each group after it is durable
    LedgerWriter(
            LedgerState state,
            Journal journal,
            Fold fold,
            TimeSource time,
            long nextSequence,
            long lastAtMs,
            HoldExpiry expiry,
            Consumer<List<Fact>> committed) {
        this.state = state;
        this.journal = journal;
        this.fold = fold;
        this.time = time;
        this.posting = new Posting(state, bytes, nextSequence, lastAtMs);
        this.committedSequence = nextSequence - 1;
        this.expiry = expiry;
        this.committed = committed;
    }

    /// Facts up to this one are durable.
    long committedSequence() {
        return committedSequence;
    }

    boolean isFailed() {
        return failed;
    }

    boolean offer(Hold hold) {
        return offer(hold, false);
    }

    boolean offer(HoldChange change) {
        return offer(change, false);
    }

    boolean offer(Command command) {
        return offer(command, true);
    }

    boolean offer(Barrier barrier) {
        return offer(barrier, true);
    }

    private boolean offer(Object task, boolean urgent) {
        if (closing || failed || !queue.offer(task)) {
            return false;
        }
        Sleep now = sleep;
        if (now == Sleep.DEEP || (urgent && now == Sleep.NAP)) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /// Writes what is queued, then stops.
    void close() {
        closing = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!failed) {
            long now = time.nanos();
            beginGroupIfNone();
            boolean commands = drain();
            if (now - nextTickNanos >= 0) {
                tick();
                nextTickNanos = now + TICK_NANOS;
            }
            if (commands || isHoldDelayOver(now)) {
                commit();
            } else if (barrier != null) {
                commit();
                passBarrier(barrier);
            } else if (queue.isEmpty()) {
                if (closing) {
                    commit();
                    break;
                }
                sleep(!posting.group().isEmpty());
            }
        }
        failEverythingLeft();
    }

    private void beginGroupIfNone() {
        if (posting.group().isEmpty()) {
            posting.begin(time.wallMs());
            unforcedSinceNanos = 0;
        }
    }

    private boolean isHoldDelayOver(long now) {
        if (posting.group().isEmpty()) {
            return false;
        }
        if (unforcedSinceNanos == 0) {
            unforcedSinceNanos = now;
        }
        return closing
                || now - unforcedSinceNanos >= HOLD_DELAY_NANOS
                || posting.group().size() >= GROUP_MAX
                || bytes.length() >= GROUP_BYTES;
    }

    /// @return whether a command is waiting for the group to be durable
    private boolean drain() {
        for (int i = 0; i < GROUP_MAX && bytes.length() < GROUP_BYTES && barrier == null; i++) {
            Object task = queue.relaxedPoll();
            if (task == null) {
                break;
            }
            switch (task) {
                case Hold hold -> posting.note(hold, false);
                case HoldChange change -> posting.note(change);
                case Command command -> decide(command);
                case Barrier reached -> {
                    barrier = reached;
                    return !deciding.isEmpty();
                }
                default -> throw new IllegalStateException("task of " + task.getClass());
            }
        }
        return !deciding.isEmpty();
    }

    private void passBarrier(Barrier reached) {
        barrier = null;
        try {
            fold.await(committedSequence);
            reached.passed();
        } catch (RuntimeException e) {
            reached.failed(e);
        }
    }

    private void decide(Command command) {
        try {
            command.decide(posting);
            deciding.add(command);
        } catch (Fault fault) {
            command.failed(fault);
        } catch (RuntimeException e) {
            LOG.error("A command failed", e);
            command.failed(Fault.internal("a command failed", e));
            failIfBroken(e);
        }
    }

    private void failIfBroken(RuntimeException e) {
        if (posting.isBroken()) {
            fail(e);
        }
    }

    // What comes with time: expired holds, expired credit, forgotten ids, journal segments to let
    // go.
    private void tick() {
        long nowMs = posting.atMs();
        for (Hold hold : state.holds().due(nowMs)) {
            expire(hold, nowMs);
        }
        AccountState account = state.takeExpired(nowMs);
        while (account != null) {
            if (posting.expire(account)) {
                state.watchAgain(account.id(), nowMs + EXPIRED_AGAIN_MS);
            }
            account = state.takeExpired(nowMs);
        }
        state.forget(nowMs);
        letOldSegmentGo();
    }

    private void expire(Hold hold, long nowMs) {
        boolean due;
        synchronized (hold.account()) {
            due = !hold.isEnded() && hold.expiresAtMs() <= nowMs;
        }
        if (!due) {
            // Extended meanwhile; the note about it moves it to where it belongs.
            state.holds().expiresAt(hold, hold.expiresAtMs());
            return;
        }
        try {
            expiry.expired(posting, hold);
        } catch (RuntimeException e) {
            LOG.error("An expired hold could not be ended; trying again", e);
            failIfBroken(e);
            state.holds().expiresAt(hold, nowMs + EXPIRED_AGAIN_MS);
        }
    }

    // A segment goes when all its facts are in SQL; holds whose last note is in it are noted again.
    private void letOldSegmentGo() {
        Journal.Oldest oldest = journal.oldest();
        long next = oldest.nextFirstSequence();
        if (next == oldest.firstSequence() || fold.storedSequence() < next - 1) {
            return;
        }
        List<Hold> old = state.holds().notedBefore(next);
        if (!old.isEmpty()) {
            old.forEach(hold -> posting.note(hold, true));
            notedAgainSequence = posting.nextSequence() - 1;
        }
        if (committedSequence < notedAgainSequence) {
            return; // The segment goes once those notes are durable.
        }
        try {
            journal.trim(next);
        } catch (IOException e) {
            LOG.warn("An old journal segment could not be deleted", e);
        }
    }

    private void commit() {
        List<Fact> group = posting.group();
        try {
            if (!group.isEmpty()) {
                journal.append(
                        group.getFirst().sequence(), group.size(), bytes.bytes(), bytes.length());
                journal.force();
                committedSequence = group.getLast().sequence();
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
            return;
        }
        for (Command command : deciding) {
            command.committed();
        }
        deciding.clear();
        if (!group.isEmpty()) {
            List<Fact> facts = List.copyOf(group);
            tell(facts);
            fold.add(facts, committedSequence);
            group.clear();
        }
    }

    private void tell(List<Fact> facts) {
        try {
            committed.accept(facts);
        } catch (RuntimeException e) {
            LOG.error("A listener of the ledger failed", e);
        }
    }

    private void fail(Exception cause) {
        LOG.error(
                "The journal cannot be written: nothing more is admitted or settled until a restart",
                cause);
        failed = true;
        Fault fault = Fault.storeUnavailable("the journal cannot be written", cause);
        deciding.forEach(command -> command.failed(fault));
        deciding.clear();
    }

    private void failEverythingLeft() {
        Fault fault = Fault.storeUnavailable("the ledger has stopped", null);
        for (Object task = queue.poll(); task != null; task = queue.poll()) {
            if (task instanceof Command command) {
                command.failed(fault);
            } else if (task instanceof Barrier left) {
                left.failed(fault);
            }
        }
    }

    private void sleep(boolean facts) {
        sleep = facts ? Sleep.NAP : Sleep.DEEP;
        // Whoever put something in before `sleep` was set did not wake us.
        if (queue.isEmpty() && !closing) {
            LockSupport.parkNanos(this, facts ? HOLD_DELAY_NANOS / 2 : TICK_NANOS);
        }
        sleep = Sleep.AWAKE;
    }
}
