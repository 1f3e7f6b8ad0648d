package io.weighbridge.backend.proxies.openai;

import java.io.IOException;

/// The model server cannot have worked on the request: it does not have all of it.
final class NotSentException extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException original;

    NotSentException(IOException original) {
        super(original);
        this.original = original;
    }

    /// What went wrong.
    IOException original() {
        return original;
    }
}
