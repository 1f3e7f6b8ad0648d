package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.wire.RequestRules;

/// How calls behind Envoy are served.
///
/// @param path that the API has at Envoy, without a slash at its end
/// @param rules what decides about money
/// @param limits the rest
public record EnvoySettings(String path, RequestRules rules, Limits limits) {
    /// Everything has a limit.
    ///
    /// @param bodyBytesMax of a request
    /// @param bodiesBytesMax of all requests that are in memory at the same time
    /// @param answerBytesMax of an answer that is not streamed
    /// @param answersBytesMax of all such answers that are in memory at the same time
    /// @param callsMax open at the same time
    /// @param plainOutputTokens held for an answer that is not streamed, where neither request nor
    ///     service say how long it may become
    /// @param quietMs how long nothing may come of a call
    /// @param drainTimeoutMs for open calls to end at a stop
    public record Limits(
            int bodyBytesMax,
            long bodiesBytesMax,
            int answerBytesMax,
            long answersBytesMax,
            int callsMax,
            int plainOutputTokens,
            int quietMs,
            int drainTimeoutMs) {}
}
