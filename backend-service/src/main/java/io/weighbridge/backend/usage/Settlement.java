package io.weighbridge.backend.usage;

import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// What the proxy told of a call's end. Two settles that [tell the same][#tellsSame] are one.
///
/// @param outcome how it ended
/// @param units all that was used; [Units#NONE] when not known
/// @param queueMs waited for the model, [#UNKNOWN] when not known
/// @param computeMs ran on the model, [#UNKNOWN] when not known
/// @param upstreamCostNanos what an upstream provider charged us, [#UNKNOWN] when not known
/// @param estimatedBy what made the units, or a part of them; empty when all were told
public record Settlement(
        Outcome outcome,
        Units units,
        long queueMs,
        long computeMs,
        long upstreamCostNanos,
        String estimatedBy) {
    /// Not told.
    public static final long UNKNOWN = -1;

    /// The longest name of what estimates.
    public static final int ESTIMATED_BY_MAX = 100;

    /// One whose units nobody estimated.
    public Settlement(
            Outcome outcome, Units units, long queueMs, long computeMs, long upstreamCostNanos) {
        this(outcome, units, queueMs, computeMs, upstreamCostNanos, "");
    }

    /// The same, with what made its units.
    public Settlement estimatedBy(String what) {
        return new Settlement(outcome, units, queueMs, computeMs, upstreamCostNanos, what);
    }

    /// Whether another one says the same of the call. Not how its units were counted: a proxy that
    /// tells a charge again may have lost that.
    public boolean tellsSame(Settlement other) {
        return equals(other.estimatedBy(estimatedBy));
    }

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
