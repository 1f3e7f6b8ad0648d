package io.weighbridge.backend.proxies.logs;

import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

/// A call as a log tells of it.
///
/// @param holdId what it was admitted under
/// @param outcome how it ended, null when nothing was served
/// @param units all that was used; none when nothing was served, or when that is not known
/// @param computeMs how long the model server took,
///     [Settlement#UNKNOWN] when that is not told
/// @param upstreamCostNanos what an upstream provider charged, [Settlement#UNKNOWN] when that is
///     not told
/// @param model that answered, empty when that is not told
public record LoggedCall(
        String holdId,
        @Nullable Outcome outcome,
        Units units,
        long computeMs,
        long upstreamCostNanos,
        String model) {
    /// One whose cost and model are not told.
    public LoggedCall(String holdId, @Nullable Outcome outcome, Units units, long computeMs) {
        this(holdId, outcome, units, computeMs, Settlement.UNKNOWN, "");
    }

    LoggedCall servedBy(String told) {
        return new LoggedCall(holdId, outcome, units, computeMs, upstreamCostNanos, told);
    }
}
