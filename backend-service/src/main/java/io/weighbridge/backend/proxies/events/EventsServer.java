package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.gate.event.EventCharging;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.GrpcServer;
import io.weighbridge.backend.platform.grpc.Listening;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.platform.tls.ServerTls;
import io.weighbridge.backend.proxies.call.MemoryBudget;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Where usage is told after the fact, as a whole. Closed before the ledger.
public final class EventsServer implements AutoCloseable {
    private final EventIntake intake;
    private final EventsHttp http;
    private final Optional<GrpcServer> grpc;

    private EventsServer(EventIntake intake, EventsHttp http, Optional<GrpcServer> grpc) {
        this.intake = intake;
        this.http = http;
        this.grpc = grpc;
    }

    /// Starts serving.
    ///
    /// @param tls empty for plaintext
    /// @param spans where spans are taken by gRPC, empty for nowhere
    /// @throws Fault INVALID_FIELD when it cannot listen
    public static EventsServer start(
            EventsSettings settings,
            Optional<ServerTls> tls,
            Optional<Listening> spans,
            EventCharging charging,
            Authenticator authenticator,
            TimeSource time) {
        EventIntake intake = new EventIntake(charging, time);
        MemoryBudget bodies = new MemoryBudget(settings.bodiesBytesMax(), settings.bodyBytesMax());
        EventRequests requests = new EventRequests(settings, authenticator, intake, bodies);
        TraceMapping mapping = new TraceMapping(settings.charged());
        EventsHttp http = EventsHttp.start(settings, tls, requests, mapping);
        try {
            return new EventsServer(
                    intake,
                    http,
                    spans.map(
                            listening ->
                                    GrpcServer.startForProxies(
                                            listening,
                                            settings.bodyBytesMax(),
                                            List.of(),
                                            List.of(new TraceGrpc(mapping, intake, bodies)),
                                            authenticator)));
        } catch (Fault fault) {
            http.close();
            throw fault;
        }
    }

    /// The port that it listens on.
    public int port() {
        return http.port();
    }

    /// The port at which spans are taken by gRPC, if they are.
    public OptionalInt spansPort() {
        return grpc.isPresent() ? OptionalInt.of(grpc.get().port()) : OptionalInt.empty();
    }

    /// What came so far.
    public EventCounts counts() {
        return intake.counts();
    }

    @Override
    public void close() {
        grpc.ifPresent(GrpcServer::close);
        http.close();
    }
}
