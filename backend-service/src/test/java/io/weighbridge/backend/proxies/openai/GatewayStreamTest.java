package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.proxies.openai.GatewayBench.await;
import static io.weighbridge.backend.proxies.openai.GatewayBench.likely;
import static io.weighbridge.backend.proxies.openai.GatewayBench.settled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.proxies.openai.GatewayBench.Settled;
import io.weighbridge.backend.testkit.model.ModelReply;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Answers that come in parts.
final class GatewayStreamTest {
    private static final String STREAM = "\"stream\":true,\"max_tokens\":50";
    private static final String ASKING = STREAM + ",\"stream_options\":{\"include_usage\":true}";
    private static final String USAGE = ModelTexts.usage(9, 3);

    @TempDir Path folder;

    private static ModelServer.Behaviour events(String... datas) {
        return (_, reply) -> {
            reply.stream();
            for (String data : datas) {
                reply.event(data);
            }
            reply.end();
        };
    }

    private static String text(String... datas) {
        StringBuilder text = new StringBuilder();
        for (String data : datas) {
            text.append("data: ").append(data).append("\n\n");
        }
        return text.toString();
    }

    @Test
    void passesTheStreamOnAndHidesTheUsageThatOnlyWeAskedFor() {
        String[] parts = {
            ModelTexts.chunk("Grüße"), ModelTexts.chunk(" 𝄞"), ModelTexts.stop(),
        };
        String[] all = Arrays.copyOf(parts, 5);
        all[3] = ModelTexts.usageChunk(USAGE);
        all[4] = ModelTexts.DONE;
        try (GatewayBench bench = GatewayBench.start(folder, events(all))) {
            HttpResponse<String> hidden = bench.chat(STREAM);
            assertEquals(
                    "text/event-stream; charset=utf-8",
                    hidden.headers().firstValue("content-type").orElseThrow());
            assertEquals(text(parts) + text(ModelTexts.DONE), hidden.body());
            assertEquals(text(all), GatewayBench.withoutReceipt(bench.chat(ASKING).body()));
            assertTrue(bench.model.asked().getFirst().body().contains("\"include_usage\":true"));
            Settled once = settled(Outcome.OK, 9, 3);
            assertEquals(List.of(once, once), bench.settled());
        }
    }

    /// The same bytes, cut at every place into two parts.
    @Test
    void isTheSameWhereverItIsCut() {
        byte[] whole =
                text(ModelTexts.chunk("é𝄞"), ModelTexts.usageChunk(USAGE), ModelTexts.DONE)
                        .getBytes(StandardCharsets.UTF_8);
        String expected = text(ModelTexts.chunk("é𝄞"), ModelTexts.DONE);
        try (GatewayBench bench = GatewayBench.start(folder, (_, _) -> {})) {
            for (int at = 1; at < whole.length; at++) {
                byte[] first = Arrays.copyOf(whole, at);
                byte[] second = Arrays.copyOfRange(whole, at, whole.length);
                bench.model.behave(
                        (_, reply) -> {
                            reply.stream();
                            reply.part(first);
                            reply.part(second);
                            reply.end();
                        });
                assertEquals(expected, bench.chat(STREAM).body(), "cut at " + at);
            }
            assertEquals(GatewayBench.CREDIT - 12L * (whole.length - 1), bench.balanceAfterAll());
        }
    }

    @Test
    void eachPartComesAtOnce() throws IOException {
        CountDownLatch read = new CountDownLatch(1);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            await(read);
                            reply.event(ModelTexts.DONE);
                            reply.end();
                        })) {
            HttpResponse<InputStream> response =
                    bench.open(bench.post("/chat/completions", GatewayBench.chatBody(STREAM)));
            String first = text(ModelTexts.chunk("a"));
            try (InputStream in = response.body()) {
                assertEquals(
                        first, new String(in.readNBytes(first.length()), StandardCharsets.UTF_8));
                read.countDown();
                assertEquals(
                        text(ModelTexts.DONE),
                        new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            assertEquals(List.of(settled(Outcome.OK, likely(STREAM), 1)), bench.settled());
        }
    }

    @Test
    void cumulativeUsageIsNotAddedUp() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        events(
                                ModelTexts.chunk("a", ModelTexts.usage(9, 1)),
                                ModelTexts.chunk("b", ModelTexts.usage(9, 2)),
                                ModelTexts.chunk("c", ModelTexts.usage(9, 3)),
                                ModelTexts.stop(),
                                ModelTexts.DONE))) {
            bench.chat(STREAM);
            // The final usage wins over what came before; but what was made stays made.
            bench.model.behave(
                    events(
                            ModelTexts.chunk("a", ModelTexts.usage(9, 7)),
                            ModelTexts.usageChunk(ModelTexts.usage(5, 0)),
                            ModelTexts.DONE));
            bench.chat(STREAM);
            // What came after the last that was told is not free.
            bench.model.behave(
                    events(
                            ModelTexts.chunk("a", ModelTexts.usage(9, 0)),
                            ModelTexts.chunk("b"),
                            ModelTexts.chunk("c"),
                            ModelTexts.stop(),
                            ModelTexts.DONE));
            bench.chat(STREAM);
            // Nothing told: counted.
            bench.model.behave(
                    events(
                            ModelTexts.chunk("a"),
                            ModelTexts.chunk("eleven more"),
                            ModelTexts.stop(),
                            ModelTexts.DONE));
            bench.chat(STREAM);
            assertEquals(
                    List.of(
                            settled(Outcome.OK, 9, 3),
                            settled(Outcome.OK, 5, 7),
                            settled(Outcome.OK, 9, 2),
                            settled(Outcome.OK, likely(STREAM), 3)),
                    bench.settled());
        }
    }

    // Goes on until who asked is gone.
    private static void endless(ModelReply reply) throws IOException {
        reply.stream();
        while (true) {
            reply.event(ModelTexts.chunk("a"));
        }
    }

    @Test
    void endsAStreamInOrderWhereCreditEnds() throws IOException {
        String open = "\"stream\":true,\"stream_options\":{\"include_usage\":true}";
        long most = GatewayBench.size(open).mostTokens();
        // Two slices of 256 and a bit.
        try (GatewayBench bench =
                GatewayBench.start(folder, (_, reply) -> endless(reply), most + 600, Map.of())) {
            HttpResponse<String> response = bench.chat(open);
            List<String> events = response.body().lines().filter(l -> !l.isEmpty()).toList();
            assertEquals(600 + 3, events.size(), response::body);
            assertEquals(
                    "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                            + "\"model\":\"chat\",\"choices\":[{\"index\":0,\"delta\":{},"
                            + "\"logprobs\":null,\"finish_reason\":\"length\"}]}",
                    events.get(600));
            assertTrue(events.get(601).contains(ModelTexts.usage(likely(open), 600)));
            assertEquals("data: [DONE]", events.get(602));
            assertEquals(List.of(settled(Outcome.OK, likely(open), 600)), bench.settled());
            assertTrue(bench.balanceTokens() >= 0);
        }
    }

    @Test
    void aStatedMaximumIsHeldForAtOnceAndNotCut() {
        String[] datas = new String[302];
        Arrays.fill(datas, ModelTexts.chunk("a long word of the model's"));
        datas[300] = ModelTexts.stop();
        datas[301] = ModelTexts.DONE;
        String fields = "\"stream\":true,\"max_tokens\":300";
        long most = GatewayBench.size(fields).mostTokens();
        try (GatewayBench bench = GatewayBench.start(folder, events(datas), most + 300, Map.of())) {
            // Its estimate is above 300; the model server knows better what a token is.
            assertEquals(text(datas), bench.chat(fields).body());
            assertEquals(1, bench.settled().size());
        }
    }

    @Test
    void aClientThatLeavesEndsTheCallAtTheModelServer() throws IOException {
        CountDownLatch gone = new CountDownLatch(1);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            try {
                                endless(reply);
                            } finally {
                                gone.countDown();
                            }
                        })) {
            HttpResponse<InputStream> response =
                    bench.open(
                            bench.post(
                                    "/chat/completions", GatewayBench.chatBody("\"stream\":true")));
            try (InputStream in = response.body()) {
                assertEquals('d', in.read());
            }
            await(gone);
            Settled settled = bench.settled().getFirst();
            assertEquals(Outcome.CLIENT_GONE.number(), settled.outcome());
            assertTrue(settled.charge() > likely("\"stream\":true"), settled::toString);
        }
    }

    @Test
    void aModelServerThatDiesInTheMiddleIsChargedForWhatCame() {
        String fields = "\"stream\":true";
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            reply.event(ModelTexts.chunk("b"));
                            reply.part("data: {\"choi");
                            reply.end();
                        })) {
            HttpResponse<String> response = bench.chat(fields);
            assertTrue(
                    response.body().startsWith(text(ModelTexts.chunk("a"), ModelTexts.chunk("b"))),
                    response::body);
            assertTrue(response.body().contains("upstream_unavailable"), response::body);
            assertFalse(response.body().contains("[DONE]"), response::body);
            assertFalse(response.body().contains("choi\n"), response::body);
            // Ends before the first event, and before its own end in good order.
            bench.model.behave(
                    (_, reply) -> {
                        reply.stream();
                        reply.die();
                    });
            assertEquals(502, bench.chat(fields).statusCode());
            bench.model.behave(events(ModelTexts.chunk("a")));
            assertTrue(bench.chat(fields).body().contains("upstream_unavailable"));
            bench.model.behave(events("{\"error\":{\"message\":\"no\"}}"));
            assertEquals(text("{\"error\":{\"message\":\"no\"}}"), bench.chat(fields).body());
            assertEquals(
                    List.of(
                            // The part that broke off was made as well.
                            settled(Outcome.UPSTREAM_ERROR, likely(fields), 3),
                            settled(Outcome.UPSTREAM_ERROR, likely(fields), 1)),
                    bench.settled());
        }
    }

    @Test
    void aModelServerThatFallsSilentIsLetGo() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            reply.awaitGone();
                        },
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.IDLE_TIMEOUT_MS, "300"))) {
            assertTrue(bench.chat(STREAM).body().contains("upstream_timeout"));
            assertEquals(
                    List.of(settled(Outcome.UPSTREAM_ERROR, likely(STREAM), 1)), bench.settled());
        }
    }

    @Test
    void aKeyThatIsRevokedEndsTheStream() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch revoked = new CountDownLatch(1);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            begun.countDown();
                            await(revoked);
                            endless(reply);
                        })) {
            Thread revoking =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    await(begun);
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                                bench.test.backend().keys().revoke(bench.keyId, "test");
                                // The gate is asked once a second.
                                bench.time.pass(Duration.ofSeconds(2));
                                revoked.countDown();
                            });
            String body = bench.chat("\"stream\":true,\"max_tokens\":100000").body();
            assertTrue(
                    body.contains("invalid_api_key"),
                    () -> body.substring(Math.max(0, body.length() - 300)));
            join(revoking);
            assertEquals(1, bench.settled().size());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStopLetsOpenCallsEndAndCutsOffTheRest() {
        CountDownLatch begun = new CountDownLatch(1);
        GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            begun.countDown();
                            reply.awaitGone();
                        },
                        GatewayBench.CREDIT,
                        Map.of(ConfigTable.DRAIN_TIMEOUT_MS, "200"));
        Thread stopping =
                Thread.startVirtualThread(
                        () -> {
                            try {
                                await(begun);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                            bench.test.close();
                        });
        assertTrue(bench.chat(STREAM).body().contains("gateway_stopping"));
        join(stopping);
        bench.model.close();
        assertEquals(
                List.of(settled(Outcome.UPSTREAM_ERROR, likely(STREAM), 1)),
                GatewayBench.records(folder));
    }
}
