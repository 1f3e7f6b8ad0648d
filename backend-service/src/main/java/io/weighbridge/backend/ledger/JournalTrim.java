package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.journal.Journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Lets the journal's oldest segment go when all its facts are in SQL; holds whose last note is in
/// it are noted again. The writer's own.
final class JournalTrim {
    private static final Logger LOG = LoggerFactory.getLogger(JournalTrim.class);

    private final LedgerState state;
    private final Journal journal;
    private final Fold fold;
    private final Posting posting;
    // The last fact that notes a hold again so that an old segment can go.
    private long lastNoteAgain;

    JournalTrim(LedgerState state, Journal journal, Fold fold, Posting posting) {
        this.state = state;
        this.journal = journal;
        this.fold = fold;
        this.posting = posting;
    }

    /// @param committedSequence facts up to this one are durable
    /// @param hasRoom whether the present group takes more
    void letOldSegmentGo(long committedSequence, BooleanSupplier hasRoom) {
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
