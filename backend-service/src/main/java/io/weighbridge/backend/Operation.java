package io.weighbridge.backend;

import io.grpc.BindableService;
import io.weighbridge.backend.gate.GateMeters;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerMeters;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.grpc.GrpcHealth;
import io.weighbridge.backend.platform.grpc.GrpcServer;
import io.weighbridge.backend.platform.grpc.Listening;
import io.weighbridge.backend.platform.health.Health;
import io.weighbridge.backend.platform.health.Readiness;
import io.weighbridge.backend.platform.http.OperationHttp;
import io.weighbridge.backend.platform.metrics.Metrics;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.platform.tls.ServerTls;
import io.weighbridge.backend.platform.tls.TlsStatus;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.upstreamkeys.UpstreamKeys;
import io.weighbridge.backend.usage.live.LiveBoard;
import io.weighbridge.backend.usage.live.LiveFeed;
import io.weighbridge.model.RefusalReason;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// What those need who run the service: certificates, health, metrics, and an orderly stop. Opened
/// first, so that a start that takes long can be watched, and closed last.
final class Operation {
    private static final Duration PROBE_PAUSE = Duration.ofSeconds(2);
    private static final Duration HEALTH_PAUSE = Duration.ofSeconds(1);
    private static final long CERTIFICATE_WARNING_MS = TimeUnit.DAYS.toMillis(7);

    private final Config config;
    private final Opened opened;
    private final TimeSource time;
    private final Readiness readiness = new Readiness();
    private final Metrics metrics;
    private final Optional<ServerTls> tls;
    private final Optional<OperationHttp> http;
    private final AtomicBoolean draining = new AtomicBoolean();
    private Optional<GrpcHealth> health = Optional.empty();

    private Operation(Config config, Opened opened, TimeSource time) {
        this.config = config;
        this.opened = opened;
        this.time = time;
        this.metrics = opened.add(new Metrics());
        this.tls = config.tlsFiles().map(files -> ServerTls.open(files, time));
        tls.ifPresent(this::watchCertificate);
        this.http =
                config.get(ConfigTable.HTTP_ENABLED)
                        ? Optional.of(opened.add(startHttp()))
                        : Optional.empty();
        metrics.gauge("ready", "1 when calls should come here", () -> readiness.isReady() ? 1 : 0);
    }

    static Operation open(Config config, Opened opened, TimeSource time) {
        return new Operation(config, opened, time);
    }

    private OperationHttp startHttp() {
        return OperationHttp.start(
                new InetSocketAddress(
                        config.get(ConfigTable.HTTP_HOST), config.get(ConfigTable.HTTP_PORT)),
                tls(ConfigTable.HTTP_TLS),
                readiness,
                metrics::scrape);
    }

    private void watchCertificate(ServerTls server) {
        Duration pause = Duration.ofSeconds(config.get(ConfigTable.TLS_RELOAD_S));
        opened.add(Periodic.start("tls-reload", pause, server::reload));
        check("certificate", () -> certificate(server.status()));
        metrics.gauge(
                "certificate.expires.timestamp.seconds",
                "When the certificate in use expires, in seconds since 1970",
                () -> server.status().expiresAtMs() / 1_000);
        metrics.counter(
                "certificate.reload.failures",
                "New certificates that could not be used",
                () -> server.status().failures());
    }

    private Health certificate(TlsStatus status) {
        long leftMs = status.expiresAtMs() - time.wallMs();
        String until = Instant.ofEpochMilli(status.expiresAtMs()).toString();
        if (leftMs <= 0) {
            return Health.failed("expired at " + until);
        }
        if (!status.problem().isEmpty()) {
            return Health.warning("the new one cannot be used: " + status.problem());
        }
        return leftMs < CERTIFICATE_WARNING_MS ? Health.warning("expires at " + until) : Health.OK;
    }

    private void check(String name, Supplier<Health> check) {
        readiness.add(name, check);
        metrics.gauge(
                "check.state",
                "What a check found: 0 ok, 1 warning, 2 failed, 3 dead",
                () -> check.get().state().level(),
                "check",
                name);
    }

    /// How the gRPC server listens.
    Listening listening() {
        return listening(config.listenHost(), config.listenPort(), tls);
    }

    /// How a gRPC server listens that has a port of its own.
    ///
    /// @param certificate empty for plaintext
    Listening listening(String host, int port, Optional<ServerTls> certificate) {
        return new Listening(
                new InetSocketAddress(host, port),
                config.eventLoops(),
                certificate,
                config.get(ConfigTable.TLS_CLIENTS).equals("all"),
                config.proxyCertificates(),
                config.get(ConfigTable.DRAIN_TIMEOUT_MS));
    }

    /// What proxies ask, not yet started.
    ///
    /// @param upstreamKeys accounts' own keys for providers
    ProxyServers proxyServers(Services services, UpstreamKeys upstreamKeys) {
        return new ProxyServers(config, opened, time, this, services, upstreamKeys.table());
    }

    /// The certificate, for a port that is to be served with it; empty for one in the clear.
    Optional<ServerTls> tls(Setting<Boolean> isWanted) {
        return config.get(isWanted) ? tls : Optional.empty();
    }

    /// What is measured.
    Metrics metrics() {
        return metrics;
    }

    /// Watches the store and the ledger.
    void watch(SqlProbe probe, Ledger ledger) {
        opened.add(Periodic.start("store-probe", PROBE_PAUSE, probe));
        check("store", probe::health);
        check(
                "journal",
                () ->
                        ledger.isHealthy()
                                ? Health.OK
                                : Health.dead("it cannot be written; a new start is needed"));
        check("ledger", () -> ledger(ledger));
        LedgerMeters meters = ledger.meters();
        metrics.counter(
                "ledger.groups", "Groups of facts that were forced to the disk", meters::groups);
        metrics.counter("ledger.facts", "Facts in them", meters::facts);
        metrics.histogram(
                "journal.force", "How long the disk takes for a group", meters.forceTimes());
        metrics.gauge("ledger.queue", "What waits for the ledger's writer", ledger::queueLength);
        metrics.gauge(
                "fold.backlog.facts", "Facts in the journal that SQL lacks", ledger::foldBacklog);
        metrics.gauge("holds.open", "Holds that are open", ledger::openHolds);
        metrics.gauge("usage.unrated", "Usage records without a price", ledger::quarantineCount);
    }

    private static Health ledger(Ledger ledger) {
        if (ledger.isFull()) {
            return Health.failed(
                    "SQL is too far behind; nothing more is taken until it catches up");
        }
        return ledger.isFolding()
                ? Health.OK
                : Health.warning("SQL cannot be written; the journal keeps what it lacks");
    }

    /// Measures the gate, and counts who is logged in.
    void watch(GateMeters gate, LiveBoard board, LiveFeed feed, IntSupplier sessions) {
        String decisions = "Decisions of Authorize, Meter and their batches";
        metrics.counter(
                "authorize.decisions",
                decisions,
                board::admittedCount,
                "result",
                "admitted",
                "reason",
                "");
        for (RefusalReason reason : RefusalReason.values()) {
            metrics.counter(
                    "authorize.decisions",
                    decisions,
                    () -> board.refusedCount(reason),
                    "result",
                    "refused",
                    "reason",
                    reason.name().toLowerCase(Locale.ROOT));
        }
        metrics.counter(
                "usage.settled", "Calls that were charged or quarantined", board::settledCount);
        metrics.counter(
                "settle.model.differs",
                "Calls that another model served than they were held for, as was told at their end",
                gate::otherModelCount);
        metrics.histogram(
                "authorize.duration", "From a request of Authorize to its reply", gate.authorize());
        metrics.histogram(
                "settle.duration", "From a settle to its answer, which is durable", gate.settle());
        metrics.gauge("watchers", "Streams of WatchLive", feed::watchers);
        metrics.gauge("sessions", "Sessions of operators", sessions::getAsInt);
    }

    /// The health of the services over gRPC.
    BindableService health(List<BindableService> services) {
        GrpcHealth made = new GrpcHealth(readiness, services);
        health = Optional.of(made);
        return made.service();
    }

    /// The start is over.
    void started(GrpcServer server) {
        metrics.gauge("grpc.connections", "Connections of clients", server::connections);
        readiness.started();
        health.ifPresent(
                grpc -> {
                    grpc.update();
                    opened.add(Periodic.start("health", HEALTH_PAUSE, grpc::update));
                });
    }

    /// Where HTTP listens, if it does.
    OptionalInt httpPort() {
        return http.map(serving -> OptionalInt.of(serving.port())).orElse(OptionalInt.empty());
    }

    /// Sends callers elsewhere, and goes on serving for the grace, in which they learn of it. Once;
    /// again does nothing.
    void drain() {
        if (!draining.compareAndSet(false, true)) {
            return;
        }
        readiness.drain();
        health.ifPresent(GrpcHealth::drain);
        try {
            var _ =
                    new CountDownLatch(1)
                            .await(config.get(ConfigTable.DRAIN_GRACE_MS), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            // Whoever interrupts wants no more grace; the stop itself is as orderly as without.
            return;
        }
    }
}
