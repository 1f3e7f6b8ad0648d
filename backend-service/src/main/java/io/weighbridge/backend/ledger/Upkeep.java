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
    // What differs less is not looked at as a step of the clock.
    private static final long STEP_MS = 1_000;
    // A clock that runs wrong takes a step again and again.
    private static final long CLOCK_LINE_MS = 60_000;
    // For so long somebody can set a clock back that was set forward by mistake.
    private static final long SECOND_THOUGHTS_MS = 10 * 60_000;

    private final LedgerState state;
    private final Journal journal;
    private final Fold fold;
    private final Posting posting;
    private final BooleanSupplier hasRoom;
    private final HoldExpiry expiry;
    private final SeenAgain seenAgain;
    // Until when nothing was taken last, so that proxies could not settle; on the monotonic clock.
    private long refusedUntilMs = Long.MIN_VALUE / 2;
    // The last fact that notes a hold again so that an old segment can go.
    private long lastNoteAgain;
    // How far the wall clock is ahead of the monotonic one.
    private long aheadMs;
    private boolean clockSeen;
    private long nextClockLineMs = Long.MIN_VALUE;
    // Before it no credit is booked as expired; on the monotonic clock.
    private long noExpiryBeforeMs = Long.MIN_VALUE;

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
        this.seenAgain = new SeenAgain(state);
    }

    /// Settles were refused up to now: holds get time to be settled before they expire.
    void refusedUntil(long steadyMs) {
        refusedUntilMs = steadyMs;
    }

    /// Does what is due.
    ///
    /// @param steadyMs the monotonic clock
    /// @param wallMs the clock as it is; the instants of facts never fall
    /// @param committedSequence facts up to this one are durable
    void tick(long steadyMs, long wallMs, long committedSequence) {
        if (fold.isFull()) {
            refusedUntilMs = steadyMs;
        }
        for (Hold hold : state.holds().due(steadyMs)) {
            // While callers get BUSY their calls are not ended behind their backs.
            if (hasRoom.getAsBoolean() && !fold.isFull()) {
                expire(hold, steadyMs);
            } else {
                state.holds().endsAt(hold, hold.endsAtSteadyMs());
            }
        }
        lookAtTheClock(steadyMs, wallMs);
        if (steadyMs >= noExpiryBeforeMs) {
            expireCredit(Math.min(wallMs, posting.atMs()));
        }
        seenAgain.tick(wallMs);
        letOldSegmentGo(committedSequence);
    }

    // Expired credit is not spent anyhow, but what is booked stays booked.
    private void lookAtTheClock(long steadyMs, long wallMs) {
        long stepMs = wallMs - steadyMs - aheadMs;
        if (clockSeen && Math.abs(stepMs) < STEP_MS) {
            return;
        }
        aheadMs = wallMs - steadyMs;
        if (clockSeen) {
            noExpiryBeforeMs = stepMs > 0 ? steadyMs + SECOND_THOUGHTS_MS : noExpiryBeforeMs;
            if (steadyMs >= nextClockLineMs) {
                nextClockLineMs = steadyMs + CLOCK_LINE_MS;
                LOG.warn("The clock was set by {} ms", stepMs);
            }
        }
        clockSeen = true;
    }

    private void expireCredit(long nowMs) {
        AccountState account = hasRoom.getAsBoolean() ? state.takeExpired(nowMs) : null;
        while (account != null) {
            if (posting.expire(account, nowMs)) {
                state.watchAgain(account.id(), nowMs + EXPIRED_AGAIN_MS);
            }
            account = hasRoom.getAsBoolean() ? state.takeExpired(nowMs) : null;
        }
    }

    private void expire(Hold hold, long nowMs) {
        try {
            // In one piece: nobody is told that it was extended while it ends.
            synchronized (hold.account()) {
                if (hold.isEnded()) {
                    return;
                }
                long lifeMs = hold.firstExpiresAtMs() - hold.call().authorizedAtMs();
                long endsAtMs = Grace.endsAtMs(hold.endsAtSteadyMs(), lifeMs, refusedUntilMs);
                if (endsAtMs > nowMs) {
                    // Extended meanwhile, or not to be ended yet.
                    state.holds().endsAt(hold, endsAtMs);
                    return;
                }
                expiry.expired(posting, hold);
            }
        } catch (RuntimeException e) {
            if (posting.isBroken()) {
                throw e;
            }
            LOG.error("An expired hold could not be ended; trying again", e);
            state.holds().endsAt(hold, nowMs + EXPIRED_AGAIN_MS);
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
