package io.weighbridge.backend.proxies.envoy;

import static io.weighbridge.backend.proxies.envoy.EnvoyBench.settled;
import static io.weighbridge.backend.testkit.model.Behaviours.HELLO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.proxies.envoy.EnvoyBench.Bodies;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.Behaviours;
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
        ModelServer.Behaviour endless =
                (_, reply) -> {
                    reply.stream();
                    reply.event(ModelTexts.chunk("a"));
                    Behaviours.await(stopped);
                    while (true) {
                        reply.event(ModelTexts.chunk("b"));
                    }
                };
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        Behaviours.telling(gone, endless),
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
            Calls.await(gone);
            bench.startGate();
            long likely = Chats.likely("\"stream\":true");
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
            okhttp3.Call call = call(bench, "\"max_tokens\":10");
            Thread cancelling =
                    Thread.startVirtualThread(
                            () -> {
                                Calls.await(asked);
                                call.cancel();
                            });
            try (Response _ = call.execute()) {
                throw new AssertionError("answered");
            } catch (IOException e) {
                // As it was told.
            }
            Calls.await(gone);
            Calls.join(cancelling);
            long likely = Chats.likely("\"max_tokens\":10");
            assertEquals(List.of(settled(Outcome.CLIENT_GONE, likely, 0)), bench.settled());
        }
    }

    private static okhttp3.Call call(EnvoyBench bench, String fields) {
        Request request =
                new Request.Builder()
                        .url("http://127.0.0.1:" + bench.port + "/v1/chat/completions")
                        .header("Authorization", "Bearer " + bench.key)
                        .post(
                                RequestBody.create(
                                        Chats.body(fields), MediaType.get("application/json")))
                        .build();
        return new OkHttpClient.Builder()
                .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .build()
                .newCall(request);
    }

    @Test
    void aClientOfHttp2ThatLeavesAStreamEndsTheCall() throws IOException {
        CountDownLatch gone = new CountDownLatch(1);
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        Behaviours.telling(gone, Behaviours.endless(ModelTexts.chunk("a"))))) {
            try (Response response = call(bench, "\"stream\":true").execute()) {
                assertEquals(Protocol.H2_PRIOR_KNOWLEDGE, response.protocol());
                assertEquals('d', response.body().source().readByte());
            }
            Calls.await(gone);
            Settled settled = bench.settled().getFirst();
            assertEquals(Outcome.CLIENT_GONE.number(), settled.outcome());
            assertTrue(settled.charge() > Chats.likely("\"stream\":true"));
        }
    }

    /// Where Envoy is told to keep it: each ends all the same, and is charged.
    @Test
    void clientsMayChooseTheIdOfTheirCalls() throws IOException {
        CountDownLatch gone = new CountDownLatch(3);
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        Behaviours.telling(gone, Behaviours.silentAfter(ModelTexts.chunk("a"))),
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
            Calls.await(gone);
            long likely = Chats.likely("\"stream\":true");
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
                        HttpCaller.post(
                                        bench.to("/v1/chat/completions"),
                                        key,
                                        Chats.body("\"max_tokens\":10"))
                                .header("x-forwarded-for", "10.1.2.3"))
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
