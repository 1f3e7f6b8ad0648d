package io.weighbridge.backend.ledger.journal;

import java.io.IOException;

/// The journal lacks something that had been acknowledged.
public final class JournalDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalDamagedException(String message) {
        super(message);
    }
}
