package io.weighbridge.console.margin;

import io.weighbridge.model.Unit;

/// What a quantity of a unit costs us.
///
/// @param costNanos of `per`, above 0: a cost that is not known is none of these
/// @param per 1 or more
public record UnitCost(Unit unit, long costNanos, long per) {}
