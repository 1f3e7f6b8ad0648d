package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.ledger.journal.ByteReader;
import io.weighbridge.backend.ledger.journal.FileJournal;
import io.weighbridge.backend.ledger.journal.Journal;
import io.weighbridge.backend.ledger.journal.JournalDamagedException;
import io.weighbridge.backend.ledger.journal.JournalDisk;
import io.weighbridge.backend.ledger.journal.JournalSource;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// The ledger as others see it: accounts in memory, holds, and a queue of commands for the writer.
///
/// Order at a start: [#open] reads SQL and the journal and brings SQL up to date; then the gate
/// takes the open holds over ([#adoptHolds]); then [#start]. From then on only the writer changes
/// balances.
public final class Ledger implements AutoCloseable {
    /// The journal's directory in the data directory.
    public static final String JOURNAL = "journal";

    private static final long STOP_MS = 30_000;

    private final LedgerState state;
    private final TimeSource time;
    private final Journal journal;
    private final Fold fold;
    private final long lastAtMs;
    private volatile boolean refusesNewHolds;
    private final LedgerMeters meters = new LedgerMeters();
    private @Nullable LedgerWriter writer;
    private @Nullable Thread writerThread;
    private @Nullable Thread foldThread;

    private Ledger(
            LedgerStore store, LedgerState state, TimeSource time, Journal journal, long lastAtMs) {
        this.state = state;
        this.time = time;
        this.journal = journal;
        this.lastAtMs = lastAtMs;
        this.fold = new Fold(store, state, journal.nextSequence() - 1);
    }

    /// The same with a journal of files in this directory.
    public static Ledger open(
            Path dataDirectory, LedgerStore store, TimeSource time, long idRetentionMs) {
        return open(dataDirectory, JournalDisk.REAL, store, time, idRetentionMs);
    }

    static Ledger open(
            Path dataDirectory,
            JournalDisk disk,
            LedgerStore store,
            TimeSource time,
            long idRetentionMs) {
        JournalSource files = FileJournal.in(dataDirectory.resolve(JOURNAL), disk);
        return open(files, store, time, idRetentionMs);
    }

    /// Brings memory and SQL to where the journal ends.
    ///
    /// @param idRetentionMs how long ended request ids stay in memory: at least as long as an id
    ///     can be sent again
    /// @throws Fault STORE_UNAVAILABLE when the journal or SQL cannot be read, or is damaged
    public static Ledger open(
            JournalSource source, LedgerStore store, TimeSource time, long idRetentionMs) {
        LedgerState state = new LedgerState(store, idRetentionMs);
        long nowMs = time.wallMs();
        LedgerStore.Snapshot snapshot = store.load(nowMs - idRetentionMs);
        state.load(snapshot);
        LedgerRecovery recovery =
                new LedgerRecovery(store, state, snapshot, nowMs, time.nanos() / 1_000_000);
        try {
            Journal journal =
                    source.open(
                            snapshot.foldedSequence() + 1,
                            (first, count, payload) -> recovery.frame(new ByteReader(payload)));
            recovery.finish();
            return new Ledger(store, state, time, journal, recovery.lastAtMs());
        } catch (JournalDamagedException e) {
            throw Fault.storeUnavailable(
                    "the journal is damaged: "
                            + e.getMessage()
                            + ". Keep a copy of the data directory, look at the disk, and restore"
                            + " the newest good backup (weighbridge restore; docs/backup.md).",
                    e);
        } catch (IOException | BufferUnderflowException e) {
            throw Fault.storeUnavailable("the journal cannot be read: " + e.getMessage(), e);
        }
    }

    /// Hands each hold that is open since before the start, and what is kept for unrated usage, to
    /// who counts its key's limits, and knows from now on who counts charges.
    public void adoptHolds(HoldKeepers keepers) {
        state.setKeepers(keepers);
        for (Hold hold : state.index().holds()) {
            synchronized (hold.account()) {
                hold.keepWith(keepers.of(hold.call().keyId(), hold.call().serviceId()));
                hold.keeper().reopened(hold);
            }
        }
        for (Quarantine kept : state.quarantines().values()) {
            HoldKeeper keeper = keepers.of(kept.keyId(), kept.serviceId());
            synchronized (state.require(kept.accountId())) {
                keeper.kept(kept.heldNanos());
            }
        }
    }

    /// Starts the writer and the fold.
    ///
    /// @param expiry ends expired holds
    /// @param committed told of each group of facts once it is durable, on the writer's thread
    public void start(HoldExpiry expiry, Consumer<List<Fact>> committed) {
        LedgerWriter started =
                new LedgerWriter(
                        state,
                        journal,
                        fold,
                        time,
                        journal.nextSequence(),
                        lastAtMs,
                        expiry,
                        committed,
                        meters);
        writer = started;
        foldThread = Thread.ofPlatform().name("ledger-fold").start(fold);
        writerThread = Thread.ofPlatform().name("ledger-writer").start(started);
    }

    private LedgerWriter writer() {
        LedgerWriter started = writer;
        if (started == null) {
            throw new IllegalStateException("the ledger was not started");
        }
        return started;
    }

    /// Whether it admits and settles: false while the journal cannot be written, and for ever after
    /// the ledger had to stop.
    public boolean isHealthy() {
        return writer().isHealthy();
    }

    /// What the writer did since the start.
    public LedgerMeters meters() {
        return meters;
    }

    /// How much waits for the writer.
    public int queueLength() {
        return writer().queueLength();
    }

    /// Facts that are durable and not in SQL yet.
    public long foldBacklog() {
        return fold.backlog();
    }

    /// Whether so much is not in SQL yet that nothing more is taken.
    public boolean isFull() {
        return fold.isFull();
    }

    /// Whether SQL takes what it is given: false while it is tried again and again.
    public boolean isFolding() {
        return !fold.isFailing();
    }

    /// How many holds are open.
    public int openHolds() {
        return state.index().size();
    }

    /// The account with this id, or null.
    public @Nullable AccountState account(long id) {
        return state.account(id);
    }

    /// An account that was just made, with nothing in it.
    public void addAccount(long id, long overdraftLimitNanos) {
        state.add(new AccountState(id, overdraftLimitNanos, false));
    }

    /// Changes what limits an account; from the next call on.
    public void setAccount(long id, long overdraftLimitNanos, boolean suspended) {
        AccountState account = state.require(id);
        synchronized (account) {
            account.set(overdraftLimitNanos, suspended);
        }
    }

    /// Refuses new holds from now on, or takes them again.
    void refuseNewHolds(boolean refuse) {
        refusesNewHolds = refuse;
    }

    /// What came of opening a hold.
    public enum Opened {
        DONE,
        /// The request id is in use or was used.
        DUPLICATE,
        /// The writer's queue is full, or the journal cannot be written: nothing was changed.
        BUSY,
        /// New holds are refused because the disk is nearly full: nothing was changed.
        DISK_LOW
    }

    /// Sets credit aside. Under the account's lock, by a caller who has checked that it may.
    public Opened open(Hold hold) {
        if (refusesNewHolds) {
            return Opened.DISK_LOW;
        }
        if (!state.seen().add(hold.hi(), hold.lo())) {
            return Opened.DUPLICATE;
        }
        if (!writer().offer(hold)) {
            state.seen().remove(hold.hi(), hold.lo());
            return Opened.BUSY;
        }
        // Only now can it be found by its request id, and so be settled.
        state.index().add(hold);
        hold.account().hold(hold.heldNanos());
        return Opened.DONE;
    }

    /// The open hold of a request, or null.
    public @Nullable Hold hold(long hi, long lo) {
        return state.index().get(hi, lo);
    }

    /// How a request ended, or null. For threads that may wait.
    public @Nullable RequestState requestEnd(RequestId id) {
        return state.endedFor(id);
    }

    /// The call of a record that SQL does not have yet, or null.
    public @Nullable Call unfoldedCall(RequestId id) {
        return state.unfoldedCall(id);
    }

    /// Changes an open hold. Under the account's lock, by a caller who has checked that it may. The
    /// journal gets it when credit or units changed, or a second has passed since its last note;
    /// what was heard in between may be a second old after a crash. False when nothing was changed,
    /// because the writer's queue is full.
    public boolean change(HoldChange change) {
        Hold hold = change.hold();
        long steadyMs = time.nanos() / 1_000_000;
        boolean note =
                change.heldNanos() != hold.heldNanos()
                        || !change.covered().equals(hold.covered())
                        || steadyMs - hold.notedAtSteadyMs() >= 1_000;
        if (note) {
            if (!writer().offer(change)) {
                return false;
            }
            hold.noted(steadyMs);
        }
        hold.account().hold(change.heldNanos() - hold.heldNanos());
        hold.set(change);
        return true;
    }

    /// Gives the writer something to decide.
    ///
    /// @throws Fault BUSY or STORE_UNAVAILABLE when it cannot take it; the command was not told
    public void submit(Command command) {
        if (!writer().offer(command)) {
            throw refusal();
        }
    }

    /// Why nothing is taken now.
    public Fault refusal() {
        String busy = "too much is waiting for the disk; nothing was changed, try again";
        return isHealthy()
                ? Fault.of(ErrorCode.BUSY, busy)
                : Fault.storeUnavailable("the ledger takes nothing", null);
    }

    /// Does something at one exact place among the facts: SQL has everything before it, and nothing
    /// after it was decided. The writer waits meanwhile, so it must be quick. Returns when it is
    /// done.
    ///
    /// @throws Fault BUSY or STORE_UNAVAILABLE, or INTERNAL when the action failed
    public void atBarrier(Runnable action) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Barrier barrier =
                new Barrier() {
                    @Override
                    public void passed() {
                        action.run();
                        done.complete(true);
                    }

                    @Override
                    public void failed(RuntimeException cause) {
                        done.completeExceptionally(cause);
                    }
                };
        if (!writer().offer(barrier)) {
            throw refusal();
        }
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Fault fault) {
                throw fault;
            }
            throw Fault.internal("work at a barrier of the ledger failed", e.getCause());
        }
    }

    /// Sequence of the last fact that was answered.
    public long lastSequence() {
        return writer().committedSequence();
    }

    /// Returns when SQL has everything that was answered before this call.
    ///
    /// @throws Fault STORE_UNAVAILABLE when SQL stays out of reach
    public void awaitFolded() {
        fold.await(writer().committedSequence());
    }

    /// Open holds, oldest first.
    ///
    /// @param accountId 0 for all accounts
    public List<Hold> holds(long accountId) {
        List<Hold> holds = state.index().holds();
        holds.removeIf(hold -> accountId != 0 && hold.call().accountId() != accountId);
        holds.sort(Comparator.comparing(hold -> hold.call().id()));
        return holds;
    }

    /// Credit kept for unrated usage, oldest first.
    ///
    /// @param accountId 0 for all accounts
    public List<Quarantine> quarantines(long accountId) {
        return state.quarantines().values().stream()
                .filter(kept -> accountId == 0 || kept.accountId() == accountId)
                .sorted(Comparator.comparingLong(Quarantine::sequence))
                .toList();
    }

    /// How many unrated records wait.
    public int quarantineCount() {
        return state.quarantines().size();
    }

    /// What an account used before now in the present month at a service with volume steps.
    public void addVolume(long accountId, long serviceId, Units units, long atMs) {
        state.addVolume(accountId, serviceId, units, atMs);
    }

    /// Counts the volumes of these services too, from now on and from nothing. By the writer, or
    /// before it runs.
    public void countVolumes(Set<Long> serviceIds) {
        state.countVolumes(serviceIds);
    }

    /// Writes and folds what is queued, then stops.
    @Override
    public void close() {
        try {
            LedgerWriter started = writer;
            Thread writing = writerThread;
            Thread folding = foldThread;
            if (started != null && writing != null && folding != null) {
                started.close();
                writing.join(STOP_MS);
                fold.close();
                folding.join(STOP_MS);
            }
            journal.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw Fault.storeUnavailable("the journal could not be closed", e);
        }
    }
}
