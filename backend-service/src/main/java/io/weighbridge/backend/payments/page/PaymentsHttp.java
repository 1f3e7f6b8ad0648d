package io.weighbridge.backend.payments.page;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.weighbridge.backend.codes.Redemptions;
import io.weighbridge.backend.payments.Deliveries;
import io.weighbridge.backend.payments.Orders;
import io.weighbridge.backend.payments.Taken;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.http.ListeningHttp;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.platform.tls.ServerTls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `/pay/LINK`, where customers pay an order, and `/webhooks/PROVIDER`, where providers tell what
/// became of it. Each request has a virtual thread of its own.
public final class PaymentsHttp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentsHttp.class);
    private static final int REQUESTS_MAX = 256;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final WebServer server;

    private PaymentsHttp(WebServer server) {
        this.server = server;
    }

    /// Starts serving.
    ///
    /// @param tls empty for plaintext
    /// @throws Fault INVALID_FIELD when it cannot listen
    public static PaymentsHttp start(
            PageSettings settings,
            Optional<ServerTls> tls,
            Orders orders,
            Deliveries deliveries,
            Redemptions redemptions,
            TimeSource time) {
        PagesHttp pages =
                new PagesHttp(
                        new OrderViews(orders, time), new CodeTries(redemptions, time), settings);
        byte[] style = style();
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .get("/pay/page.css", (_, response) -> style(response, style))
                        .get("/pay/{link}", pages::show)
                        .get("/pay/{link}/{receipt}.pdf", pages::receipt)
                        .post("/pay/{link}", pages::choose)
                        .post(
                                "/webhooks/{provider}",
                                (request, response) -> take(request, response, deliveries, time));
        WebServerConfig.Builder builder =
                ListeningHttp.at("payments", settings.address(), tls)
                        .routing(routing)
                        .maxTcpConnections(settings.connectionsMax())
                        .maxConcurrentRequests(REQUESTS_MAX)
                        .maxPayloadSize(-1)
                        .idleConnectionTimeout(IDLE);
        return new PaymentsHttp(ListeningHttp.start(builder));
    }

    private static byte[] style() {
        try (InputStream file = PaymentsHttp.class.getResourceAsStream("page.css")) {
            if (file == null) {
                throw new IllegalStateException("page.css is not there");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void style(ServerResponse response, byte[] style) {
        response.headers().set(HeaderNames.CONTENT_TYPE, "text/css; charset=utf-8");
        response.headers().set(HeaderNames.CACHE_CONTROL, "max-age=300");
        response.send(style);
    }

    private static void take(
            ServerRequest request,
            ServerResponse response,
            Deliveries deliveries,
            TimeSource time) {
        byte[] body = PagesHttp.body(request, Deliveries.BODY_BYTES_MAX);
        if (body == null) {
            answer(response, Status.REQUEST_ENTITY_TOO_LARGE_413);
            return;
        }
        String provider = request.path().pathParameters().get("provider");
        try {
            Taken taken =
                    deliveries.take(provider, new Webhook(headers(request), body, time.wallMs()));
            answer(response, status(taken));
        } catch (Fault e) {
            LOG.warn("a webhook of {} was not stored: {}", provider, e.getMessage());
            answer(response, Status.SERVICE_UNAVAILABLE_503);
        }
    }

    private static Status status(Taken taken) {
        return switch (taken) {
            case STORED -> Status.OK_200;
            case NOT_GENUINE -> Status.BAD_REQUEST_400;
            case NO_SUCH_PROVIDER -> Status.NOT_FOUND_404;
            case TOO_LARGE -> Status.REQUEST_ENTITY_TOO_LARGE_413;
        };
    }

    private static Map<String, String> headers(ServerRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(
                        header ->
                                headers.putIfAbsent(
                                        header.name().toLowerCase(Locale.ROOT),
                                        header.allValues().getFirst()));
        return headers;
    }

    private static void answer(ServerResponse response, Status status) {
        response.headers().set(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.status(status).send(status.reasonPhrase() + "\n");
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
