package io.weighbridge.backend.usage;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalLong;

/// A usage record and what became of it since.
///
/// @param record the immutable fact
/// @param rated what unrated usage was charged later; null when it was not
/// @param ratedUnits what it was charged by, where only that rating told it; else none
/// @param ratedOverrunNanos the part of that above what had been held for the call
/// @param writtenOff whether unrated usage was written off
/// @param refundedNanos given back so far
/// @param burns which grants were burnt, in order
public record RecordDetails(
        UsageRecord record,
        @Nullable Charge rated,
        Units ratedUnits,
        long ratedOverrunNanos,
        boolean writtenOff,
        long refundedNanos,
        List<Burn> burns) {
    /// What was taken from one grant.
    ///
    /// @param grantId 0 for what no grant covered
    /// @param amountNanos how much
    public record Burn(long grantId, long amountNanos) {}

    public RecordDetails {
        burns = List.copyOf(burns);
    }

    /// What was charged, later or at once, less what the call cost. Refunds are not taken off.
    /// Empty where the cost is not known, and as long as the call waits for a price.
    public OptionalLong marginNanos() {
        long cost = record.costNanos();
        boolean waits = record.isUnrated() && rated == null && !writtenOff;
        if (cost == CallCost.UNKNOWN || waits) {
            return OptionalLong.empty();
        }
        Charge charge = rated == null ? record.charge() : rated;
        return OptionalLong.of(charge.chargeNanos() - cost);
    }
}
