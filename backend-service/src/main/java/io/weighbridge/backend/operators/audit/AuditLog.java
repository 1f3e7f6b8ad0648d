package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Lists and checks the log of a running service and signs checkpoints of it. What it reads has
/// everything that was answered before. For threads that may wait.
public final class AuditLog {
    // A checkpoint is signed after so long, or so many entries, when there are new ones.
    private static final long CHECKPOINT_MS = 60 * 60_000;
    private static final long CHECKPOINT_ENTRIES = 1_000;

    // Half of the store's readers: others read meanwhile.
    private static final int PARTS = 2;

    private final AuditStore store;
    private final CheckpointKey key;
    private final Runnable awaitFolded;
    private final TimeSource time;
    private final ReentrantLock checking = new ReentrantLock();

    /// @param awaitFolded returns when the store has what was answered before
    public AuditLog(AuditStore store, CheckpointKey key, Runnable awaitFolded, TimeSource time) {
        this.store = store;
        this.key = key;
        this.awaitFolded = awaitFolded;
        this.time = time;
    }

    /// Entries, newest first.
    ///
    /// @throws Fault INVALID_FIELD
    public Page<AuditEntry> list(AuditFilter filter, PageKey page) {
        AuditFilter checked = filter.checked();
        awaitFolded.run();
        return store.list(checked, page);
    }

    /// How many entries there are.
    public long size() {
        awaitFolded.run();
        return store.bounds().headSequence();
    }

    /// Checks the whole log; one at a time.
    ///
    /// @param kept a checkpoint that was kept elsewhere; null for none
    /// @throws Fault BUSY
    public AuditReport verify(@Nullable Checkpoint kept) {
        if (!checking.tryLock()) {
            throw Fault.of(
                    ErrorCode.BUSY,
                    "another check of the audit log runs (expected: one at a time)");
        }
        try {
            awaitFolded.run();
            return new AuditCheck(store, key.publicKey(), PARTS).run(kept);
        } finally {
            checking.unlock();
        }
    }

    /// Signs what the log is now.
    public synchronized Checkpoint checkpoint() {
        awaitFolded.run();
        AuditChain.Bounds bounds = store.bounds();
        List<Checkpoint> earlier = store.checkpoints();
        if (!earlier.isEmpty() && earlier.getLast().sequence() == bounds.headSequence()) {
            return earlier.getLast();
        }
        Checkpoint checkpoint = key.sign(bounds.headSequence(), time.wallMs(), bounds.headHash());
        store.add(checkpoint);
        return checkpoint;
    }

    /// Signs a checkpoint if one is due.
    public void checkpointIfDue() {
        List<Checkpoint> earlier = store.checkpoints();
        long lastSequence = earlier.isEmpty() ? 0 : earlier.getLast().sequence();
        long lastMs = earlier.isEmpty() ? 0 : earlier.getLast().atMs();
        long fresh = store.bounds().headSequence() - lastSequence;
        if (fresh >= CHECKPOINT_ENTRIES || (fresh > 0 && time.wallMs() - lastMs >= CHECKPOINT_MS)) {
            var _ = checkpoint();
        }
    }
}
