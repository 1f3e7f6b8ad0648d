package io.weighbridge.backend.demo;

import io.weighbridge.model.RefusalReason;

/// What the gate said to a call.
sealed interface GateAnswer {
    /// It may be made.
    ///
    /// @param ceilingTokens output tokens that the hold covers; Long.MAX_VALUE when they do not
    ///     matter
    record Admitted(String holdId, long ceilingTokens) implements GateAnswer {}

    /// It may not.
    record Refused(RefusalReason reason) implements GateAnswer {}
}
