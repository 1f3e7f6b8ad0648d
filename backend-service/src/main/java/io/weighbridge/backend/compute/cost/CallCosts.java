package io.weighbridge.backend.compute.cost;

import io.weighbridge.model.Units;

/// Knows what calls take of GPUs. Asked on the ledger writer's thread: answers at once, from
/// memory, and never throws.
@FunctionalInterface
public interface CallCosts {
    /// Nothing is known of any call.
    CallCosts NONE = (serviceId, atMs, units, computeMs) -> CallCost.NONE;

    /// The cost of a call.
    ///
    /// @param serviceId what was called
    /// @param atMs when it was authorised: what the service ran then, and an hour's price then
    /// @param units all that was used; empty when not known
    /// @param computeMs it ran on the model, below 0 when not known
    CallCost of(long serviceId, long atMs, Units units, long computeMs);
}
