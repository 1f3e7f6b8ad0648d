package io.weighbridge.backend.usage;

import java.util.Optional;

/// Who knows what a key has open now.
@FunctionalInterface
public interface KeyLoads {
    /// What a key has open.
    ///
    /// @param accountId whose key it is
    /// @param name set by the owner
    /// @param openCalls calls in flight
    /// @param heldNanos credit set aside for them
    record KeyLoad(long accountId, String name, long openCalls, long heldNanos) {}

    /// The load of a key; empty when it is not known.
    Optional<KeyLoad> of(long keyId);
}
