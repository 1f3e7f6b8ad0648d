package io.weighbridge.backend.usage;

import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

/// A key in the live view. Rates are over the last 60 seconds, in steps of 5.
///
/// @param keyId the key
/// @param accountId whose
/// @param name set by the owner
/// @param requestsPerMinute admitted calls
/// @param tokensPerMinute settled input and output tokens
/// @param spendPerMinuteNanos charged
/// @param refusedPerMinute refused calls
/// @param openCalls calls in flight
/// @param heldNanos credit set aside for them
/// @param lastRefusal null when none is remembered; forgotten when the key was at rest for minutes
/// @param lastRefusalAtMs 0 when none is remembered
public record LiveKey(
        long keyId,
        long accountId,
        String name,
        long requestsPerMinute,
        long tokensPerMinute,
        long spendPerMinuteNanos,
        long refusedPerMinute,
        long openCalls,
        long heldNanos,
        @Nullable RefusalReason lastRefusal,
        long lastRefusalAtMs) {
    /// Whether there is anything to see.
    boolean isQuiet() {
        return requestsPerMinute == 0
                && tokensPerMinute == 0
                && spendPerMinuteNanos == 0
                && refusedPerMinute == 0
                && openCalls == 0;
    }
}
