package io.weighbridge.backend.proxies.envoy;

import static io.weighbridge.backend.proxies.contract.Chats.likely;
import static io.weighbridge.backend.proxies.envoy.EnvoyBench.settled;
import static io.weighbridge.backend.testkit.model.Behaviours.events;
import static io.weighbridge.backend.testkit.model.ModelTexts.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.proxies.contract.ChatBench;
import io.weighbridge.backend.proxies.contract.StreamContract;
import io.weighbridge.backend.proxies.envoy.EnvoyBench.Bodies;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Nested;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

/// Answers that come in parts, with the real Envoy.
@NeedsProgram(Program.ENVOY)
final class EnvoyStreamTest {
    private static final String OPEN = "\"stream\":true";
    private static final String STREAM = OPEN + ",\"max_tokens\":50";
    private static final String USAGE = ModelTexts.usage(9, 3);

    @TempDir Path folder;

    abstract static class Streams extends StreamContract {
        private final Bodies bodies;

        Streams(Bodies bodies) {
            this.bodies = bodies;
        }

        @Override
        protected ChatBench start(ModelServer.Behaviour behaviour, long creditTokens) {
            return EnvoyBench.start(folder, behaviour, bodies, creditTokens, Map.of());
        }
    }

    @Nested
    final class Documented extends Streams {
        Documented() {
            super(Bodies.DOCUMENTED);
        }
    }

    @Nested
    final class Streamed extends Streams {
        Streamed() {
            super(Bodies.STREAMED);
        }

        @Override
        protected boolean isBrokenOffWhereCreditEnds() {
            return true;
        }
    }

    @Nested
    final class Duplex extends Streams {
        Duplex() {
            super(Bodies.DUPLEX);
        }
    }

    /// The same bytes, packed, and cut at every place into two parts.
    @ParameterizedTest
    @EnumSource(names = {"DOCUMENTED", "STREAMED"})
    void isTheSameWhereverItIsPackedAndCut(Bodies bodies) {
        byte[] packed =
                packed(
                        stream(
                                ModelTexts.chunk("é𝄞"),
                                ModelTexts.usageChunk(USAGE),
                                ModelTexts.DONE));
        String expected = stream(ModelTexts.chunk("é𝄞"), ModelTexts.DONE);
        try (EnvoyBench bench = EnvoyBench.start(folder, (_, _) -> {}, bodies)) {
            for (int at = 1; at < packed.length; at++) {
                bench.model.behave(Behaviours.cut(packed, at, "content-encoding: gzip"));
                HttpResponse<String> response = bench.chat(STREAM);
                assertTrue(response.headers().firstValue("content-encoding").isEmpty());
                assertEquals(expected, response.body(), "cut at " + at);
            }
            assertEquals(EnvoyBench.CREDIT - 12L * (packed.length - 1), bench.balanceAfterAll());
        }
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

    @ParameterizedTest
    @EnumSource
    void aStreamThatEndsBeforeItBeginsIsFree(Bodies bodies) {
        try (EnvoyBench bench = EnvoyBench.start(folder, events(), bodies)) {
            assertTrue(bench.chat(OPEN).body().contains("upstream_unavailable"));
            assertEquals(List.of(), bench.settled());
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
                            Behaviours.await(read);
                            reply.die();
                        },
                        bodies)) {
            String rest = "";
            try (InputStream in = bench.open(bench.chatting(OPEN)).body()) {
                String first = stream(ModelTexts.chunk("a"));
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
                            Behaviours.await(begun);
                        },
                        bodies)) {
            HttpResponse<InputStream> response = bench.open(bench.chatting(""));
            assertEquals(200, response.statusCode());
            begun.countDown();
            try (InputStream in = response.body()) {
                assertThrows(IOException.class, in::readAllBytes);
            }
            assertEquals(List.of(), bench.settled());
            // At once: Envoy answers in its place, unless the gate was faster.
            bench.model.behave((_, reply) -> reply.partOfJson("{\"usage\":" + USAGE + ","));
            HttpResponse<InputStream> broken = bench.open(bench.chatting(""));
            try (InputStream in = broken.body()) {
                if (broken.statusCode() == 200) {
                    assertThrows(IOException.class, in::readAllBytes);
                } else {
                    assertEquals(502, broken.statusCode());
                }
            }
            assertEquals(List.of(), bench.settled());
        }
    }
}
