package io.weighbridge.backend.compute.curve;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.model.Units;

/// Knows what a call costs of what its service ran.
sealed interface Costing permits Curve, MediaCosting {
    /// What a call costs.
    ///
    /// @param hourNanos price of a card's hour
    /// @param computeMs that it ran on the model, below 0 when not known
    CallCost cost(Units units, long hourNanos, long computeMs);

    /// What it is reckoned from.
    Basis basis();

    /// The cost where nobody knows what an hour costs.
    default CallCost costUnknown() {
        return new CallCost(basis(), CallCost.UNKNOWN, CallCost.UNKNOWN);
    }
}
