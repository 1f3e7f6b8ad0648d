package io.weighbridge.backend.platform.access;

import io.weighbridge.backend.platform.fault.Fault;

/// Who knows tokens. Never waits: it is asked on the event loops.
public interface Authenticator {
    /// Whose token this is.
    ///
    /// @throws Fault UNAUTHENTICATED, SESSION_EXPIRED
    Caller authenticate(String token);

    /// Whether a caller that was let in before still is: for streams, which outlive tokens.
    boolean isStill(Caller caller);
}
