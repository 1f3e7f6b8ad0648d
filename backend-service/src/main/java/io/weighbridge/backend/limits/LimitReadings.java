package io.weighbridge.backend.limits;

/// Limit, remaining and reset of each limit after a decision, in the terms of OpenAI's
/// `x-ratelimit-*` headers. A limit of [ServiceLimits#UNLIMITED] does not exist and its other
/// fields are 0.
///
/// @param requestsLimit requests/min
/// @param requestsRemaining never below 0
/// @param requestsResetMs until all of it is free again
/// @param tokensLimit tokens/min
/// @param tokensRemaining never below 0
/// @param tokensResetMs until all of it is free again
/// @param callsLimit calls at the same time
/// @param callsRemaining never below 0
public record LimitReadings(
        long requestsLimit,
        long requestsRemaining,
        long requestsResetMs,
        long tokensLimit,
        long tokensRemaining,
        long tokensResetMs,
        long callsLimit,
        long callsRemaining) {}
