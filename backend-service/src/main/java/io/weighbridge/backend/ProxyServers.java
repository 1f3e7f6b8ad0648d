package io.weighbridge.backend;

import io.weighbridge.backend.gate.GateAssembly;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.operators.OperatorsAssembly;
import io.weighbridge.backend.platform.grpc.Listening;
import io.weighbridge.backend.platform.metrics.Metrics;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.CallCounts;
import io.weighbridge.backend.proxies.call.Runs;
import io.weighbridge.backend.proxies.envoy.EnvoyServer;
import io.weighbridge.backend.proxies.events.EventCounts;
import io.weighbridge.backend.proxies.events.EventsServer;
import io.weighbridge.backend.proxies.forwardauth.ForwardAuth;
import io.weighbridge.backend.proxies.mcp.ToolGateway;
import io.weighbridge.backend.proxies.models.ModelTable;
import io.weighbridge.backend.proxies.openai.OpenAiGateway;
import io.weighbridge.backend.proxies.subjects.Subjects;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.upstreamkeys.UpstreamKeyTable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.OptionalInt;

/// What proxies ask beside the gate's own port, and the own gateway, as far as there is to be any.
/// Opened last and closed first: their calls end while the ledger still takes their charges.
public final class ProxyServers {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyServers.class);

    private final Config config;
    private final Opened opened;
    private final TimeSource time;
    private final Operation operation;
    private final Metrics metrics;
    private final Services services;
    private final UpstreamKeyTable upstreamKeys;
    private Optional<ForwardAuth> forwardAuth = Optional.empty();
    private Optional<OpenAiGateway> gateway = Optional.empty();
    private Optional<EnvoyServer> envoy = Optional.empty();
    private Optional<EventsServer> events = Optional.empty();

    ProxyServers(
            Config config,
            Opened opened,
            TimeSource time,
            Operation operation,
            Services services,
            UpstreamKeyTable upstreamKeys) {
        this.config = config;
        this.opened = opened;
        this.time = time;
        this.operation = operation;
        this.metrics = operation.metrics();
        this.services = services;
        this.upstreamKeys = upstreamKeys;
    }

    /// Starts them.
    ProxyServers start(GateAssembly assembly, Gate gate, OperatorsAssembly operators) {
        Subjects subjects = opened.add(Subjects.open(SubjectTable.read(config), time));
        forwardAuth = forwardAuth(assembly, gate, operators, subjects);
        gateway = gateway(assembly, gate, subjects);
        gateway.ifPresent(this::measure);
        envoy = envoy(assembly, gate, operators, subjects);
        envoy.ifPresent(
                serving -> measure("envoy", "behind Envoy", "behind Envoy", serving.calls()));
        events = events(assembly, operators);
        events.ifPresent(serving -> measure(serving.counts()));
        return this;
    }

    private Optional<ForwardAuth> forwardAuth(
            GateAssembly assembly, Gate gate, OperatorsAssembly operators, Subjects subjects) {
        return ForwardAuthTable.read(config)
                .map(
                        settings ->
                                opened.add(
                                        ForwardAuth.start(
                                                settings,
                                                operation.tls(ForwardAuthTable.TLS),
                                                assembly.admitting(gate),
                                                assembly.settling(),
                                                operators.proxies().table(),
                                                operators.authenticator(),
                                                services,
                                                subjects,
                                                time)));
    }

    private Optional<OpenAiGateway> gateway(GateAssembly assembly, Gate gate, Subjects subjects) {
        int left = config.gateway().isPresent() ? assembly.endLeft(OpenAiGateway.PROXY) : 0;
        if (left > 0) {
            LOG.info("{} calls that the gateway had left open are ended", left);
        }
        config.gateway().ifPresent(settings -> sayWhatIsMissing(settings.models()));
        return config.gateway()
                .map(
                        settings ->
                                opened.add(
                                        OpenAiGateway.start(
                                                settings,
                                                operation.tls(GatewayTable.TLS),
                                                assembly.metering(gate),
                                                assembly.keyOffers(),
                                                services,
                                                upstreamKeys,
                                                subjects,
                                                assembly.callRuns(),
                                                calls ->
                                                        new ToolGateway(
                                                                settings,
                                                                calls,
                                                                assembly.keyOffers(),
                                                                subjects,
                                                                new Runs(assembly.callRuns(), time),
                                                                time),
                                                time)));
    }

    // Calls of it are answered as if nobody served it.
    private void sayWhatIsMissing(ModelTable models) {
        for (String service : models.services()) {
            if (services.directory().byName(service) == null) {
                LOG.warn("gateway.models_file: there is no service {} yet", service);
            }
        }
    }

    private Optional<EnvoyServer> envoy(
            GateAssembly assembly, Gate gate, OperatorsAssembly operators, Subjects subjects) {
        return config.envoy()
                .map(
                        settings ->
                                opened.add(
                                        EnvoyServer.start(
                                                settings,
                                                operation.listening(
                                                        config.get(EnvoyTable.HOST),
                                                        config.get(EnvoyTable.PORT),
                                                        operation.tls(EnvoyTable.TLS)),
                                                operators.authenticator(),
                                                assembly.metering(gate),
                                                assembly.keyOffers(),
                                                assembly.admitting(gate),
                                                assembly.settling(),
                                                assembly.limitCounting(gate),
                                                services,
                                                subjects,
                                                time)));
    }

    private Optional<EventsServer> events(GateAssembly assembly, OperatorsAssembly operators) {
        return EventsTable.read(config)
                .map(
                        settings ->
                                opened.add(
                                        EventsServer.start(
                                                settings,
                                                operation.tls(EventsTable.TLS),
                                                spans(),
                                                assembly.eventCharging(
                                                        EventsTable.ageMaxMs(config)),
                                                operators.authenticator(),
                                                time)));
    }

    private Optional<Listening> spans() {
        return config.get(EventsTable.GRPC)
                ? Optional.of(
                        operation.listening(
                                config.get(EventsTable.HOST),
                                config.get(EventsTable.GRPC_PORT),
                                operation.tls(EventsTable.TLS)))
                : Optional.empty();
    }

    private void measure(EventCounts events) {
        String name = "events";
        String text = "Usage events told after the fact, by what came of them";
        metrics.counter(name, text, events::chargedCount, "outcome", "charged");
        metrics.counter(name, text, events::unratedCount, "outcome", "unrated");
        metrics.counter(name, text, events::repeatedCount, "outcome", "repeated");
        metrics.counter(name, text, events::refusedCount, "outcome", "refused");
        metrics.counter(name, text, events::passedOverCount, "outcome", "passed_over");
    }

    private void measure(OpenAiGateway serving) {
        measure("gateway", "in the gateway", "of the gateway", serving.calls());
        serving.servers()
                .forEach(
                        (name, health) ->
                                metrics.gauge(
                                        "gateway.server.alone",
                                        "1 while a model server failed too often and is left alone",
                                        () -> health.isAlone() ? 1 : 0,
                                        "server",
                                        name));
    }

    /// @param where calls are that are open, in words
    /// @param whose those are that have ended
    private void measure(String prefix, String where, String whose, CallCounts calls) {
        metrics.gauge(prefix + ".calls.open", "Calls " + where, calls::count);
        metrics.counter(
                prefix + ".usage.estimated",
                "Calls " + whose + " that were charged by an estimate",
                calls::estimatedCount);
        metrics.counter(
                prefix + ".model.differs",
                "Calls " + whose + " that another model answered than was asked",
                calls::otherModelCount);
    }

    /// Where usage is told after the fact, if it is.
    public OptionalInt eventsPort() {
        return port(events.map(EventsServer::port));
    }

    /// Where spans are taken by gRPC, if they are.
    public OptionalInt spansPort() {
        return events.map(EventsServer::spansPort).orElse(OptionalInt.empty());
    }

    /// Where proxies ask over HTTP, if they may.
    public OptionalInt forwardAuthPort() {
        return port(forwardAuth.map(ForwardAuth::port));
    }

    /// Where the gateway listens, if it does.
    OptionalInt gatewayPort() {
        return port(gateway.map(OpenAiGateway::port));
    }

    /// Where Envoy asks, if it may.
    public OptionalInt envoyPort() {
        return port(envoy.map(EnvoyServer::port));
    }

    private static OptionalInt port(Optional<Integer> port) {
        return port.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
