package io.weighbridge.backend.proxies.call;

/// The bounds of calls that are served at one place: everything has a limit.
///
/// @param bodyBytesMax of a request
/// @param bodiesBytesMax of all requests that are in memory at the same time
/// @param answerBytesMax of an answer that is not streamed
/// @param answersBytesMax of all such answers that are in memory at the same time
/// @param callsMax open at the same time
/// @param plainOutputTokens held for an answer that is not streamed, where neither request nor
///     service say how long it may become
/// @param drainTimeoutMs for open calls to end at a stop
public record CallLimits(
        int bodyBytesMax,
        long bodiesBytesMax,
        int answerBytesMax,
        long answersBytesMax,
        int callsMax,
        int plainOutputTokens,
        int drainTimeoutMs) {}
