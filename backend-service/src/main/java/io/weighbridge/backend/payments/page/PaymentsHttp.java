package io.weighbridge.backend.payments.page;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.weighbridge.backend.payments.PaymentMethod;
import io.weighbridge.backend.payments.Webhook;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.http.ListeningHttp;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.platform.tls.ServerTls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `/pay/LINK`, where customers pay an order, and `/webhooks/PROVIDER`, where providers tell what
/// became of it. Each request has a virtual thread of its own.
public final class PaymentsHttp implements AutoCloseable {
    private static final int WEBHOOK_BYTES_MAX = 256 << 10;
    private static final int FORM_BYTES_MAX = 1_024;
    private static final int LINK_LENGTH_MAX = 200;
    private static final int REQUESTS_MAX = 256;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final String HTML = "text/html; charset=utf-8";
    // No rule for where forms lead: the answer to one leads on to the provider's page.
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

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
            OrderDesk orders,
            WebhookDoor webhooks,
            TimeSource time) {
        Pages pages = new Pages(orders, new OrderPage(settings), new ReceiptPdf(settings));
        byte[] style = style();
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .get("/pay/page.css", (_, response) -> style(response, style))
                        .get("/pay/{link}", pages::show)
                        .get("/pay/{link}/receipt.pdf", pages::receipt)
                        .post("/pay/{link}", pages::choose)
                        .post(
                                "/webhooks/{provider}",
                                (request, response) -> take(request, response, webhooks, time));
        WebServerConfig.Builder builder =
                ListeningHttp.at("payments", settings.address(), tls)
                        .routing(routing)
                        .maxTcpConnections(settings.connectionsMax())
                        .maxConcurrentRequests(REQUESTS_MAX)
                        .maxPayloadSize(WEBHOOK_BYTES_MAX)
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
            ServerRequest request, ServerResponse response, WebhookDoor webhooks, TimeSource time) {
        byte[] body = body(request, WEBHOOK_BYTES_MAX);
        if (body == null) {
            answer(response, Status.REQUEST_ENTITY_TOO_LARGE_413);
            return;
        }
        WebhookDoor.Answer answer =
                webhooks.take(
                        request.path().pathParameters().get("provider"),
                        new Webhook(headers(request), body, time.wallMs()));
        answer(response, Status.create(answer.status()));
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

    // Null: it is longer than that.
    private static byte @Nullable [] body(ServerRequest request, int bytesMax) {
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(bytesMax + 1);
            return body.length > bytesMax ? null : body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(ServerResponse response, Status status) {
        response.headers().set(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.status(status).send(status.reasonPhrase() + "\n");
    }

    /// What customers see.
    private record Pages(OrderDesk orders, OrderPage page, ReceiptPdf receipts) {
        void show(ServerRequest request, ServerResponse response) {
            String link = link(request);
            Optional<OrderView> order = find(link);
            if (order.isEmpty()) {
                missing(response);
                return;
            }
            html(response, Status.OK_200, page.of(order.get(), link, ""));
        }

        void receipt(ServerRequest request, ServerResponse response) {
            Optional<OrderView> order = find(link(request));
            if (order.isEmpty() || order.get().receipt().isEmpty()) {
                missing(response);
                return;
            }
            guard(response);
            response.headers().set(HeaderNames.CONTENT_TYPE, "application/pdf");
            response.headers()
                    .set(
                            HeaderNames.CONTENT_DISPOSITION,
                            "inline; filename=\"receipt-" + order.get().receipt() + ".pdf\"");
            response.send(receipts.of(order.get()));
        }

        void choose(ServerRequest request, ServerResponse response) {
            String link = link(request);
            Optional<OrderView> order = find(link);
            byte[] form = body(request, FORM_BYTES_MAX);
            if (order.isEmpty()) {
                missing(response);
                return;
            }
            PaymentMethod method = form == null ? null : method(form);
            if (method == null) {
                html(
                        response,
                        Status.BAD_REQUEST_400,
                        page.of(order.get(), link, "Choose one of the ways to pay."));
                return;
            }
            try {
                URI checkout = orders.choose(link, method);
                guard(response);
                response.headers().set(HeaderNames.LOCATION, checkout.toString());
                response.status(Status.SEE_OTHER_303).send();
            } catch (Fault e) {
                refused(response, link, order.get(), e);
            }
        }

        // It may have changed meanwhile: shown as it is now.
        private void refused(ServerResponse response, String link, OrderView before, Fault fault) {
            OrderView now = orders.find(link).orElse(before);
            String text =
                    switch (fault.code()) {
                        case PROVIDER_UNAVAILABLE, STORE_UNAVAILABLE, BUSY ->
                                "That is not possible at the moment. Try again in a minute, or pay"
                                        + " in another way.";
                        case PROVIDER_REFUSED -> "That is not possible. Pay in another way.";
                        default -> "This order cannot be paid in this way any more.";
                    };
            html(response, Status.CONFLICT_409, page.of(now, link, text));
        }

        private Optional<OrderView> find(String link) {
            return link.length() > LINK_LENGTH_MAX ? Optional.empty() : orders.find(link);
        }

        private void missing(ServerResponse response) {
            html(
                    response,
                    Status.NOT_FOUND_404,
                    page.message(
                            "There is no such order",
                            "Look whether the address is complete, or ask for a new link."));
        }

        private static String link(ServerRequest request) {
            return request.path().pathParameters().get("link");
        }

        private static @Nullable PaymentMethod method(byte[] form) {
            String text = new String(form, StandardCharsets.UTF_8);
            for (PaymentMethod method : PaymentMethod.values()) {
                if (text.equals("method=" + OrderPage.value(method))) {
                    return method;
                }
            }
            return null;
        }

        private static void html(ServerResponse response, Status status, String page) {
            guard(response);
            response.headers().set(HeaderNames.CONTENT_TYPE, HTML);
            response.status(status).send(page.getBytes(StandardCharsets.UTF_8));
        }
    }

    // The address of a page is what lets one see it: it goes to nobody else, and is kept nowhere.
    private static void guard(ServerResponse response) {
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        response.headers().set(HeaderNames.create("Content-Security-Policy"), POLICY);
        response.headers().set(HeaderNames.create("Referrer-Policy"), "no-referrer");
        response.headers().set(HeaderNames.create("X-Content-Type-Options"), "nosniff");
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
