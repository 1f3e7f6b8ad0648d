package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.journal.ByteWriter;
import io.weighbridge.backend.ledger.journal.Journal;
import io.weighbridge.backend.ledger.journal.JournalLostException;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;

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
/// While the journal cannot be written nothing more is decided, and every command fails. What was
/// decided before is in memory already: so it goes on only once that is on the disk too, or stops
/// for good when only a restart, which reads the journal anew, can tell.
final class LedgerWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final int GROUP_MAX = 8_192;
    private static final int GROUP_BYTES = Journal.PAYLOAD_MAX / 2;
    private static final long HOLD_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long EXPIRED_AGAIN_MS = 1_000;

    private final Inbox inbox = new Inbox();
    private final LedgerState state;
    private final Journal journal;
    private final Fold fold;
    private final TimeSource time;
    private final ByteWriter bytes = new ByteWriter();
    private final Posting posting;
    private final JournalTrim trim;
    private final List<Command> deciding = new ArrayList<>();
    private final HoldExpiry expiry;
    private final Consumer<List<Fact>> committed;
    private volatile boolean closing;
    private volatile boolean failed;
    // The journal is away for a while.
    private volatile boolean away;
    private volatile long committedSequence;
    // Reached, and waiting for the group before it to be committed and folded.
    private @Nullable Barrier barrier;
    private long unforcedSinceNanos;
    private long nextTickNanos;
    private long nextCheckNanos;
    // When the journal came back last; 0: it was never away.
    private long backAtMs;

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
        this.trim = new JournalTrim(state, journal, fold, posting);
        this.committedSequence = nextSequence - 1;
        this.expiry = expiry;
        this.committed = committed;
    }

    /// Facts up to this one are durable.
    long committedSequence() {
        return committedSequence;
    }

    boolean isHealthy() {
        return !failed && !away;
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
        return !closing && isHealthy() && !fold.isFull() && inbox.offer(task, urgent);
    }

    /// Writes what is queued, then stops.
    void close() {
        closing = true;
        inbox.wake();
    }

    @Override
    public void run() {
        inbox.open();
        nextTickNanos = time.nanos();
        nextCheckNanos = nextTickNanos + CHECK_NANOS;
        try {
            while (!failed && step()) {
                // The next.
            }
        } catch (RuntimeException | Error e) {
            // Memory may differ from what is written now; only a restart can tell.
            fail(e);
        }
        inbox.refuse(Fault.storeUnavailable("the ledger has stopped", null));
    }

    /// @return false when it is over
    private boolean step() {
        long now = time.nanos();
        beginGroupIfNone();
        boolean commands = drain();
        if (now - nextTickNanos >= 0) {
            tick();
            nextTickNanos = now + TICK_NANOS;
            if (!isJournalThere(now)) {
                return false;
            }
        }
        if (commands || isHoldDelayOver(now)) {
            commit();
        } else if (barrier != null) {
            commit();
            passBarrier();
        } else if (inbox.isEmpty()) {
            if (closing) {
                commit();
                return false;
            }
            boolean facts = !posting.group().isEmpty();
            inbox.sleep(facts, facts ? HOLD_DELAY_NANOS / 2 : TICK_NANOS, closing);
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
            Object task = inbox.poll();
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

    private void passBarrier() {
        Barrier reached = barrier;
        if (reached == null) {
            return; // It failed with the group before it.
        }
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
            // While callers get BUSY their calls are not ended behind their backs; nor at once when
            // they could not settle for a while.
            long dueMs = LedgerRecovery.withGrace(hold.call(), hold.expiresAtMs(), backAtMs);
            if (dueMs <= wallMs && hasRoom() && !fold.isFull()) {
                expire(hold, wallMs);
            } else {
                state.holds().expiresAt(hold, dueMs);
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
        trim.letOldSegmentGo(committedSequence, this::hasRoom);
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

    private void commit() {
        List<Fact> group = posting.group();
        try {
            if (!group.isEmpty()) {
                journal.append(
                        group.getFirst().sequence(), group.size(), bytes.bytes(), bytes.length());
                journal.force();
            }
        } catch (IOException | RuntimeException e) {
            if (!isBack(e)) {
                return;
            }
        }
        if (!group.isEmpty()) {
            committedSequence = group.getLast().sequence();
        }
        deciding.forEach(LedgerWriter::tellCommitted);
        deciding.clear();
        if (!group.isEmpty()) {
            nextCheckNanos = time.nanos() + CHECK_NANOS;
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

    private boolean isJournalThere(long now) {
        if (now - nextCheckNanos < 0) {
            return true;
        }
        nextCheckNanos = now + CHECK_NANOS;
        try {
            journal.check();
            return true;
        } catch (IOException e) {
            return isBack(e);
        }
    }

    /// Waits until the journal can be written again and has what was given to it.
    ///
    /// @return false when the ledger has stopped
    private boolean isBack(Exception cause) {
        away = true;
        LOG.error("The journal cannot be written: nothing is settled until it can", cause);
        failWaiting(Fault.outcomeUnknown("the journal cannot be written", cause));
        Fault refusal = Fault.storeUnavailable("the journal cannot be written", cause);
        for (boolean back = false; !back; ) {
            inbox.refuse(refusal);
            try {
                journal.recover();
                back = true;
            } catch (JournalLostException e) {
                e.addSuppressed(cause);
                fail(e);
                return false;
            } catch (IOException | RuntimeException e) {
                if (closing) {
                    fail(cause);
                    return false;
                }
                LockSupport.parkNanos(this, TICK_NANOS);
            }
        }
        inbox.refuse(refusal);
        backAtMs = time.wallMs();
        away = false;
        LOG.info("The journal can be written again");
        return true;
    }

    private void fail(Throwable cause) {
        LOG.error(
                "The journal cannot be written: nothing more is admitted or settled until a restart",
                cause);
        failed = true;
        failWaiting(Fault.outcomeUnknown("the journal cannot be written", cause));
    }

    private void failWaiting(Fault fault) {
        deciding.forEach(command -> command.failed(fault));
        deciding.clear();
        if (barrier != null) {
            barrier.failed(fault);
            barrier = null;
        }
    }
}
