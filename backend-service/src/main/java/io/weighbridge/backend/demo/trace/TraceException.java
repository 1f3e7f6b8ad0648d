package io.weighbridge.backend.demo.trace;

/// A trace that cannot be used; the message says which line and why.
public final class TraceException extends Exception {
    private static final long serialVersionUID = 1L;

    TraceException(String message) {
        super(message);
    }
}
