package io.weighbridge.backend.compute.curve;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.util.Set;

/// Knows what a call takes of what its service ran, and what that costs us.
public sealed interface Costing permits Curve, MediaCosting {
    /// Answer of [#count] when the units do not tell it, or tell of more than the model does.
    long UNKNOWN = -1;

    /// Answer of [#count] when it is this or more.
    long BEYOND = Long.MAX_VALUE;

    /// How many of a unit of compute a call takes, rounded up once.
    ///
    /// @param unit one that [Unit#isCompute]
    /// @param units what the call used
    /// @return [#UNKNOWN] when they do not tell it, [#BEYOND] when it is above what a long counts
    long count(Unit unit, Units units);

    /// The same of the call that takes the most of those that use no unit more: for a hold.
    ///
    /// @param units what the call may use
    long countAtMost(Unit unit, Units units);

    /// Whether output tokens take anything.
    boolean writes();

    /// The units beside tokens that say how large a call is. Where what it takes has a price, they
    /// need none.
    Set<Unit> sizes();

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
