package io.weighbridge.backend.gate.meter;

import io.weighbridge.model.RefusalReason;

/// The answer to a call that asks to go on.
public sealed interface ExtendResult {
    /// It may.
    ///
    /// @param ceilingOutputTokens how many output tokens the hold covers now,
    ///     [io.weighbridge.backend.gate.admit.Decision#ABSENT]
    ///     when output tokens cost and limit nothing
    /// @param expiresAtMs when the hold ends by itself now
    /// @param heldNanos credit set aside now
    record Extended(long ceilingOutputTokens, long expiresAtMs, long heldNanos)
            implements ExtendResult {}

    /// It may not go beyond the ceiling that it has.
    record Stop(RefusalReason reason, long ceilingOutputTokens) implements ExtendResult {}
}
