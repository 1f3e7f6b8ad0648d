package io.weighbridge.backend.ledger;

import io.weighbridge.model.Units;

/// What an open hold becomes.
///
/// @param heldNanos credit set aside
/// @param covered the units that it is for
/// @param expiresAtMs when it ends by itself, as it is told
/// @param endsAtSteadyMs the same on the monotonic clock
/// @param heard what the proxy told last
public record HoldChange(
        Hold hold,
        long heldNanos,
        Units covered,
        long expiresAtMs,
        long endsAtSteadyMs,
        Units heard) {}
