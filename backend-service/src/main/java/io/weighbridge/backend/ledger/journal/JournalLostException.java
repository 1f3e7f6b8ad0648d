package io.weighbridge.backend.ledger.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// The journal cannot be written any more, and what is in memory may not be true.
public final class JournalLostException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalLostException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
