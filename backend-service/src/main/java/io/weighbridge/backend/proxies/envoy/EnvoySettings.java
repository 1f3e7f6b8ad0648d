package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.call.CallLimits;
import io.weighbridge.backend.proxies.forwardauth.Estimates;
import io.weighbridge.backend.proxies.forwardauth.PathRules;
import io.weighbridge.backend.proxies.wire.RequestRules;

/// How calls behind Envoy are served.
///
/// @param path that the API has at Envoy, without a slash at its end
/// @param rules what decides about money
/// @param paths which service a path belongs to, where nothing but the head of a request is seen
/// @param estimates what is held then
/// @param limits that they have
/// @param quietMs how long nothing may come of a call
/// @param passesUnknownLimits whether the rate limit service lets through what it does not know
public record EnvoySettings(
        String path,
        RequestRules rules,
        PathRules paths,
        Estimates estimates,
        CallLimits limits,
        int quietMs,
        boolean passesUnknownLimits) {}
