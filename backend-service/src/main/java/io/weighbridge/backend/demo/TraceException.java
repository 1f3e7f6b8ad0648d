package io.weighbridge.backend.demo;

/// A trace that cannot be used; the message says which line and why.
final class TraceException extends Exception {
    private static final long serialVersionUID = 1L;

    TraceException(String message) {
        super(message);
    }
}
