package io.weighbridge.backend.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the request ids in memory that can be sent by now, whatever the wall clock does. When it
/// goes forward, ids are forgotten that are too old to be sent. When it is set back, they could be
/// sent again: they are read from SQL, a span at a time, and until that is done calls with ids of
/// that time are refused. The writer's own, but for what it reads in the background.
final class SeenAgain {
    private static final Logger LOG = LoggerFactory.getLogger(SeenAgain.class);

    private final LedgerState state;
    private final long retentionMs;
    private volatile boolean reading;
    // Open holds and what SQL lacks were remembered since the clock was set back.
    private boolean begun;
    private volatile boolean failing;

    SeenAgain(LedgerState state) {
        this.state = state;
        this.retentionMs = state.idRetentionMs();
    }

    /// Forgets and remembers what is due.
    void tick(long wallMs) {
        if (reading) {
            return;
        }
        SeenRequests seen = state.seen();
        seen.forgetBefore(wallMs - retentionMs);
        long fromMs = wallMs - retentionMs;
        // Ids of the next while are read before they are due.
        long untilMs = wallMs + retentionMs;
        long unknownMs = seen.unknownFromMs(fromMs, untilMs);
        if (unknownMs > wallMs + retentionMs / 2) {
            begun &= unknownMs < untilMs;
            return;
        }
        if (!begun) {
            begun = true;
            LOG.info("The clock was set back: ids of requests of that time are read again");
            state.forEachUnfoldedRequest(id -> seen.remember(id.hi(), id.lo()));
        }
        reading = true;
        Thread.ofVirtual().name("seen-again").start(() -> read(unknownMs, untilMs));
    }

    private void read(long fromMs, long untilMs) {
        try {
            SeenRequests seen = state.seen();
            state.store().requests(fromMs, untilMs, id -> seen.remember(id.hi(), id.lo()));
            seen.knowAgain(fromMs, untilMs);
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("Ids of requests cannot be read; trying again", e);
            }
            failing = true;
        } finally {
            reading = false;
        }
    }
}
