package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.gate.KeyOffers;
import io.weighbridge.backend.gate.Metering;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.platform.tls.ServerTls;
import io.weighbridge.backend.proxies.call.OpenCalls;
import io.weighbridge.backend.proxies.models.ServerHealth;
import io.weighbridge.backend.services.Services;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The gateway as a whole. Closed before the ledger: at a stop it takes no more calls, lets those
/// that are open end, breaks off those that do not, and waits until each is settled.
public final class OpenAiGateway implements AutoCloseable {
    /// The name that its calls are made under.
    public static final String PROXY = Gateway.PROXY;

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiGateway.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);
    private static final long CUT_OFF_MS_LEAST = 1_000;
    private static final long CUT_OFF_MS = 5_000;

    private final OpenCalls calls;
    private final Upstreams upstreams;
    private final Periodic retries;
    private final SlowClients slow;
    private final GatewayHttp http;
    private final int drainTimeoutMs;

    private OpenAiGateway(
            OpenCalls calls,
            Upstreams upstreams,
            Periodic retries,
            SlowClients slow,
            GatewayHttp http,
            int drainTimeoutMs) {
        this.calls = calls;
        this.upstreams = upstreams;
        this.retries = retries;
        this.slow = slow;
        this.http = http;
        this.drainTimeoutMs = drainTimeoutMs;
    }

    /// Starts serving.
    ///
    /// @param tls empty for plaintext
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when it cannot listen
    public static OpenAiGateway start(
            GatewaySettings settings,
            Optional<ServerTls> tls,
            Metering metering,
            KeyOffers offers,
            Services services,
            TimeSource time) {
        OpenCalls calls = new OpenCalls(settings.limits().callsMax());
        Upstreams upstreams =
                new Upstreams(settings.models().servers(), settings.limits().callsMax(), time);
        Gateway gateway = new Gateway(settings, metering, offers, services, upstreams, calls, time);
        SlowClients slow =
                new SlowClients(
                        time,
                        Math.min(
                                settings.limits().idleTimeoutMs(),
                                settings.limits().bodyTimeoutMs()));
        GatewayHttp http = GatewayHttp.start(settings, tls, gateway, slow, time);
        Periodic retries = Periodic.start("gateway-retries", RETRY_PAUSE, calls::retry);
        return new OpenAiGateway(
                calls, upstreams, retries, slow, http, settings.limits().drainTimeoutMs());
    }

    /// The port that it listens on.
    public int port() {
        return http.port();
    }

    /// The model servers by their names, with what is known of each.
    public Map<String, ServerHealth> servers() {
        return upstreams.health();
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
        boolean isNone = calls.awaitNone(drainTimeoutMs);
        if (!isNone) {
            calls.cancelAll();
            // What still waits for a client to take what it got is let go with its connection.
            isNone = calls.awaitNone(Math.clamp(drainTimeoutMs, CUT_OFF_MS_LEAST, CUT_OFF_MS));
        }
        http.close();
        if (!isNone && !calls.awaitNone(CUT_OFF_MS)) {
            LOG.warn("{} calls did not end; their holds will expire", calls.count());
        }
        retries.close();
        slow.close();
        upstreams.close();
    }
}
