package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.call.ServedCalls;
import io.weighbridge.backend.proxies.subjects.Subjects;

/// What all calls behind Envoy share.
///
/// @param settings how they are served
/// @param calls that are served
/// @param ends why calls broke off
/// @param subjects who calls are for
record EnvoyGate(EnvoySettings settings, ServedCalls calls, CallEnds ends, Subjects subjects) {}
