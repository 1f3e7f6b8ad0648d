package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.time.TimeSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.Consumer;

/// Deletes usage records that are older than the policy says, a small batch at a time, so that
/// nobody waits for it. Rollups, request ids, statements and transfers stay. For one thread.
public final class UsageRetention {
    private static final Logger LOG = LoggerFactory.getLogger(UsageRetention.class);
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final int BATCH = 1_000;

    private final RetentionStore store;
    private final TimeSource time;
    private final int days;
    private final Consumer<Runnable> betweenRefunds;
    private long lookedUpTo;
    private long keptFromMs;
    private long deleted;

    /// @param days how many days a record is kept at least; 0 for ever
    /// @param betweenRefunds runs something while no refund is made, so that none is of a record
    ///     that is going
    public UsageRetention(
            RetentionStore store, TimeSource time, int days, Consumer<Runnable> betweenRefunds) {
        this.store = store;
        this.time = time;
        this.days = days;
        this.betweenRefunds = betweenRefunds;
    }

    /// Deletes one batch, if something is due.
    ///
    /// @return whether there may be more
    public boolean round() {
        if (days == 0) {
            return false;
        }
        long today = Math.floorDiv(time.wallMs(), DAY_MS);
        long from = (today - days) * DAY_MS;
        if (from <= keptFromMs && lookedUpTo == Long.MAX_VALUE) {
            return false;
        }
        if (from > keptFromMs) {
            // A new day: what is kept because of its kind is passed over once a day.
            keptFromMs = from;
            lookedUpTo = 0;
        }
        betweenRefunds.accept(this::deleteBatch);
        return lookedUpTo != Long.MAX_VALUE;
    }

    private void deleteBatch() {
        RetentionStore.Batch batch = store.delete(keptFromMs, lookedUpTo, BATCH);
        deleted += batch.deleted();
        lookedUpTo = batch.more() ? batch.lastSequence() : Long.MAX_VALUE;
        if (!batch.more() && deleted > 0) {
            LOG.info("{} usage records were older than {} days and are deleted", deleted, days);
            deleted = 0;
        }
    }
}
