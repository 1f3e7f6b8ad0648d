package io.weighbridge.backend.usage.live;

import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

/// A key in the live view. Rates are over the last 60 seconds, in steps of 5.
///
/// @param keyId the key
/// @param load what it has open and may
/// @param requestsPerMinute admitted calls
/// @param tokensPerMinute settled input and output tokens
/// @param spendPerMinuteNanos charged
/// @param refusedPerMinute refused calls
/// @param lastRefusal null when none is remembered; forgotten when the key was at rest for minutes
/// @param lastRefusalAtMs 0 when none is remembered
/// @param tags of the last admitted call, `key=value` with line feeds between
public record LiveKey(
        long keyId,
        KeyLoads.KeyLoad load,
        long requestsPerMinute,
        long tokensPerMinute,
        long spendPerMinuteNanos,
        long refusedPerMinute,
        @Nullable RefusalReason lastRefusal,
        long lastRefusalAtMs,
        String tags) {
    /// Whether there is anything to see.
    boolean isQuiet() {
        return requestsPerMinute == 0
                && tokensPerMinute == 0
                && spendPerMinuteNanos == 0
                && refusedPerMinute == 0
                && load.openCalls() == 0;
    }

    /// Whether somebody who sees the other one sees as much. Levels and credit move all the time,
    /// and are told when something else is, or when they have moved by as much as can be seen.
    boolean looksLike(LiveKey other) {
        return requestsPerMinute == other.requestsPerMinute
                && tokensPerMinute == other.tokensPerMinute
                && spendPerMinuteNanos == other.spendPerMinuteNanos
                && refusedPerMinute == other.refusedPerMinute
                && lastRefusal == other.lastRefusal
                && lastRefusalAtMs == other.lastRefusalAtMs
                && tags.equals(other.tags)
                && load.looksLike(other.load);
    }
}
