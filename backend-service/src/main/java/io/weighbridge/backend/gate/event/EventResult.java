package io.weighbridge.backend.gate.event;

import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;

/// What came of a usage event.
public sealed interface EventResult {
    /// It is charged, or kept as unrated; durable.
    ///
    /// @param recordId its usage record
    /// @param chargeNanos what was moved, all of it an overrun, as nothing was held for it
    /// @param balanceNanos the account's balance after it
    /// @param unratedReason why it waits in quarantine, or did; empty when it was charged at once
    /// @param repeated whether it had come before, with the same content
    record Taken(
            RequestId recordId,
            long chargeNanos,
            long balanceNanos,
            String unratedReason,
            boolean repeated)
            implements EventResult {
        /// Whether it waits in quarantine, or did.
        public boolean unrated() {
            return !unratedReason.isEmpty();
        }
    }

    /// Nothing is charged, and sending it again changes nothing.
    ///
    /// @param code why
    /// @param text for who sent it
    record Refused(ErrorCode code, String text) implements EventResult {}
}
