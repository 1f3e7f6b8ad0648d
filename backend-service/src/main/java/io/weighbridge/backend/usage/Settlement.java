package io.weighbridge.backend.usage;

import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// What the proxy told of a call's end. Two settles with equal settlements are the same settle.
///
/// @param outcome how it ended
/// @param units all that was used; [Units#NONE] when not known
/// @param queueMs waited for the model, [#UNKNOWN] when not known
/// @param computeMs ran on the model, [#UNKNOWN] when not known
/// @param upstreamCostNanos what an upstream provider charged us, [#UNKNOWN] when not known
public record Settlement(
        Outcome outcome, Units units, long queueMs, long computeMs, long upstreamCostNanos) {
    /// Not told.
    public static final long UNKNOWN = -1;

    /// Whether the call itself is charged and counted: not when the upstream failed.
    public boolean countsAsRequest() {
        return outcome != Outcome.UPSTREAM_ERROR;
    }

    /// Whether the call counts as one request although its units say nothing of requests.
    public boolean isImplicitRequest() {
        return countsAsRequest() && !units.has(Unit.REQUESTS);
    }

    /// What the call adds to the month's volume: its units, the implicit request among them.
    public Units volume() {
        return isImplicitRequest() ? units.with(Unit.REQUESTS, 1) : units;
    }
}
