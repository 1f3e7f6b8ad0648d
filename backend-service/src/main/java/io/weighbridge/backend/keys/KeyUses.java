package io.weighbridge.backend.keys;

import java.util.Map;
import java.util.Optional;

/// Who knows how keys are being used: the gate.
public interface KeyUses {
    /// How a key was used until now.
    Optional<KeyUse> of(long keyId);

    /// When keys were last used, by key id: those used after an instant.
    Map<Long, Long> usedSince(long sinceMs);
}
