package io.weighbridge.backend.keys;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who knows how keys are being used: the gate.
public interface KeyUses {
    /// How a key was used until now.
    Optional<KeyUse> of(long keyId);

    /// When keys were last used, by key id: those used after an instant.
    Map<Long, Long> usedSince(long sinceMs);

    /// How many keys each plan concerns now, in the order of plans. Plans without a key are left
    /// out.
    List<PlanKeys> perPlan(long usedSinceMs);
}
