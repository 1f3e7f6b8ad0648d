package io.weighbridge.backend.demo;

/// The gate did not do what it must: the row is not done.
final class GateFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GateFailure(String message) {
        super(message);
    }
}
