package io.weighbridge.backend.demo.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.weighbridge.backend.platform.http.ListeningHttp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// [FakeStripe] on a free port of this machine: the API, and the page where a session is paid.
public final class FakeStripeHttp implements AutoCloseable {
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final int HUGE_BYTES = 3 << 20;
    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
    private static final String PAGES = "/c/pay/";

    private final FakeStripe stripe;
    private final String key;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WebServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Trouble trouble = Trouble.NONE;

    private FakeStripeHttp(FakeStripe stripe, String key) {
        this.stripe = stripe;
        this.key = key;
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .post("/v1/checkout/sessions", api(this::open))
                        .get("/v1/checkout/sessions/{id}", api(this::session))
                        .post(
                                "/v1/checkout/sessions/{id}/expire",
                                api(asked -> stripe.expire(id(asked))))
                        .get("/v1/payment_intents/{id}", api(asked -> stripe.payment(id(asked))))
                        .get(
                                "/v1/payment_intents",
                                api(asked -> stripe.cards().payments(query(asked))))
                        .post(
                                "/v1/payment_intents",
                                api(asked -> stripe.cards().charge(form(asked), once(asked))))
                        .post(
                                "/v1/payment_methods/{id}/detach",
                                api(asked -> stripe.cards().detach(id(asked))))
                        .get("/v1/refunds", api(asked -> stripe.refunds(query(asked))))
                        .post("/v1/refunds", api(asked -> stripe.refund(form(asked), once(asked))))
                        .get(
                                "/v1/balance_transactions",
                                api(asked -> stripe.movements(query(asked))))
                        .get("/v1/disputes", api(asked -> stripe.disputes(query(asked))))
                        .get(PAGES + "{id}", this::page)
                        .post(PAGES + "{id}", this::click);
        this.server =
                ListeningHttp.start(
                        ListeningHttp.at(
                                        "demo",
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                        Optional.empty())
                                .routing(routing)
                                .maxPayloadSize(BODY_BYTES_MAX));
    }

    /// Starts one.
    ///
    /// @param key the only secret key that it takes
    public static FakeStripeHttp start(FakeStripe stripe, String key) {
        return new FakeStripeHttp(stripe, key);
    }

    /// Its base URL.
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /// Lets its API misbehave from now on.
    public void trouble(Trouble now) {
        trouble = now;
    }

    /// How often its API was asked.
    public int asked() {
        return asked.get();
    }

    private Handler api(Function<ServerRequest, ObjectNode> work) {
        return (request, to) -> {
            asked.incrementAndGet();
            to.headers().add(HeaderNames.CONTENT_TYPE, "application/json");
            try {
                if (isInTrouble(to)) {
                    return;
                }
                requireKey(request);
                ObjectNode answer = work.apply(request);
                boolean isChange = request.prologue().method().equals(Method.POST);
                if (trouble == Trouble.BREAKS_AFTER
                        || (trouble == Trouble.BREAKS_AFTER_CHANGES && isChange)) {
                    throw new CloseConnectionException("as it was wished");
                }
                to.send(answer.toPrettyString());
            } catch (FakeRefusal e) {
                if (trouble == Trouble.BREAKS_AFTER && e.isKept()) {
                    throw new CloseConnectionException("as it was wished");
                }
                to.status(Status.create(e.status())).send(e.json());
            }
        };
    }

    private boolean isInTrouble(ServerResponse to) throws InterruptedException {
        switch (trouble) {
            case NONE, BREAKS_AFTER, BREAKS_AFTER_CHANGES -> {
                return false;
            }
            case FAILS ->
                    to.status(Status.INTERNAL_SERVER_ERROR_500)
                            .send("{\"error\":{\"type\":\"api_error\",\"message\":\"Ours.\"}}");
            case TOO_MANY ->
                    to.status(Status.TOO_MANY_REQUESTS_429)
                            .send("{\"error\":{\"type\":\"rate_limit_error\",\"message\":\"So\"}}");
            case NO_JSON -> to.status(Status.BAD_GATEWAY_502).send("<html>" + key + "</html>");
            case EMPTY -> to.status(Status.SERVICE_UNAVAILABLE_503).send();
            case ODD ->
                    to.send(
                            "{\"id\":{\"id\":[]},\"amount_total\":\"x\",\"metadata\":7,"
                                    + "\"data\":{},\"expires_at\":[],\"url\":false}");
            case HUGE -> to.send("{\"id\":\"" + "x".repeat(HUGE_BYTES) + "\"}");
            case REDIRECTS ->
                    to.status(Status.FOUND_302)
                            .header(HeaderNames.LOCATION, url() + "/v1/refunds")
                            .send("{}");
            case SILENT -> closed.await();
            case REFUSES_KEY -> throw FakeRefusal.unauthorised(key);
        }
        return true;
    }

    private void requireKey(ServerRequest asked) {
        String given = asked.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        if (!given.equals("Bearer " + key)) {
            throw FakeRefusal.unauthorised(given);
        }
    }

    private ObjectNode open(ServerRequest asked) {
        return stripe.open(form(asked), once(asked), url() + PAGES);
    }

    private ObjectNode session(ServerRequest asked) {
        return switch (query(asked).textOr("expand[]", "")) {
            case "payment_intent" -> stripe.expandedSession(id(asked));
            case "payment_intent.payment_method" -> stripe.sessionWithCard(id(asked));
            default -> stripe.session(id(asked));
        };
    }

    private static String id(ServerRequest asked) {
        return asked.path().pathParameters().get("id");
    }

    private static String once(ServerRequest asked) {
        return asked.headers().first(IDEMPOTENCY_KEY).orElse("");
    }

    private static FakeForm form(ServerRequest asked) {
        return FakeForm.of(asked.content().as(String.class));
    }

    private static FakeForm query(ServerRequest asked) {
        return FakeForm.of(asked.query().rawValue());
    }

    private void page(ServerRequest asked, ServerResponse to) {
        try {
            String page = FakePage.of(stripe.session(id(asked)));
            to.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8").send(page);
        } catch (FakeRefusal e) {
            to.status(Status.create(e.status())).send(e.json());
        }
    }

    private void click(ServerRequest asked, ServerResponse to) {
        String id = id(asked);
        try {
            String next =
                    switch (form(asked).text("do")) {
                        case "pay" -> {
                            stripe.pay(id);
                            yield "success_url";
                        }
                        case "later" -> {
                            stripe.payLater(id);
                            yield "success_url";
                        }
                        case "expire" -> {
                            stripe.expire(id);
                            yield "cancel_url";
                        }
                        default -> "cancel_url";
                    };
            to.status(Status.SEE_OTHER_303)
                    .header(HeaderNames.LOCATION, stripe.session(id).path(next).asText())
                    .send();
        } catch (FakeRefusal e) {
            to.status(Status.create(e.status())).send(e.json());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop();
    }
}
