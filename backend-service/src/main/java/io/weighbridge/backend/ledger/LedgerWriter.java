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
    private final LedgerMeters meters;
    private volatile Sleep sleep = Sleep.AWAKE;
    private volatile boolean closing;
    private volatile boolean failed;
    private volatile long committedSequence;
    private volatile Thread thread = Thread.currentThread();
    // Reached, and waiting for the group before it to be committed and folded.
    private @Nullable Barrier barrier;
    private long unforcedSinceNanos;
    private long nextTickNanos;
    // The last fact that notes a hold again so that an old segment can go.
    private long lastNoteAgain;

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
            Consumer<List<Fact>> committed,
            LedgerMeters meters) {
        this.meters = meters;
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

    /// How much waits for it.
    int queueLength() {
        return queue.size();
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
        if (closing || failed || fold.isFull() || !queue.offer(task)) {
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
        nextTickNanos = time.nanos();
        try {
            while (!failed && step()) {
                // The next.
            }
        } catch (RuntimeException | Error e) {
            // Memory may differ from what is written now; only a restart can tell.
            fail(e);
        }
        failEverythingLeft();
    }

    /// @return false when it is over
    private boolean step() {
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
                return false;
            }
            sleep(!posting.group().isEmpty());
        }
        return true;
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
            if (posting.isBroken()) {
                deciding.add(command);
                fail(fault);
            } else {
                command.failed(fault);
            }
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
        // By the clock as it is: the instants of facts never fall, and after the clock was set back
        // they would end new holds at once.
        long wallMs = time.wallMs();
        for (Hold hold : state.holds().due(wallMs)) {
            // While callers get BUSY their calls are not ended behind their backs.
            if (hasRoom() && !fold.isFull()) {
                expire(hold, wallMs);
            } else {
                state.holds().expiresAt(hold, hold.expiresAtMs());
            }
        }
        AccountState account = hasRoom() ? state.takeExpired(nowMs) : null;
        while (account != null) {
            if (posting.expire(account)) {
                state.watchAgain(account.id(), nowMs + EXPIRED_AGAIN_MS);
            }
            account = hasRoom() ? state.takeExpired(nowMs) : null;
        }
        state.forget(nowMs);
        letOldSegmentGo();
    }

    // However much is due at once, a group stays one that the journal takes; the next tick goes on.
    private boolean hasRoom() {
        return bytes.length() < GROUP_BYTES;
    }

    private void expire(Hold hold, long nowMs) {
        try {
            // In one piece: nobody is told that it was extended while it ends.
            synchronized (hold.account()) {
                if (hold.isEnded()) {
                    return;
                }
                if (hold.expiresAtMs() > nowMs) {
                    // Extended meanwhile.
                    state.holds().expiresAt(hold, hold.expiresAtMs());
                    return;
                }
                expiry.expired(posting, hold);
            }
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
        if (fold.storedSequence() < next - 1) {
            return;
        }
        for (Hold hold : state.holds().notedBefore(next)) {
            if (!hasRoom()) {
                return;
            }
            posting.note(hold, true);
            lastNoteAgain = posting.nextSequence() - 1;
        }
        if (next == oldest.firstSequence() || committedSequence < lastNoteAgain) {
            return; // The only one stays; another goes once those notes are durable.
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
                long before = time.nanos();
                journal.force();
                meters.committed(group.size(), time.nanos() - before);
                committedSequence = group.getLast().sequence();
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
            return;
        }
        deciding.forEach(LedgerWriter::tellCommitted);
        deciding.clear();
        if (!group.isEmpty()) {
            List<Fact> facts = List.copyOf(group);
            tell(facts);
            fold.add(facts, committedSequence);
            group.clear();
        }
    }

    private static void tellCommitted(Command command) {
        try {
            command.committed();
        } catch (RuntimeException e) {
            LOG.error("A command could not be told that it was committed", e);
        }
    }

    private void tell(List<Fact> facts) {
        try {
            committed.accept(facts);
        } catch (RuntimeException e) {
            LOG.error("A listener of the ledger failed", e);
        }
    }

    private void fail(Throwable cause) {
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
        if (barrier != null) {
            barrier.failed(fault);
        }
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
