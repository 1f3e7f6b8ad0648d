package io.weighbridge.backend.ledger.journal;

import java.io.IOException;
import java.nio.file.Path;

/// A segment was deleted by the running service while it was being read: read again.
public final class JournalTrimmedException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalTrimmedException(Path file, IOException cause) {
        super(file + " was deleted meanwhile", cause);
    }
}
