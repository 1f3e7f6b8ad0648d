package io.weighbridge.backend.proxies.envoy;

import static io.weighbridge.backend.proxies.envoy.EnvoyBench.settled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.proxies.envoy.EnvoyBench.Bodies;
import io.weighbridge.backend.proxies.openai.GatewayBench;
import io.weighbridge.backend.proxies.openai.GatewayBench.Settled;
import io.weighbridge.backend.testkit.model.ModelReply;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

/// Answers that come in parts, with the real Envoy.
@NeedsProgram(Program.ENVOY)
final class EnvoyStreamTest {
    private static final String OPEN = "\"stream\":true";
    private static final String STREAM = OPEN + ",\"max_tokens\":50";
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

    private static long likely(String fields) {
        return GatewayBench.likely(fields);
    }

    @ParameterizedTest
    @EnumSource
    void passesTheStreamOnAndHidesTheUsageThatOnlyWeAskedFor(Bodies bodies) {
        String[] parts = {
            ModelTexts.chunk("Grüße"), ModelTexts.chunk(" 𝄞"), ModelTexts.stop(),
        };
        String[] all = Arrays.copyOf(parts, 5);
        all[3] = ModelTexts.usageChunk(USAGE);
        all[4] = ModelTexts.DONE;
        try (EnvoyBench bench = EnvoyBench.start(folder, events(all), bodies)) {
            HttpResponse<String> hidden = bench.chat(STREAM);
            assertEquals(
                    "text/event-stream; charset=utf-8",
                    hidden.headers().firstValue("content-type").orElseThrow());
            assertEquals(text(parts) + text(ModelTexts.DONE), hidden.body());
            assertEquals(text(all), bench.chat(ASKING).body());
            assertTrue(bench.model.asked().getFirst().body().contains("\"include_usage\":true"));
            Settled once = settled(Outcome.OK, 9, 3);
            assertEquals(List.of(once, once), bench.settled());
        }
    }

    /// The same bytes, cut at every place into two parts, and packed as well.
    @ParameterizedTest
    @EnumSource(names = {"DOCUMENTED", "STREAMED"})
    void isTheSameWhereverItIsCut(Bodies bodies) {
        String events = text(ModelTexts.chunk("é𝄞"), ModelTexts.usageChunk(USAGE), "[DONE]");
        byte[] whole = events.getBytes(StandardCharsets.UTF_8);
        byte[] packed = packed(events);
        String expected = text(ModelTexts.chunk("é𝄞"), ModelTexts.DONE);
        try (EnvoyBench bench = EnvoyBench.start(folder, (_, _) -> {}, bodies)) {
            for (int at = 1; at < whole.length; at++) {
                assertEquals(expected, cut(bench, whole, at), "cut at " + at);
            }
            for (int at = 1; at < packed.length; at++) {
                String now = cut(bench, packed, at, "content-encoding: gzip");
                assertEquals(expected, now, "packed and cut at " + at);
            }
            bench.awaitNoHolds();
            long calls = whole.length + packed.length - 2L;
            assertEquals(EnvoyBench.CREDIT - 12L * calls, bench.balanceTokens());
        }
    }

    private static String cut(EnvoyBench bench, byte[] bytes, int at, String... headers) {
        bench.model.behave(
                (_, reply) -> {
                    reply.stream(headers);
                    reply.part(Arrays.copyOf(bytes, at));
                    reply.part(Arrays.copyOfRange(bytes, at, bytes.length));
                    reply.end();
                });
        HttpResponse<String> response = bench.chat(STREAM);
        assertTrue(response.headers().firstValue("content-encoding").isEmpty());
        return response.body();
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @Test
    void anEncodingThatCannotBeReadIsRefusedAndNotFree() {
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder, (_, reply) -> reply.json(200, "?", "content-encoding: br"))) {
            HttpResponse<String> response = bench.chat("\"max_tokens\":10");
            assertEquals(502, response.statusCode());
            assertTrue(response.body().contains("answer_unreadable"), response::body);
            long input = likely("\"max_tokens\":10");
            assertEquals(List.of(settled(Outcome.UPSTREAM_ERROR, input, 0)), bench.settled());
        }
    }

    @Test
    void usageIsWhatWasToldLastElseCounted() {
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        events(
                                ModelTexts.chunk("a", ModelTexts.usage(9, 1)),
                                ModelTexts.chunk("b", ModelTexts.usage(9, 2)),
                                ModelTexts.chunk("c", ModelTexts.usage(9, 3)),
                                ModelTexts.stop(),
                                ModelTexts.DONE))) {
            bench.chat(STREAM);
            bench.model.behave(
                    events(
                            ModelTexts.chunk("a"),
                            ModelTexts.chunk("eleven more"),
                            ModelTexts.stop(),
                            ModelTexts.DONE));
            bench.chat(STREAM);
            bench.model.behave(
                    events(ModelTexts.usageChunk(ModelTexts.usage(0, 0)), ModelTexts.DONE));
            bench.chat(STREAM);
            assertEquals(
                    List.of(
                            settled(Outcome.OK, 9, 3),
                            settled(Outcome.OK, likely(STREAM), 3),
                            settled(Outcome.OK, 0, 0)),
                    bench.settled());
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachPartComesAtOnce(Bodies bodies) throws IOException {
        CountDownLatch read = new CountDownLatch(1);
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            GatewayBench.await(read);
                            reply.event(ModelTexts.DONE);
                            reply.end();
                        },
                        bodies)) {
            String first = text(ModelTexts.chunk("a"));
            try (InputStream in = bench.open(bench.chatting(STREAM)).body()) {
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

    // Goes on until who asked is gone.
    private static ModelServer.Behaviour endless(CountDownLatch gone) {
        return (_, reply) -> {
            try {
                goOn(reply);
            } finally {
                gone.countDown();
            }
        };
    }

    private static void goOn(ModelReply reply) throws IOException {
        reply.stream();
        while (true) {
            reply.event(ModelTexts.chunk("a"));
        }
    }

    /// Two slices of 256 and a bit.
    @ParameterizedTest
    @EnumSource(names = {"DOCUMENTED", "DUPLEX"})
    void endsAStreamInOrderWhereCreditEnds(Bodies bodies) throws IOException {
        String open = OPEN + ",\"stream_options\":{\"include_usage\":true}";
        long most = GatewayBench.size(open).mostTokens();
        CountDownLatch gone = new CountDownLatch(1);
        try (EnvoyBench bench =
                EnvoyBench.start(folder, endless(gone), bodies, most + 600, Map.of())) {
            String body;
            try (InputStream in = bench.open(bench.chatting(open)).body()) {
                body = new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8);
            }
            List<String> events = body.lines().filter(line -> !line.isEmpty()).toList();
            assertEquals(600 + 3, events.size(), body);
            assertTrue(events.get(600).contains("\"finish_reason\":\"length\""), events.get(600));
            assertTrue(events.get(601).contains(ModelTexts.usage(likely(open), 600)));
            assertEquals("data: [DONE]", events.get(602));
            GatewayBench.await(gone);
            assertEquals(List.of(settled(Outcome.OK, likely(open), 600)), bench.settled());
            assertTrue(bench.balanceTokens() >= 0);
        }
    }

    /// The client has the end of the stream, and then its connection breaks.
    @Test
    void breaksAStreamOffWhereCreditEndsAndEnvoyCannotEndIt() throws IOException {
        long most = GatewayBench.size(OPEN).mostTokens();
        CountDownLatch gone = new CountDownLatch(1);
        try (EnvoyBench bench =
                EnvoyBench.start(folder, endless(gone), Bodies.STREAMED, most + 600, Map.of())) {
            StringBuilder got = new StringBuilder();
            try (InputStream in = bench.open(bench.chatting(OPEN)).body()) {
                for (int b = in.read(); b >= 0; b = in.read()) {
                    got.append((char) b);
                }
            } catch (IOException e) {
                got.append("broken off");
            }
            GatewayBench.await(gone);
            assertTrue(got.toString().contains("\"finish_reason\":\"length\""), got::toString);
            assertTrue(got.toString().endsWith("data: [DONE]\n\nbroken off"), got::toString);
            assertEquals(List.of(settled(Outcome.OK, likely(OPEN), 600)), bench.settled());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesEndsTheCallAtTheModelServer(Bodies bodies) throws IOException {
        CountDownLatch gone = new CountDownLatch(1);
        try (EnvoyBench bench = EnvoyBench.start(folder, endless(gone), bodies)) {
            try (InputStream in = bench.open(bench.chatting(OPEN)).body()) {
                assertEquals('d', in.read());
            }
            GatewayBench.await(gone);
            Settled settled = bench.settled().getFirst();
            assertEquals(Outcome.CLIENT_GONE.number(), settled.outcome());
            assertTrue(settled.charge() > likely(OPEN), settled::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelServerThatEndsBeforeTheEndIsChargedForWhatCame(Bodies bodies) {
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            reply.event(ModelTexts.chunk("b"));
                            reply.part("data: {\"choi");
                            reply.end();
                        },
                        bodies)) {
            HttpResponse<String> response = bench.chat(OPEN);
            assertTrue(
                    response.body().startsWith(text(ModelTexts.chunk("a"), ModelTexts.chunk("b"))),
                    response::body);
            assertTrue(response.body().contains("upstream_unavailable"), response::body);
            assertFalse(response.body().contains("[DONE]"), response::body);
            bench.model.behave(events("{\"error\":{\"message\":\"no\"}}"));
            assertEquals(text("{\"error\":{\"message\":\"no\"}}"), bench.chat(OPEN).body());
            bench.model.behave(events());
            assertTrue(bench.chat(OPEN).body().contains("upstream_unavailable"));
            assertEquals(
                    List.of(settled(Outcome.UPSTREAM_ERROR, likely(OPEN), 3)), bench.settled());
        }
    }

    /// What came before it died is charged, once; the client knows that it has not all.
    @ParameterizedTest
    @EnumSource
    void aModelServerThatDiesInTheMiddleIsChargedForWhatCame(Bodies bodies) throws IOException {
        CountDownLatch read = new CountDownLatch(1);
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            GatewayBench.await(read);
                            reply.die();
                        },
                        bodies)) {
            String rest = "";
            try (InputStream in = bench.open(bench.chatting(OPEN)).body()) {
                String first = text(ModelTexts.chunk("a"));
                assertEquals(
                        first, new String(in.readNBytes(first.length()), StandardCharsets.UTF_8));
                read.countDown();
                rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                rest = rest.isEmpty() ? "ended in order" : rest;
            } catch (IOException e) {
                rest = "broken off";
            }
            assertEquals("broken off", rest);
            assertEquals(
                    List.of(settled(Outcome.UPSTREAM_ERROR, likely(OPEN), 1)), bench.settled());
        }
    }

    /// Nobody has any of it: nothing is charged.
    @ParameterizedTest
    @EnumSource
    void aPlainAnswerThatBreaksOffIsFree(Bodies bodies) throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (_, reply) -> {
                            reply.partOfJson("{\"usage\":" + USAGE + ",");
                            GatewayBench.await(begun);
                        },
                        bodies)) {
            HttpResponse<InputStream> response = bench.open(bench.chatting(""));
            assertEquals(200, response.statusCode());
            begun.countDown();
            try (InputStream in = response.body()) {
                assertThrows(IOException.class, in::readAllBytes);
            }
            assertEquals(List.of(), bench.settled());
            // While the gate still thinks about its head, or before.
            bench.model.behave((_, reply) -> reply.partOfJson("{\"usage\":" + USAGE + ","));
            HttpResponse<String> broken = bench.chat("");
            assertEquals(502, broken.statusCode(), broken.body());
            assertEquals(List.of(), bench.settled());
        }
    }
}
