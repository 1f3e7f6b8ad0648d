package io.weighbridge.backend.payments.btcpay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.backend.payments.provider.Webhook;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// From the page to the webhook, all of it over HTTP.
final class BtcpayJourneyTest {
    private final BtcpayTrial trial = new BtcpayTrial();
    private final List<Told> told = Collections.synchronizedList(new ArrayList<>());
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer ours;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        ours = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ours.createContext("/webhooks/btcpay", this::take);
        ours.start();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        ours.stop(0);
        trial.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String signature = exchange.getRequestHeaders().getFirst("BTCPay-Sig");
            Webhook webhook = new Webhook(Map.of("btcpay-sig", signature), body, 0);
            if (!(trial.provider.verify(webhook) instanceof Verified.Genuine)) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            if (status == 200) {
                told.addAll(trial.provider.read(body));
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private void deliver() {
        trial.http.deliver(
                URI.create("http://127.0.0.1:" + ours.getAddress().getPort() + "/webhooks/btcpay"));
    }

    private HttpResponse<String> press(String invoice, String button)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(trial.http.url().resolve("/i/" + invoice))
                        .POST(HttpRequest.BodyPublishers.ofString(button))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String look(String invoice) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(trial.http.url().resolve("/i/" + invoice)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    @Timeout(60)
    void paidOnThePageItArrives() throws IOException, InterruptedException {
        String invoice = trial.opened();
        String page = look(invoice);
        assertTrue(page.contains("no bitcoin moves"), page);
        assertTrue(page.contains("25.00 USD for Credit of 25.00 USD"), page);
        assertTrue(page.contains("https://pay.example.com/orders/order-1"), page);
        assertEquals(303, press(invoice, "pay=half").statusCode());
        assertEquals(303, press(invoice, "pay=due").statusCode());
        assertEquals(400, press(invoice, "pay=all").statusCode());
        assertEquals(400, press("nothing", "pay=due").statusCode());
        assertTrue(look(invoice).contains("Processing"), () -> "" + told);
        trial.confirm();
        status = 503;
        deliver();
        assertEquals(List.of(), told);
        status = 200;
        trial.time.pass(10_000);
        deliver();
        assertEquals(0, trial.fake.webhooksWaiting());
        assertEquals(BtcpayTrial.arrived(invoice, 25_000_000_000L), told.getLast());
    }

    /// What is refused for good is not sent again.
    @Test
    @Timeout(60)
    void refusedItIsNotTriedAgain() {
        trial.opened();
        status = 400;
        deliver();
        assertEquals(0, trial.fake.webhooksWaiting());
    }
}
