package io.weighbridge.backend.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.health.Health;
import io.weighbridge.backend.platform.health.Readiness;
import io.weighbridge.backend.platform.tls.ServerTls;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// `/livez`, `/readyz` and `/metrics`. Each request has a virtual thread of its own; how many there
/// are at a time is limited.
public final class OperationHttp implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 256;
    private static final int REQUESTS_MAX = 64;
    private static final int PAYLOAD_BYTES_MAX = 1_024;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final WebServer server;

    private OperationHttp(WebServer server) {
        this.server = server;
    }

    /// Starts serving.
    ///
    /// @param address port 0 for any free one
    /// @param tls empty for plaintext
    /// @param metrics in Prometheus' text format
    /// @throws Fault INVALID_FIELD when the port is in use, or the address is not this machine's
    public static OperationHttp start(
            InetSocketAddress address,
            Optional<ServerTls> tls,
            Readiness readiness,
            Supplier<String> metrics) {
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .get("/livez", (_, response) -> live(readiness, response))
                        .get("/readyz", (_, response) -> ready(readiness, response))
                        .get("/metrics", (_, response) -> metrics(metrics, response));
        WebServerConfig.Builder builder =
                ListeningHttp.at("http", address, tls)
                        .routing(routing)
                        .maxTcpConnections(CONNECTIONS_MAX)
                        .maxConcurrentRequests(REQUESTS_MAX)
                        .maxPayloadSize(PAYLOAD_BYTES_MAX)
                        .idleConnectionTimeout(IDLE);
        return new OperationHttp(ListeningHttp.start(builder));
    }

    private static void live(Readiness readiness, ServerResponse response) {
        Map<String, Health> answers = readiness.ask();
        answer(response, !Readiness.isDead(answers), answers);
    }

    private static void ready(Readiness readiness, ServerResponse response) {
        Map<String, Health> answers = readiness.ask();
        answer(response, Readiness.isReady(answers), answers);
    }

    private static void answer(ServerResponse response, boolean good, Map<String, Health> answers) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("ok", good);
        ArrayNode checks = json.putArray("checks");
        answers.forEach(
                (name, health) ->
                        checks.addObject()
                                .put("name", name)
                                .put("state", health.state().name().toLowerCase(Locale.ROOT))
                                .put("text", health.text()));
        response.status(good ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send(json + "\n");
    }

    private static void metrics(Supplier<String> metrics, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, TEXT).send(metrics.get());
    }

    /// The port that it listens on.
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
