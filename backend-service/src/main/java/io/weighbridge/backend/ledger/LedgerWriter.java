package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.journal.ByteWriter;
import io.weighbridge.backend.ledger.journal.Journal;
import io.weighbridge.backend.ledger.journal.JournalLostException;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.Backoff;
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
/// When the journal cannot be written, every command is refused until it can be again. The group
/// that could not be written is in memory already, and is kept: its commands are told that they
/// cannot know, and unless it turns out to be durable it is written anew behind the last group that
/// was forced. Only when memory itself is not to be trusted any more the ledger stops for good.
final class LedgerWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final int GROUP_MAX = 8_192;
    private static final int GROUP_BYTES = Journal.PAYLOAD_MAX / 2;
    private static final long HOLD_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long OUTAGE_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Inbox inbox = new Inbox();
    private final Journal journal;
    private final Fold fold;
    private final TimeSource time;
    private final ByteWriter bytes = new ByteWriter();
    private final Posting posting;
    private final List<Command> deciding = new ArrayList<>();
    private final Upkeep upkeep;
    private final Consumer<List<Fact>> committed;
    private final LedgerMeters meters;
    private volatile boolean closing;
    // Nothing is taken: the journal cannot be written, or the ledger has stopped.
    private volatile boolean failed;
    private boolean stopped;
    private Backoff outage = new Backoff();
    private long tryAgainNanos;
    private volatile long committedSequence;
    // Reached, and waiting for the group before it to be committed and folded.
    private @Nullable Barrier barrier;
    private long unforcedSinceNanos;
    private long nextTickNanos;
    private long nextCheckNanos;

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
        this.journal = journal;
        this.fold = fold;
        this.time = time;
        this.posting = new Posting(state, bytes, nextSequence, lastAtMs);
        this.committedSequence = nextSequence - 1;
        this.upkeep = new Upkeep(state, journal, fold, posting, this::hasRoom, expiry);
        this.committed = committed;
    }

    /// Facts up to this one are durable.
    long committedSequence() {
        return committedSequence;
    }

    /// How much waits for it.
    int queueLength() {
        return inbox.size();
    }

    /// Whether it takes anything.
    boolean isHealthy() {
        return !failed;
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
        return !closing && !failed && !fold.isFull() && inbox.offer(task, urgent);
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
            while (!stopped && (failed ? stepInOutage() : step())) {
                // The next.
            }
        } catch (RuntimeException | Error e) {
            // Memory may differ from what is written now; only a restart can tell.
            stop(e);
        }
        refuseWhatIsQueued();
    }

    /// @return false when it is over
    private boolean step() {
        long now = time.nanos();
        beginGroupIfNone();
        boolean commands = drain();
        if (now - nextTickNanos >= 0) {
            upkeep.tick(now / 1_000_000, time.wallMs(now), committedSequence);
            nextTickNanos = now + TICK_NANOS;
            check(now);
        }
        if (failed) {
            return true; // Nothing is written before it is recovered.
        }
        if (commands || isHoldDelayOver(now)) {
            commit();
        } else if (barrier != null) {
            commit();
            if (!failed) {
                passBarrier(barrier);
            }
        } else if (inbox.isEmpty()) {
            if (closing) {
                commit();
                return failed;
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
                || !hasRoom();
    }

    /// @return whether a command is waiting for the group to be durable
    private boolean drain() {
        for (int i = 0; i < GROUP_MAX && canDrain(); i++) {
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

    // However much is due at once, a group stays one that the journal takes.
    private boolean hasRoom() {
        return bytes.length() < GROUP_BYTES;
    }

    private boolean canDrain() {
        return hasRoom() && barrier == null && !stopped;
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
                stop(fault);
            } else {
                command.failed(fault);
            }
        } catch (RuntimeException e) {
            LOG.error("A command failed", e);
            command.failed(Fault.internal("a command failed", e));
            if (posting.isBroken()) {
                stop(e);
            }
        }
    }

    // Idle, it would find out only by the next caller that the journal is away.
    private void check(long now) {
        if (now - nextCheckNanos < 0) {
            return;
        }
        nextCheckNanos = now + CHECK_NANOS;
        try {
            journal.check();
        } catch (IOException e) {
            beginOutage(e);
        }
    }

    private void commit() {
        if (stopped) {
            return;
        }
        try {
            write();
        } catch (IOException e) {
            beginOutage(e);
            return;
        }
        deciding.forEach(LedgerWriter::tellCommitted);
        deciding.clear();
        publish();
    }

    private void write() throws IOException {
        List<Fact> group = posting.group();
        if (!group.isEmpty()) {
            journal.append(
                    group.getFirst().sequence(), group.size(), bytes.bytes(), bytes.length());
            long before = time.nanos();
            journal.force();
            long after = time.nanos();
            meters.committed(group.size(), after - before);
            nextCheckNanos = after + CHECK_NANOS;
            committedSequence = group.getLast().sequence();
        }
    }

    private void publish() {
        if (!posting.group().isEmpty()) {
            List<Fact> facts = List.copyOf(posting.group());
            tell(facts);
            fold.add(facts, committedSequence);
            posting.group().clear();
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

    private void beginOutage(IOException cause) {
        failed = true;
        LOG.error(
                "The journal cannot be written: nothing is admitted or settled until it can be;"
                        + " trying again",
                cause);
        outage = new Backoff();
        tryLater();
        Fault fault = Fault.undecided("the journal cannot be written", cause);
        deciding.forEach(command -> command.failed(fault));
        deciding.clear();
    }

    private void tryLater() {
        tryAgainNanos = time.nanos() + TimeUnit.MILLISECONDS.toNanos(outage.failedMs());
    }

    /// @return false when it is over
    private boolean stepInOutage() {
        // An interrupted thread can write no file.
        var _ = Thread.interrupted();
        refuseWhatIsQueued();
        if (closing || time.nanos() - tryAgainNanos >= 0) {
            tryAgain();
            return !(closing && failed);
        }
        LockSupport.parkNanos(this, OUTAGE_NAP_NANOS);
        return true;
    }

    // Calls that were admitted before go on, and so do their holds.
    private void refuseWhatIsQueued() {
        Fault fault = Fault.storeUnavailable("the journal cannot be written", null);
        if (barrier != null) {
            barrier.failed(fault);
            barrier = null;
        }
        inbox.refuse(fault);
    }

    private void tryAgain() {
        try {
            journal.recover();
            writeWhatIsGone();
        } catch (JournalLostException e) {
            stop(e);
            return;
        } catch (IOException e) {
            tryLater();
            if (outage.isWorthALine()) {
                LOG.warn("The journal still cannot be written: {}", e.toString());
            }
            return;
        }
        publish();
        upkeep.refusedUntil(time.nanos() / 1_000_000);
        failed = false;
        LOG.info("The journal can be written again: calls are admitted and settled");
    }

    // The group whose outcome was not known is durable, whole, or gone for good.
    private void writeWhatIsGone() throws IOException {
        List<Fact> group = posting.group();
        if (!group.isEmpty() && journal.nextSequence() > group.getLast().sequence()) {
            committedSequence = group.getLast().sequence();
        } else {
            write();
        }
    }

    private void stop(Throwable cause) {
        LOG.error("The ledger stops: nothing more is admitted or settled until a restart", cause);
        failed = true;
        stopped = true;
        Fault fault = Fault.undecided("the ledger has stopped", cause);
        deciding.forEach(command -> command.failed(fault));
        deciding.clear();
    }
}
