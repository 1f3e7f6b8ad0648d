package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.gate.keys.KeyOffers;
import io.weighbridge.backend.gate.meter.Metering;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.wire.RequestRules;
import io.weighbridge.backend.services.Services;

/// What all calls share that are served at one place.
///
/// @param open those that are
/// @param asking how the gate is asked
/// @param bodies of requests that are in memory
/// @param answers that are kept until they are whole
public record ServedCalls(
        OpenCalls open, CallAsking asking, MemoryBudget bodies, MemoryBudget answers) {
    /// Those of a place that has none yet.
    ///
    /// @param rules what decides about money
    /// @param quietMs how long nothing may come of a call, where its server does not say so
    public static ServedCalls of(
            CallLimits limits,
            RequestRules rules,
            long quietMs,
            Metering metering,
            KeyOffers offers,
            Services services,
            TimeSource time) {
        OpenCalls open = new OpenCalls(limits.callsMax(), time);
        return new ServedCalls(
                open,
                new CallAsking(
                        metering,
                        offers,
                        services,
                        open,
                        time,
                        rules,
                        limits.plainOutputTokens(),
                        quietMs),
                new MemoryBudget(limits.bodiesBytesMax(), limits.bodyBytesMax()),
                new MemoryBudget(limits.answersBytesMax(), limits.answerBytesMax()));
    }
}
