package io.weighbridge.backend.proxies.openai;

import java.io.InterruptedIOException;

/// The model server has all of a request, and did not begin to answer in time: it may well have
/// worked on it.
final class NoAnswerException extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(Throwable cause) {
        super("no answer in time");
        initCause(cause);
    }
}
