package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.call.ServedCalls;

/// What all calls behind Envoy share.
///
/// @param settings how they are served
/// @param calls that are served
/// @param ends why calls broke off
record EnvoyGate(EnvoySettings settings, ServedCalls calls, CallEnds ends) {}
