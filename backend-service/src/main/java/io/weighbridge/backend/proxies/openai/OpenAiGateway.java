package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.gate.keys.CallRuns;
import io.weighbridge.backend.gate.keys.KeyOffers;
import io.weighbridge.backend.gate.meter.Metering;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.platform.tls.ServerTls;
import io.weighbridge.backend.proxies.call.CallCounts;
import io.weighbridge.backend.proxies.call.OpenCalls;
import io.weighbridge.backend.proxies.call.Runs;
import io.weighbridge.backend.proxies.call.ServedCalls;
import io.weighbridge.backend.proxies.models.ServerHealth;
import io.weighbridge.backend.proxies.models.ServerSettings;
import io.weighbridge.backend.proxies.subjects.Subjects;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.upstreamkeys.UpstreamKeyTable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The gateway as a whole. Closed before the ledger: at a stop it takes no more calls, lets those
/// that are open end, breaks off those that do not, and waits until each is settled.
public final class OpenAiGateway implements AutoCloseable {
    /// The name that its calls are made under.
    public static final String PROXY = Gateway.PROXY;

    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);
    private static final long CUT_OFF_MS_LEAST = 1_000;
    private static final long CUT_OFF_MS = 5_000;

    private final OpenCalls calls;
    private final MorePaths more;
    private final Upstreams upstreams;
    private final Periodic retries;
    private final SlowPeers slow;
    private final GatewayHttp http;
    private final int drainTimeoutMs;

    private OpenAiGateway(
            OpenCalls calls,
            MorePaths more,
            Upstreams upstreams,
            Periodic retries,
            SlowPeers slow,
            GatewayHttp http,
            int drainTimeoutMs) {
        this.calls = calls;
        this.more = more;
        this.upstreams = upstreams;
        this.retries = retries;
        this.slow = slow;
        this.http = http;
        this.drainTimeoutMs = drainTimeoutMs;
    }

    /// Starts serving.
    ///
    /// @param tls empty for plaintext
    /// @param upstreamKeys accounts' own keys for providers
    /// @param more what is served beside models
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when it cannot listen
    public static OpenAiGateway start(
            GatewaySettings settings,
            Optional<ServerTls> tls,
            Metering metering,
            KeyOffers offers,
            Services services,
            UpstreamKeyTable upstreamKeys,
            Subjects subjects,
            CallRuns callRuns,
            Function<ServedCalls, MorePaths> more,
            TimeSource time) {
        ServedCalls calls =
                ServedCalls.of(
                        settings.limits(), settings.rules(), 0, metering, offers, services, time);
        SlowPeers slow = new SlowPeers(time, shortestMs(settings));
        Upstreams upstreams =
                new Upstreams(settings.models(), settings.limits().callsMax(), slow, time);
        UpstreamChooser choosing =
                new UpstreamChooser(settings.models(), services, offers, upstreamKeys);
        Gateway gateway =
                new Gateway(
                        settings,
                        calls,
                        offers,
                        choosing,
                        upstreams,
                        subjects,
                        new Runs(callRuns, time));
        MorePaths paths = more.apply(calls);
        GatewayHttp http = GatewayHttp.start(settings, tls, gateway, paths, slow, time);
        Periodic retries = Periodic.start("gateway-retries", RETRY_PAUSE, calls.open()::retry);
        return new OpenAiGateway(
                calls.open(),
                paths,
                upstreams,
                retries,
                slow,
                http,
                settings.limits().drainTimeoutMs());
    }

    private static int shortestMs(GatewaySettings settings) {
        int shortest = Math.min(settings.idleTimeoutMs(), settings.bodyTimeoutMs());
        for (ServerSettings server : settings.models().asked()) {
            shortest =
                    Math.min(
                            shortest,
                            Math.min(server.firstByteTimeoutMs(), server.idleTimeoutMs()));
        }
        return shortest;
    }

    /// The port that it listens on.
    public int port() {
        return http.port();
    }

    /// The model servers by their names, with what is known of each.
    public Map<String, ServerHealth> servers() {
        return upstreams.health();
    }

    /// Its calls.
    public CallCounts calls() {
        return calls;
    }

    @Override
    public void close() {
        if (!calls.drain(drainTimeoutMs)) {
            // What still waits for a client to take what it got is let go with its connection.
            var _ = calls.awaitNone(Math.clamp(drainTimeoutMs, CUT_OFF_MS_LEAST, CUT_OFF_MS));
        }
        more.breakOff();
        http.close();
        calls.awaitBrokenOff();
        retries.close();
        slow.close();
        upstreams.close();
    }
}
