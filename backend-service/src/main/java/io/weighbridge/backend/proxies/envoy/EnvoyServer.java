package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.gate.KeyOffers;
import io.weighbridge.backend.gate.Metering;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.grpc.GrpcServer;
import io.weighbridge.backend.platform.grpc.Listening;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.OpenCalls;
import io.weighbridge.backend.services.Services;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;

/// What Envoy asks, as a whole, on a port of its own. Closed before the ledger: at a stop it takes
/// no more calls, lets those that are open end, breaks off those that do not, and waits until each
/// is settled.
public final class EnvoyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EnvoyServer.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);
    private static final long CUT_OFF_MS = 5_000;

    // Beside a body: the rest of a message.
    private static final int MESSAGE_SLACK_BYTES = 256 << 10;

    private final OpenCalls calls;
    private final Periodic retries;
    private final GrpcServer server;
    private final int drainTimeoutMs;

    private EnvoyServer(OpenCalls calls, Periodic retries, GrpcServer server, int drainTimeoutMs) {
        this.calls = calls;
        this.retries = retries;
        this.server = server;
        this.drainTimeoutMs = drainTimeoutMs;
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
            Services services,
            TimeSource time) {
        EnvoyGate gate = EnvoyGate.of(settings, metering, offers, services, time);
        GrpcServer server =
                GrpcServer.startForProxies(
                        listening,
                        settings.limits().bodyBytesMax() + MESSAGE_SLACK_BYTES,
                        List.of(new ExtProcGrpc(gate)),
                        authenticator);
        Periodic retries = Periodic.start("envoy-retries", RETRY_PAUSE, gate.calls()::retry);
        return new EnvoyServer(gate.calls(), retries, server, settings.limits().drainTimeoutMs());
    }

    /// The port that it listens on.
    public int port() {
        return server.port();
    }

    /// Calls that are open.
    public int openCalls() {
        return calls.count();
    }

    /// Calls that were charged by an estimate, because the model server told nothing.
    public long estimatedCalls() {
        return calls.estimatedCount();
    }

    /// Calls that another model answered than the one that was asked.
    public long otherModelCalls() {
        return calls.otherModelCount();
    }

    @Override
    public void close() {
        calls.close();
        if (!calls.awaitNone(drainTimeoutMs)) {
            calls.cancelAll();
            if (!calls.awaitNone(CUT_OFF_MS)) {
                LOG.warn("{} calls did not end; their holds will expire", calls.count());
            }
        }
        server.close();
        retries.close();
    }
}
