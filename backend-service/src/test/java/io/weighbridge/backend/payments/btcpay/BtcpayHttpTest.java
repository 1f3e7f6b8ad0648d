package io.weighbridge.backend.payments.btcpay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server that behaves in every way a server may: nothing of it is an arrival of money, and no
/// secret goes anywhere else.
final class BtcpayHttpTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @FunctionalInterface
    private interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base");
    }

    private void behave(Behaviour behaviour) {
        server.createContext(
                "/",
                exchange -> {
                    seen.add(
                            exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    try (exchange) {
                        behaviour.answer(exchange);
                    }
                });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private BtcpayProvider provider() {
        BtcpaySettings settings = BtcpayTrial.settings(url());
        return new BtcpayProvider(
                settings,
                BtcpayTrial.OURS,
                new HandTime(BtcpayTrial.BEGIN_MS),
                new BtcpayHttp(settings, Duration.ofMillis(1_500)));
    }

    private Fault fault(ErrorCode code) {
        Fault fault = assertThrows(Fault.class, () -> provider().ask("Invoice1"));
        assertEquals(code, fault.code(), fault.text());
        assertHoldsNoSecret(fault);
        return fault;
    }

    private static void assertHoldsNoSecret(Fault fault) {
        StringWriter all = new StringWriter();
        fault.printStackTrace(new PrintWriter(all));
        all.append(fault.text()).append(fault.logText());
        assertFalse(all.toString().contains("canary"), all::toString);
    }

    @Test
    void asksBelowTheAddressWithTheKey() {
        behave(exchange -> send(exchange, 404, ""));
        fault(ErrorCode.PROVIDER_REFUSED);
        assertEquals(
                List.of(
                        "/base/api/v1/stores/StoreOfThisTrial/invoices/Invoice1 token "
                                + BtcpayTrial.API_KEY),
                seen);
    }

    /// The key would go along.
    @Test
    void isNotSentOn() {
        behave(
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    send(exchange, 302, "");
                });
        fault(ErrorCode.PROVIDER_UNAVAILABLE);
        assertEquals(1, seen.size(), seen::toString);
    }

    @Test
    void saysWhatTheKeyLacks() {
        behave(exchange -> send(exchange, 403, "{\"code\":\"" + BtcpayTrial.API_KEY + "\"}"));
        assertTrue(fault(ErrorCode.PROVIDER_UNAVAILABLE).text().contains("permissions"));
    }

    @Test
    void knowsWhatALaterTryMayDo() {
        behave(
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    int status = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
                    send(exchange, status, BtcpayTrial.API_KEY);
                });
        for (int status : new int[] {401, 408, 429, 500, 502, 503}) {
            assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, codeOf(status), "" + status);
        }
        for (int status : new int[] {400, 404, 422}) {
            assertEquals(ErrorCode.PROVIDER_REFUSED, codeOf(status), "" + status);
        }
    }

    private ErrorCode codeOf(int status) {
        Fault fault = assertThrows(Fault.class, () -> provider().ask("" + status));
        assertHoldsNoSecret(fault);
        return fault.code();
    }

    @Test
    @Timeout(60)
    void waitsNotForEver() {
        behave(
                exchange -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });
        fault(ErrorCode.PROVIDER_UNAVAILABLE);
    }

    @Test
    @Timeout(60)
    void readsNotForEver() {
        behave(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] piece = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
                    try (OutputStream out = exchange.getResponseBody()) {
                        for (int i = 0; i < 1_000; i++) {
                            out.write(piece);
                        }
                    }
                });
        assertTrue(fault(ErrorCode.PROVIDER_UNAVAILABLE).text().contains("too long"));
    }

    @Test
    void nobodyThere() {
        server.stop(0);
        fault(ErrorCode.PROVIDER_UNAVAILABLE);
    }

    @Test
    void whatIsNotUnderstoodIsNoArrival() {
        String invoice =
                "{\"id\":\"Invoice1\",\"storeId\":\"StoreOfThisTrial\",\"amount\":\"5\","
                        + "\"currency\":\"USD\",\"createdTime\":1,\"expirationTime\":2,"
                        + "\"monitoringExpiration\":3,\"status\":\"Settled\",\"metadata\":{}}";
        String payments =
                "[{\"rate\":\"1\",\"payments\":[{\"id\":\"a\",\"value\":\"5\",\"fee\":\"0\","
                        + "\"receivedDate\":2,"
                        + "\"status\":\"Settled\"}]}]";
        Answers answers = new Answers(invoice, payments);
        behave(answers);
        assertEquals(1, provider().ask("Invoice1").size());
        String[][] wrong = {
            {"", payments},
            {"no JSON", payments},
            {"null", payments},
            {"[]", payments},
            {invoice.replace("Invoice1", "Invoice2"), payments},
            {invoice.replace("StoreOfThisTrial", "AnotherStore"), payments},
            {invoice.replace("\"Settled\"", "\"Complete\""), payments},
            {invoice.replace("\"5\"", "\"1e999999999\""), payments},
            {invoice.replace("\"5\"", "\"-5\""), payments},
            {invoice.replace("\"5\"", "null"), payments},
            {invoice.replace(":3", ":\"3\""), payments},
            {invoice.replace(":3", ":99999999999999999999"), payments},
            {invoice, "{}"},
            {invoice, payments.replace("\"5\"", "\"1e999999999\"")},
            {invoice, payments.replace("\"5\"", "1e-999999999")},
            {invoice, payments.replace("\"5\"", "\"NaN\"")},
            {invoice, payments.replace("\"5\"", "\"99999999999999999\"")},
            {invoice, payments.replace("\"5\"", "\"" + "9".repeat(70) + "\"")},
            {invoice, payments.replace("\"rate\":\"1\"", "\"rate\":[]")},
            {invoice, payments.replace("\"Settled\"", "\"settling\"")},
            {invoice, payments.replace(":2,", ":\"2\",")},
        };
        for (String[] each : wrong) {
            answers.set(each[0], each[1]);
            fault(ErrorCode.PROVIDER_UNAVAILABLE);
        }
    }

    /// Two answers: for the invoice and for its payments.
    private static final class Answers implements Behaviour {
        private volatile String invoice;
        private volatile String payments;

        Answers(String invoice, String payments) {
            this.invoice = invoice;
            this.payments = payments;
        }

        void set(String otherInvoice, String otherPayments) {
            invoice = otherInvoice;
            payments = otherPayments;
        }

        @Override
        public void answer(HttpExchange exchange) throws IOException {
            boolean isOfPayments = exchange.getRequestURI().getPath().endsWith("/payment-methods");
            send(exchange, 200, isOfPayments ? payments : invoice);
        }
    }

    @Test
    void settingsShowNoSecret() {
        assertFalse(BtcpayTrial.settings(url()).toString().contains("canary"));
    }
}
