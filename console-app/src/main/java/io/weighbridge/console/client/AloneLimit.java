package io.weighbridge.console.client;

import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.AdjustmentLimits;
import io.weighbridge.proto.v1.GetAdjustmentLimitsRequest;
import io.weighbridge.proto.v1.Operator;

/// What an operator moves alone; more waits for a second person.
///
/// @param limit of the operator's role
/// @param usedNanos what the operator moved alone in the last day
public record AloneLimit(AdjustmentLimit limit, long usedNanos) {
    /// Asks the service for the operator's own.
    public static AloneLimit read(BackendClient client, Operator me) {
        AdjustmentLimits all =
                client.approvals()
                        .getAdjustmentLimits(GetAdjustmentLimitsRequest.getDefaultInstance());
        AdjustmentLimit own =
                all.getLimitsList().stream()
                        .filter(limit -> limit.getRole() == me.getRole())
                        .findFirst()
                        .orElse(AdjustmentLimit.getDefaultInstance());
        return new AloneLimit(own, all.getUsedNanos());
    }

    /// Whether a second person must approve so much, as the service decides it.
    public boolean needsApproval(long amountNanos) {
        if (limit.getUnlimited()) {
            return false;
        }
        long size = Math.abs(amountNanos);
        return size > limit.getSingleNanos() || size > limit.getDayNanos() - usedNanos;
    }
}
