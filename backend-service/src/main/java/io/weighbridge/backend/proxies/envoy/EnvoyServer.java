package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.gate.admit.Admitting;
import io.weighbridge.backend.gate.admit.LimitCounting;
import io.weighbridge.backend.gate.keys.KeyOffers;
import io.weighbridge.backend.gate.meter.Metering;
import io.weighbridge.backend.gate.settle.Settling;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.grpc.GrpcServer;
import io.weighbridge.backend.platform.grpc.Listening;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.CallCounts;
import io.weighbridge.backend.proxies.call.OpenCalls;
import io.weighbridge.backend.proxies.call.ServedCalls;
import io.weighbridge.backend.proxies.subjects.Subjects;
import io.weighbridge.backend.services.Services;

import java.time.Duration;
import java.util.List;

/// What Envoy asks, as a whole, on a port of its own. Closed before the ledger: at a stop it takes
/// no more calls, lets those that are open end, breaks off those that do not, and waits until each
/// is settled.
public final class EnvoyServer implements AutoCloseable {
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    // Beside a body: the rest of a message.
    private static final int MESSAGE_SLACK_BYTES = 256 << 10;

    private final EnvoyGate gate;
    private final OpenCalls calls;
    private final AccessLogGrpc logs;
    private final Periodic retries;
    private final GrpcServer server;

    private EnvoyServer(EnvoyGate gate, AccessLogGrpc logs, Periodic retries, GrpcServer server) {
        this.gate = gate;
        this.calls = gate.calls().open();
        this.logs = logs;
        this.retries = retries;
        this.server = server;
    }

    /// Starts serving.
    ///
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when it cannot listen
    public static EnvoyServer start(
            EnvoySettings settings,
            Listening listening,
            Authenticator authenticator,
            Metering metering,
            KeyOffers offers,
            Admitting admitting,
            Settling settling,
            LimitCounting limitCounting,
            Services services,
            Subjects subjects,
            TimeSource time) {
        ServedCalls calls =
                ServedCalls.of(
                        settings.limits(),
                        settings.rules(),
                        settings.quietMs(),
                        metering,
                        offers,
                        services,
                        time);
        EnvoyGate gate = new EnvoyGate(settings, calls, new CallEnds(time), subjects);
        Checks checks =
                new Checks(
                        settings.paths(),
                        settings.estimates(),
                        admitting,
                        settling,
                        services,
                        subjects);
        RateLimits limits = new RateLimits(limitCounting, settings.passesUnknownLimits());
        AccessLogGrpc logs = new AccessLogGrpc(gate.ends());
        GrpcServer server =
                GrpcServer.startForProxies(
                        listening,
                        settings.limits().bodyBytesMax() + MESSAGE_SLACK_BYTES,
                        List.of(new ExtProcGrpc(gate)),
                        List.of(new ExtAuthzGrpc(checks), new RateLimitGrpc(limits), logs),
                        authenticator);
        Periodic retries =
                Periodic.start(
                        "envoy-retries",
                        RETRY_PAUSE,
                        () -> {
                            gate.ends().look();
                            calls.open().retry();
                        });
        return new EnvoyServer(gate, logs, retries, server);
    }

    /// The port that it listens on.
    public int port() {
        return server.port();
    }

    /// Its calls.
    public CallCounts calls() {
        return calls;
    }

    @Override
    public void close() {
        if (!calls.drain(gate.settings().limits().drainTimeoutMs())) {
            gate.ends().close();
        }
        calls.awaitBrokenOff();
        logs.close();
        server.close();
        retries.close();
    }
}
