package io.weighbridge.backend.ledger.journal;

import java.io.IOException;

/// Opens a journal.
@FunctionalInterface
public interface JournalSource {
    /// Opens it, making it if there is none, after showing what it holds to the visitor.
    ///
    /// @param emptySequence sequence after the last fact that was folded: what follows when the
    ///     journal holds nothing newer
    /// @throws JournalDamagedException when acknowledged facts are missing, in it or between the
    ///     last one that was folded and its first
    Journal open(long emptySequence, FrameVisitor visitor) throws IOException;
}
