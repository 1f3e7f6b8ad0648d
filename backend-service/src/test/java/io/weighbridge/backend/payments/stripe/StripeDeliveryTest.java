package io.weighbridge.backend.payments.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.weighbridge.backend.demo.stripe.FakeEvent;
import io.weighbridge.backend.demo.stripe.FakeWebhooksHttp;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// The stand-in as a customer's browser and a webhook endpoint see it.
final class StripeDeliveryTest {
    private final StripeKit kit = new StripeKit();
    private final List<Verified> verified = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer endpoint = listening();

    private static HttpServer listening() {
        try {
            return HttpServer.create(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        endpoint.createContext("/", this::take);
        endpoint.setExecutor(threads);
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.stop(0);
        threads.shutdownNow();
        kit.close();
    }

    // The first try of each event is answered with an error.
    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
            Verified is =
                    kit.provider.verify(
                            new Webhook(
                                    Map.of("stripe-signature", signature),
                                    body,
                                    kit.time.wallMs()));
            verified.add(is);
            String id = assertInstanceOf(Verified.Genuine.class, is).eventId();
            int nth = tries.computeIfAbsent(id, _ -> new AtomicInteger()).incrementAndGet();
            exchange.sendResponseHeaders(nth == 1 ? 503 : 200, -1);
        }
    }

    @Test
    void eventsAreSignedAndComeAgainUntilTheyAreTaken() {
        URI at = URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort() + "/stripe");
        var habits = new FakeWebhooksHttp.Habits(3, 20, List.of(1, 1, 1));
        List<String> secrets = List.of("whsec_the_one_before", StripeKit.SECRET);
        try (var webhooks = new FakeWebhooksHttp(() -> at, secrets, habits, kit.time)) {
            kit.stripe.pay(kit.opened("order-1"));
            kit.stripe.expire(kit.opened("order-2"));
            kit.events.forEach(webhooks);
            // Three copies of each of three events, and a second try of the one that failed.
            Calls.await("all came", () -> verified.size() == 12);
        }
        assertTrue(verified.stream().allMatch(Verified.Genuine.class::isInstance));
        assertEquals(3, tries.size());
        assertTrue(tries.values().stream().allMatch(each -> each.get() == 4));
    }

    @Test
    void aCustomerPaysOnItsPage() {
        String session = kit.opened("order-1");
        String page = kit.stripe.session(session).path("url").asText();
        int port = kit.server.url().getPort();
        try (HttpCaller browser = new HttpCaller()) {
            HttpRequest.Builder to = HttpCaller.to(port, URI.create(page).getPath());
            HttpResponse<String> shown = browser.send(to.copy().GET());
            assertTrue(shown.body().contains("10.50 USD"), shown::body);
            assertTrue(shown.body().contains("No money moves here"), shown::body);
            HttpResponse<String> paid =
                    browser.send(to.copy().POST(HttpRequest.BodyPublishers.ofString("do=pay")));
            assertEquals(303, paid.statusCode());
            assertEquals(
                    "https://pay.example/orders/7?lang=en",
                    paid.headers().firstValue("Location").orElse(""));
            assertEquals("paid", kit.stripe.session(session).path("payment_status").asText());
            assertEquals(
                    400,
                    browser.send(to.copy().POST(HttpRequest.BodyPublishers.ofString("do=pay")))
                            .statusCode());
        }
        assertEquals(
                List.of("payment_intent.succeeded", "checkout.session.completed"),
                kit.events.stream().map(FakeEvent::type).toList());
    }
}
