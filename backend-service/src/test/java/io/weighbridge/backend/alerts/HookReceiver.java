package io.weighbridge.backend.alerts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Somebody else's receiver of webhooks: checks signatures by the text of Standard Webhooks, with
/// nothing of ours.
final class HookReceiver implements AutoCloseable {
    /// Answers nothing until the end.
    static final int SILENCE = 0;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger always = new AtomicInteger(200);
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();

    /// What came.
    record Hook(String path, String id, String timestamp, String signature, String body) {
        /// Whether it was signed with this secret.
        boolean isSignedBy(String secret) {
            if (!secret.startsWith("whsec_")) {
                return false;
            }
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                String signed = id + "." + timestamp + "." + body;
                byte[] expected = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
                for (String each : signature.split(" ", -1)) {
                    if (each.startsWith("v1,")
                            && MessageDigest.isEqual(
                                    expected, Base64.getDecoder().decode(each.substring(3)))) {
                        return true;
                    }
                }
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private HookReceiver(HttpServer server) {
        this.server = server;
    }

    static HookReceiver start() throws IOException {
        HookReceiver receiver =
                new HookReceiver(
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 200));
        receiver.server.setExecutor(receiver.threads);
        receiver.server.createContext("/", receiver::take);
        receiver.server.start();
        return receiver;
    }

    /// The next answers, before those that [#always] says.
    HookReceiver answers(Integer... statuses) {
        answers.addAll(List.of(statuses));
        return this;
    }

    /// What it answers, 200 at first.
    HookReceiver always(int status) {
        always.set(status);
        return this;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /// What came, in order.
    List<Hook> hooks() {
        return hooks;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            hooks.add(
                    new Hook(
                            exchange.getRequestURI().getPath(),
                            exchange.getRequestHeaders().getFirst("webhook-id"),
                            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                            exchange.getRequestHeaders().getFirst("webhook-signature"),
                            body));
            Integer next = answers.poll();
            int status = next == null ? always.get() : next;
            if (status == SILENCE) {
                end.await();
                return;
            }
            if (status / 100 == 3) {
                exchange.getResponseHeaders().add("Location", url("/elsewhere"));
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.close();
    }
}
