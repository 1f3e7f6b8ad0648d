package io.weighbridge.backend.usage.live;

import io.weighbridge.model.RefusalReason;

import java.util.Map;

/// All keys together.
///
/// @param requestsPerMinute admitted calls of the last 60 seconds
/// @param tokensPerMinute settled tokens of the last 60 seconds
/// @param spendPerMinuteNanos charged in the last 60 seconds
/// @param refusedPerMinute refused calls of the last 60 seconds, unrecognised keys included
/// @param openCalls calls in flight
/// @param heldNanos credit set aside for them
/// @param refusals refused calls since the start, by reason
/// @param unrated records that wait for a price
public record LiveTotals(
        long requestsPerMinute,
        long tokensPerMinute,
        long spendPerMinuteNanos,
        long refusedPerMinute,
        long openCalls,
        long heldNanos,
        Map<RefusalReason, Long> refusals,
        long unrated) {
    public LiveTotals {
        refusals = Map.copyOf(refusals);
    }
}
