package io.weighbridge.backend.proxies.openai;

import java.io.IOException;

/// An answer is longer than may be kept in memory: than any may be, or than there is room for.
public final class AnswerTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLongException(long bytes) {
        super("an answer of more than " + bytes + " bytes, or more than there is room for");
    }
}
