package io.weighbridge.backend.limits;

/// State of each limit after a decision, in the terms of OpenAI's `x-ratelimit-*` headers. Computed
/// when asked for, from the levels at the decision. What belongs to a limit that does not exist
/// ([ServiceLimits#UNLIMITED]) is 0.
///
/// @param limits in force
/// @param requestsLevel see [CallMeter]
/// @param tokensLevel see [CallMeter]
/// @param openCalls calls that are open and counted
public record LimitReadings(
        ServiceLimits limits, long requestsLevel, long tokensLevel, int openCalls) {
    /// Requests/min, or [ServiceLimits#UNLIMITED].
    public long requestsLimit() {
        return limits.requestsPerMinute();
    }

    /// Tokens/min, or [ServiceLimits#UNLIMITED].
    public long tokensLimit() {
        return limits.tokensPerMinute();
    }

    /// Calls at the same time, or [ServiceLimits#UNLIMITED].
    public long callsLimit() {
        return limits.concurrentCalls();
    }

    /// Requests left now; never below 0.
    public long requestsRemaining() {
        return remaining(limits.requestsPerMinute(), requestsLevel);
    }

    /// Requests that count now, a begun one as whole; above the limit when that was lowered.
    public long requestsUsed() {
        return Math.ceilDiv(requestsLevel, CallMeter.MICROS_PER_MINUTE);
    }

    /// Tokens that count now; above the limit when calls used more than they were allowed.
    public long tokensUsed() {
        return Math.ceilDiv(tokensLevel, CallMeter.MICROS_PER_MINUTE);
    }

    /// Until all requests are free again, in milliseconds rounded up.
    public long requestsResetMs() {
        return resetMs(limits.requestsPerMinute(), requestsLevel);
    }

    /// Tokens left now; never below 0.
    public long tokensRemaining() {
        return remaining(limits.tokensPerMinute(), tokensLevel);
    }

    /// Until all tokens are free again, in milliseconds rounded up.
    public long tokensResetMs() {
        return resetMs(limits.tokensPerMinute(), tokensLevel);
    }

    /// Calls that may be opened besides those that are; never below 0.
    public long callsRemaining() {
        return Math.max(0, limits.concurrentCalls() - openCalls);
    }

    private static long remaining(long perMinute, long level) {
        return perMinute < 0
                ? 0
                : Math.max(0, CallMeter.capacity(perMinute) - level) / CallMeter.MICROS_PER_MINUTE;
    }

    private static long resetMs(long perMinute, long level) {
        if (perMinute <= 0 || level == 0) {
            return 0;
        }
        return Math.ceilDiv(Math.ceilDiv(level, perMinute), 1_000L);
    }
}
