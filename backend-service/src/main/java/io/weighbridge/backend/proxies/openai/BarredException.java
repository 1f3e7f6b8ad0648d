package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.ApiError;

import java.io.IOException;

/// The key of a call may not be used any more.
final class BarredException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    BarredException(ApiError error) {
        super("barred: " + error.code());
        this.error = error;
    }

    /// What the client is told.
    ApiError error() {
        return error;
    }
}
