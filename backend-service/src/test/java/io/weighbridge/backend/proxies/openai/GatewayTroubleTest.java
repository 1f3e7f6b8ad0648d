package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// What goes wrong inside, or at the model server, and what must not be passed on.
final class GatewayTroubleTest {
    private static final ModelServer.Behaviour HELLO =
            (_, reply) ->
                    reply.json(
                            200,
                            ModelTexts.answer("Hello!", ModelTexts.usage(9, 4)),
                            "location: http://10.0.0.7/",
                            "via: 1.1 inner",
                            "x-served-by: gpu7",
                            "x-note: Caf\u00e9",
                            "x-fine: yes");

    @TempDir Path folder;

    /// A clock that fails the threads of requests so many times.
    private static final class BrokenTime implements TimeSource {
        private final TimeSource real = new SystemTime();
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public long nanos() {
            if (Thread.currentThread().isVirtual()
                    && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("the clock is broken");
            }
            return real.nanos();
        }

        @Override
        public long wallMs(long nanos) {
            return real.wallMs(nanos);
        }
    }

    /// It breaks at the next event, and again when the call's end is told to the ledger.
    @Test
    void aMistakeOfOursInTheMiddleOfAStreamIsNotFree() throws IOException {
        CountDownLatch broken = new CountDownLatch(1);
        BrokenTime time = new BrokenTime();
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            Behaviours.await(broken);
                            reply.event(ModelTexts.chunk("b"));
                            reply.awaitGone();
                        },
                        time)) {
            String fields = "\"stream\":true";
            HttpResponse<InputStream> response = bench.open(bench.chatting(fields));
            try (InputStream in = response.body()) {
                String first = "data: " + ModelTexts.chunk("a") + "\n\n";
                assertEquals(
                        first, new String(in.readNBytes(first.length()), StandardCharsets.UTF_8));
                time.failures.set(2);
                broken.countDown();
                String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(rest.contains("internal_error"), rest);
                assertFalse(rest.contains("[DONE]"), rest);
            }
            long input = Chats.size(fields).likelyTokens();
            assertEquals(
                    List.of(
                            new Settled(
                                    Outcome.UPSTREAM_ERROR.number(),
                                    "input_tokens=" + input + " output_tokens=1",
                                    input + 1,
                                    Gateway.PROXY)),
                    bench.settled());
            assertEquals(0, time.failures.get());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401,502,upstream_refused",
        "402,502,upstream_refused",
        "403,502,upstream_refused",
        "307,502,upstream_refused",
        "429,503,upstream_busy"
    })
    void whatIsBetweenTheModelServerAndTheOperatorIsNotPassedOn(int theirs, int ours, String code) {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) ->
                                reply.json(
                                        theirs,
                                        "{\"error\":\"Incorrect API key provided: sk-x***7890\"}",
                                        "location: http://10.0.0.7/v1/chat/completions",
                                        "www-authenticate: Bearer",
                                        "retry-after: 7"))) {
            HttpResponse<String> response = bench.chat("");
            assertEquals(ours, response.statusCode());
            assertTrue(response.body().contains(code), response::body);
            assertFalse(response.body().contains("7890"), response::body);
            assertTrue(response.headers().firstValue("location").isEmpty());
            assertTrue(response.headers().firstValue("www-authenticate").isEmpty());
            assertEquals(theirs == 429, response.headers().firstValue("retry-after").isPresent());
            assertTrue(response.headers().firstValue("x-weighbridge-request-id").isPresent());
            assertEquals(List.of(), bench.settled());
        }
    }

    @Test
    void passesOnNoHeaderThatRoutesAndNoneThatCannotBeWritten() {
        List<String> routing =
                List.of(
                        "x-original-url",
                        "X-Rewrite-URL",
                        "x-http-method-override",
                        "x-envoy-original-path",
                        "x-forwarded-for",
                        "X-Forwarded-Host",
                        "forwarded",
                        "x-real-ip",
                        "x-litellm-tags",
                        "x-request-id");
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            String[] headers = new String[routing.size() + 3];
            for (int i = 0; i < routing.size(); i++) {
                headers[i] = routing.get(i) + ": forged";
            }
            headers[routing.size()] = "X-Title: Caf\u00e9";
            headers[routing.size() + 1] = "X-Plain: tea";
            headers[routing.size() + 2] = "Connection: close";
            try (RawClient client = new RawClient(bench).chat(bench, "", headers)) {
                assertEquals("HTTP/1.1 200 OK", client.line());
                String answer = client.rest().toLowerCase(Locale.ROOT);
                for (String name : List.of("location", "via", "x-served-by", "x-note")) {
                    assertFalse(answer.contains("\n" + name + ":"), answer);
                }
                assertTrue(answer.contains("x-fine: yes"), answer);
            }
            AskedModel asked = bench.model.asked().getFirst();
            for (String name : routing) {
                assertEquals(List.of(), asked.header(name), name);
            }
            assertEquals(List.of(), asked.header("x-title"));
            assertEquals(List.of("tea"), asked.header("x-plain"));
        }
    }

    @Test
    void halfACharacterIsNoFault() {
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            String half = "\\ud800";
            assertEquals(200, bench.chat("\"x\":\"<" + half + ">\"").statusCode());
            assertTrue(bench.model.asked().getFirst().body().contains("\"x\":\"<?>\""));
            assertEquals(200, bench.chat("\"user\":\"" + half + "\"").statusCode());
            HttpResponse<String> unknown =
                    bench.send(bench.post("/v1/chat/completions", "{\"model\":\"" + half + "\"}"));
            assertEquals(404, unknown.statusCode());
            assertTrue(unknown.body().contains("model_not_found"), unknown::body);
            assertEquals(2, bench.settled().size());
        }
    }
}
