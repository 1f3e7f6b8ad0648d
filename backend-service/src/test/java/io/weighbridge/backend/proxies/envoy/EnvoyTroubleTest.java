package io.weighbridge.backend.proxies.envoy;

import static io.weighbridge.backend.proxies.envoy.EnvoyBench.settled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.proxies.envoy.EnvoyBench.Bodies;
import io.weighbridge.backend.proxies.openai.GatewayBench;
import io.weighbridge.backend.proxies.openai.GatewayBench.Settled;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.model.Outcome;

import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// The gate stops, comes back or hangs; clients leave; with the real Envoy.
@NeedsProgram(Program.ENVOY)
final class EnvoyTroubleTest {
    private static final ModelServer.Behaviour HELLO =
            (_, reply) -> reply.json(200, ModelTexts.answer("Hello!", ModelTexts.usage(9, 4)));

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void withoutTheGateNoCallIsMade(Bodies bodies) {
        try (EnvoyBench bench = EnvoyBench.start(folder, HELLO, bodies)) {
            assertEquals(200, bench.chat("").statusCode());
            bench.stopGate();
            assertEquals(503, bench.chat("").statusCode());
            assertEquals(1, bench.model.asked().size());
            bench.startGate();
            Calls.await("calls pass again", () -> bench.chat("").statusCode() == 200);
            Settled once = settled(Outcome.OK, 9, 4);
            assertEquals(List.of(once, once), bench.settled());
        }
    }

    @Test
    void aGateThatHangsLetsNoCallThrough() throws IOException {
        try (EnvoyBench bench = EnvoyBench.start(folder, HELLO)) {
            int port = bench.gatePort();
            bench.stopGate();
            // Takes connections and says nothing.
            try (ServerSocket _ = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
                assertEquals(504, bench.chat("").statusCode());
            }
            bench.startGate();
            assertEquals(List.of(), bench.model.asked());
        }
    }

    /// What is open ends, or is broken off and charged for what came; never passed on unmetered.
    @ParameterizedTest
    @EnumSource
    void aStopBreaksOffWhatDoesNotEnd(Bodies bodies) throws IOException {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            GatewayBench.await(stopped);
                            try {
                                while (true) {
                                    reply.event(ModelTexts.chunk("b"));
                                }
                            } finally {
                                gone.countDown();
                            }
                        },
                        bodies,
                        EnvoyBench.CREDIT,
                        Map.of(ConfigTable.DRAIN_TIMEOUT_MS, "200"))) {
            String rest;
            HttpResponse<InputStream> response = bench.open(bench.chatting("\"stream\":true"));
            try (InputStream in = response.body()) {
                assertEquals('d', in.read());
                bench.stopGate();
                stopped.countDown();
                rest = new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8);
            } catch (IOException e) {
                rest = "broken off";
            }
            assertEquals("broken off", rest);
            GatewayBench.await(gone);
            bench.startGate();
            long likely = GatewayBench.likely("\"stream\":true");
            assertEquals(List.of(settled(Outcome.UPSTREAM_ERROR, likely, 1)), bench.settled());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesBeforeTheAnswerIsChargedForThePrompt(Bodies bodies) throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (_, reply) -> {
                            asked.countDown();
                            reply.awaitGone();
                            gone.countDown();
                        },
                        bodies)) {
            OkHttpClient client =
                    new OkHttpClient.Builder()
                            .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                            .build();
            okhttp3.Call call = client.newCall(request(bench, "\"max_tokens\":10"));
            Thread cancelling =
                    Thread.startVirtualThread(
                            () -> {
                                awaitQuietly(asked);
                                call.cancel();
                            });
            try (Response _ = call.execute()) {
                throw new AssertionError("answered");
            } catch (IOException e) {
                // As it was told.
            }
            GatewayBench.await(gone);
            awaitQuietly(cancelling);
            long likely = GatewayBench.likely("\"max_tokens\":10");
            assertEquals(List.of(settled(Outcome.CLIENT_GONE, likely, 0)), bench.settled());
        }
    }

    private static Request request(EnvoyBench bench, String fields) {
        return new Request.Builder()
                .url("http://127.0.0.1:" + bench.port + "/v1/chat/completions")
                .header("Authorization", "Bearer " + bench.key)
                .post(
                        RequestBody.create(
                                GatewayBench.chatBody(fields), MediaType.get("application/json")))
                .build();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitQuietly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aClientOfHttp2ThatLeavesAStreamEndsTheCall() throws IOException {
        CountDownLatch gone = new CountDownLatch(1);
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            try {
                                while (true) {
                                    reply.event(ModelTexts.chunk("a"));
                                }
                            } finally {
                                gone.countDown();
                            }
                        })) {
            OkHttpClient client =
                    new OkHttpClient.Builder()
                            .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                            .build();
            try (Response response = client.newCall(request(bench, "\"stream\":true")).execute()) {
                assertEquals(Protocol.H2_PRIOR_KNOWLEDGE, response.protocol());
                assertEquals('d', response.body().source().readByte());
            }
            GatewayBench.await(gone);
            Settled settled = bench.settled().getFirst();
            assertEquals(Outcome.CLIENT_GONE.number(), settled.outcome());
            assertTrue(settled.charge() > GatewayBench.likely("\"stream\":true"));
        }
    }

    /// Where Envoy is told to keep it: each ends all the same, and is charged.
    @Test
    void clientsMayChooseTheIdOfTheirCalls() throws IOException {
        CountDownLatch gone = new CountDownLatch(3);
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            try {
                                reply.awaitGone();
                            } finally {
                                gone.countDown();
                            }
                        },
                        EnvoyTroubleTest::keepingIds,
                        EnvoyBench.CONFIGURATION,
                        EnvoyBench.CREDIT,
                        Map.of(),
                        new SystemTime())) {
            List<InputStream> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                HttpRequest.Builder request = bench.chatting("\"stream\":true");
                open.add(bench.open(request.header("x-request-id", "mine")).body());
                assertEquals('d', open.getLast().read());
            }
            for (InputStream in : open) {
                in.close();
            }
            GatewayBench.await(gone);
            long likely = GatewayBench.likely("\"stream\":true");
            Settled each = settled(Outcome.CLIENT_GONE, likely, 1);
            assertEquals(List.of(each, each, each), bench.settled());
        }
    }

    // The log comes late, so that all have broken off before.
    private static String keepingIds(String configuration) {
        String kept =
                EnvoyBench.replaced(
                        configuration, "use_remote_address: true", "use_remote_address: false");
        return EnvoyBench.replaced(
                kept, "buffer_flush_interval: 0.2s", "buffer_flush_interval: 2s");
    }

    @Test
    void knowsWhereAClientIs() {
        try (EnvoyBench bench = EnvoyBench.start(folder, HELLO)) {
            String here = keyFor(bench, "127.0.0.1/32");
            String elsewhere = keyFor(bench, "10.0.0.0/8");
            assertEquals(200, status(bench, here));
            assertEquals(403, status(bench, elsewhere));
        }
    }

    private static int status(EnvoyBench bench, String key) {
        return bench.send(
                        bench.to("/v1/chat/completions")
                                .header("Authorization", "Bearer " + key)
                                .header("x-forwarded-for", "10.1.2.3")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                GatewayBench.chatBody("\"max_tokens\":10"))))
                .statusCode();
    }

    private static String keyFor(EnvoyBench bench, String network) {
        KeySettings settings =
                new KeySettings(
                        "from " + network,
                        0,
                        true,
                        Set.of(),
                        0,
                        null,
                        List.of(),
                        List.of(IpNetwork.parse("networks", network)));
        return bench.test.backend().keys().create(bench.account.id(), settings).secret();
    }
}
