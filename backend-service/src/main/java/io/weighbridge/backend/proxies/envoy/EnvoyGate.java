package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.gate.KeyOffers;
import io.weighbridge.backend.gate.Metering;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.CallAsking;
import io.weighbridge.backend.proxies.call.MemoryBudget;
import io.weighbridge.backend.proxies.call.OpenCalls;
import io.weighbridge.backend.services.Services;

/// What all calls behind Envoy share.
///
/// @param settings how they are served
/// @param calls that are open
/// @param asking how the gate is asked
/// @param bodies of requests that are in memory
/// @param answers that are kept until they are whole
record EnvoyGate(
        EnvoySettings settings,
        OpenCalls calls,
        CallAsking asking,
        MemoryBudget bodies,
        MemoryBudget answers) {
    static EnvoyGate of(
            EnvoySettings settings,
            Metering metering,
            KeyOffers offers,
            Services services,
            TimeSource time) {
        EnvoySettings.Limits limits = settings.limits();
        OpenCalls calls = new OpenCalls(limits.callsMax());
        return new EnvoyGate(
                settings,
                calls,
                new CallAsking(
                        metering,
                        offers,
                        services,
                        calls,
                        time,
                        settings.rules(),
                        limits.plainOutputTokens(),
                        limits.quietMs()),
                new MemoryBudget(limits.bodiesBytesMax(), limits.bodyBytesMax()),
                new MemoryBudget(limits.answersBytesMax(), limits.answerBytesMax()));
    }
}
