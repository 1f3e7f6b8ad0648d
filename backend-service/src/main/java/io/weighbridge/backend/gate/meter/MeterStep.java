package io.weighbridge.backend.gate.meter;

import io.weighbridge.model.RefusalReason;

/// The answer to what a metered call told of its progress.
public sealed interface MeterStep {
    /// It goes on.
    ///
    /// @param extended what the hold covers now
    /// @param raised whether that is more than before
    record GoOn(ExtendResult.Extended extended, boolean raised) implements MeterStep {}

    /// There is no more to be had, but it may use the ceiling that it has.
    record Warn(ExtendResult.Stop stop) implements MeterStep {}

    /// It must not go on beyond the ceiling.
    record End(RefusalReason reason, long ceilingOutputTokens) implements MeterStep {
        /// Whether it may not even use up the ceiling: its key, account or service is barred.
        public boolean isBarred() {
            return MeteredCall.isBarred(reason) && reason != RefusalReason.OUTPUT_LIMIT;
        }
    }
}
