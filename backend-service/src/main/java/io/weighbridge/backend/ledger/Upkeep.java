package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.journal.Journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/// What comes with time: expired holds, expired credit, forgotten ids, journal segments to let go.
/// The writer's own.
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final long EXPIRED_AGAIN_MS = 1_000;

    private final LedgerState state;
    private final Journal journal;
    private final Fold fold;
    private final Posting posting;
    private final BooleanSupplier hasRoom;
    private final HoldExpiry expiry;
    // Until when nothing was taken last, so that proxies could not settle.
    private long refusedUntilMs = Long.MIN_VALUE / 2;
    // The last fact that notes a hold again so that an old segment can go.
    private long lastNoteAgain;

    /// @param hasRoom whether the group can take more
    /// @param expiry what to do with a hold that expired
    Upkeep(
            LedgerState state,
            Journal journal,
            Fold fold,
            Posting posting,
            BooleanSupplier hasRoom,
            HoldExpiry expiry) {
        this.state = state;
        this.journal = journal;
        this.fold = fold;
        this.posting = posting;
        this.hasRoom = hasRoom;
        this.expiry = expiry;
    }

    /// Settles were refused up to now: holds get time to be settled before they expire.
    void refusedUntil(long wallMs) {
        refusedUntilMs = wallMs;
    }

    /// Does what is due.
    ///
    /// @param wallMs the clock as it is: the instants of facts never fall, and after the clock was
    ///     set back they would end new holds at once
    /// @param committedSequence facts up to this one are durable
    void tick(long wallMs, long committedSequence) {
        if (fold.isFull()) {
            refusedUntilMs = wallMs;
        }
        long nowMs = posting.atMs();
        for (Hold hold : state.holds().due(wallMs)) {
            // While callers get BUSY their calls are not ended behind their backs.
            if (hasRoom.getAsBoolean() && !fold.isFull()) {
                expire(hold, wallMs);
            } else {
                state.holds().expiresAt(hold, hold.expiresAtMs());
            }
        }
        AccountState account = hasRoom.getAsBoolean() ? state.takeExpired(nowMs) : null;
        while (account != null) {
            if (posting.expire(account)) {
                state.watchAgain(account.id(), nowMs + EXPIRED_AGAIN_MS);
            }
            account = hasRoom.getAsBoolean() ? state.takeExpired(nowMs) : null;
        }
        state.forget(nowMs);
        letOldSegmentGo(committedSequence);
    }

    private void expire(Hold hold, long nowMs) {
        try {
            // In one piece: nobody is told that it was extended while it ends.
            synchronized (hold.account()) {
                if (hold.isEnded()) {
                    return;
                }
                long expiresAtMs =
                        Grace.expiresAtMs(
                                hold.expiresAtMs(), hold.call().authorizedAtMs(), refusedUntilMs);
                if (expiresAtMs > nowMs) {
                    // Extended meanwhile, or not to be ended yet.
                    state.holds().expiresAt(hold, expiresAtMs);
                    return;
                }
                expiry.expired(posting, hold);
            }
        } catch (RuntimeException e) {
            if (posting.isBroken()) {
                throw e;
            }
            LOG.error("An expired hold could not be ended; trying again", e);
            state.holds().expiresAt(hold, nowMs + EXPIRED_AGAIN_MS);
        }
    }

    // A segment goes when all its facts are in SQL; holds whose last note is in it are noted again.
    private void letOldSegmentGo(long committedSequence) {
        Journal.Oldest oldest = journal.oldest();
        long next = oldest.nextFirstSequence();
        if (fold.storedSequence() < next - 1) {
            return;
        }
        for (Hold hold : state.holds().notedBefore(next)) {
            if (!hasRoom.getAsBoolean()) {
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
}
