package io.weighbridge.backend.demo.btcpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.weighbridge.backend.platform.http.ListeningHttp;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A [FakeBtcpay] on a free port of this machine: the parts of the Greenfield API that are used,
/// and the page where an invoice is paid.
public final class FakeBtcpayHttp implements AutoCloseable {
    private static final String INVOICES = "/api/v1/stores/{store}/invoices";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WEBHOOK = Duration.ofSeconds(10);

    private final FakeBtcpay state;
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final FakePullsHttp pulls;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(WEBHOOK).build();
    private final WebServer server;

    private FakeBtcpayHttp(FakeBtcpay state) {
        this.state = state;
        this.pulls = new FakePullsHttp(state, this::url, this::loseIfWished);
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .get(INVOICES, (asked, to) -> authorized(asked, to, this::find))
                        .post(INVOICES, (asked, to) -> authorized(asked, to, this::create))
                        .get(INVOICES + "/{id}", (asked, to) -> authorized(asked, to, this::one))
                        .get(
                                INVOICES + "/{id}/payment-methods",
                                (asked, to) -> authorized(asked, to, this::methods))
                        .get("/i/{id}", this::page)
                        .post("/i/{id}", this::pay);
        pulls.route(routing);
        server =
                ListeningHttp.start(
                        ListeningHttp.at(
                                        "demo",
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                        Optional.empty())
                                .routing(routing));
    }

    /// Starts one.
    public static FakeBtcpayHttp start(FakeBtcpay state) {
        return new FakeBtcpayHttp(state);
    }

    /// Its base URL.
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /// The connection breaks before so many invoices or refunds that are made from now on are
    /// answered.
    public void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /// Its refunds over HTTP.
    public FakePullsHttp pulls() {
        return pulls;
    }

    /// Sends the webhooks that are due to an address.
    public void deliver(URI to) {
        state.deliver(delivery -> send(to, delivery));
    }

    private int send(URI to, FakeDelivery delivery) {
        HttpRequest request =
                HttpRequest.newBuilder(to)
                        .timeout(WEBHOOK)
                        .header("Content-Type", "application/json")
                        .header("BTCPay-Sig", delivery.signature())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body()))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    static String path(ServerRequest asked, String name) {
        return asked.path().pathParameters().get(name);
    }

    private void authorized(
            ServerRequest asked,
            ServerResponse to,
            Function<ServerRequest, @Nullable JsonNode> call) {
        if (!isAuthorized(state.store(), asked)) {
            problem(to, Status.UNAUTHORIZED_401, "unauthenticated", "Authentication is required");
            return;
        }
        JsonNode answer = call.apply(asked);
        if (answer == null) {
            problem(to, Status.NOT_FOUND_404, "invoice-not-found", "The invoice was not found");
            return;
        }
        json(to, answer);
    }

    static boolean isAuthorized(FakeShop store, ServerRequest asked) {
        String given = asked.headers().value(HeaderNames.AUTHORIZATION).orElse("");
        return given.equals("token " + store.apiKey()) && path(asked, "store").equals(store.id());
    }

    static void problem(ServerResponse to, Status status, String code, String message) {
        to.status(status);
        json(to, Wire.object().put("code", code).put("message", message));
    }

    static void json(ServerResponse to, JsonNode body) {
        to.headers().add(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
        to.send(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode written(FakeInvoice invoice) {
        return Wire.invoice(state.store(), invoice, url() + "/i/" + invoice.id());
    }

    private JsonNode find(ServerRequest asked) {
        String order = asked.query().first("orderId").orElse("");
        return order.isEmpty()
                ? state.made(
                        number(asked, "startDate"),
                        number(asked, "endDate"),
                        (int) number(asked, "skip"),
                        (int) number(asked, "take"),
                        this::written)
                : state.find(order, this::written);
    }

    private static long number(ServerRequest asked, String name) {
        return asked.query().first(name).map(Long::parseLong).orElse(0L);
    }

    private JsonNode create(ServerRequest asked) {
        try {
            FakeInvoice made =
                    state.create((ObjectNode) JSON.readTree(asked.content().inputStream()));
            loseIfWished();
            return written(made);
        } catch (IOException e) {
            throw new CloseConnectionException("no JSON", e);
        }
    }

    private void loseIfWished() {
        if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new CloseConnectionException("as it was wished");
        }
    }

    private @Nullable JsonNode one(ServerRequest asked) {
        return state.look(path(asked, "id"), this::written);
    }

    private @Nullable JsonNode methods(ServerRequest asked) {
        boolean onlyAccounted =
                !asked.query().first("onlyAccountedPayments").orElse("true").equals("false");
        return state.look(path(asked, "id"), invoice -> Wire.methods(invoice, onlyAccounted));
    }

    private void page(ServerRequest asked, ServerResponse to) {
        String html = state.look(path(asked, "id"), FakePage::write);
        if (html == null) {
            to.status(Status.NOT_FOUND_404).send();
            return;
        }
        to.headers().add(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        to.send(html.getBytes(StandardCharsets.UTF_8));
    }

    private void pay(ServerRequest asked, ServerResponse to) {
        String id = path(asked, "id");
        String form = asked.content().as(String.class);
        if (state.look(id, FakeInvoice::id) == null || !FakePage.pay(state, id, form)) {
            to.status(Status.BAD_REQUEST_400).send();
            return;
        }
        to.status(Status.SEE_OTHER_303);
        to.headers().add(HeaderNames.LOCATION, "/i/" + id);
        to.send();
    }

    @Override
    public void close() {
        server.stop();
        client.shutdownNow();
    }
}
