package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.EnvoyTable;
import io.weighbridge.backend.proxies.envoy.EnvoyBench.Bodies;
import io.weighbridge.backend.proxies.openai.GatewayBench;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers that are not streamed, refusals, and what goes up and comes down, with the real Envoy.
@NeedsProgram(Program.ENVOY)
final class EnvoyTest {
    private static final String ANSWER = ModelTexts.answer("Hello!", ModelTexts.usage(9, 4));
    private static final ModelServer.Behaviour HELLO =
            (_, reply) ->
                    reply.json(
                            200,
                            ANSWER,
                            "x-fine: yes",
                            "set-cookie: a=b",
                            "x-ratelimit-limit-requests: 7",
                            "x-weighbridge-charge: 0");

    @TempDir Path folder;

    private static void assertError(int status, String code, HttpResponse<String> response)
            throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                code,
                ModelJson.ANSWERS.readTree(response.body()).path("error").path("code").asText());
        assertEquals(
                "application/json", response.headers().firstValue("content-type").orElseThrow());
    }

    @ParameterizedTest
    @EnumSource
    void chargesWhatWasUsedAndPassesTheAnswerOn(Bodies bodies) {
        try (EnvoyBench bench = EnvoyBench.start(folder, HELLO, bodies)) {
            HttpResponse<String> response = bench.chat("\"max_completion_tokens\":10");
            assertEquals(200, response.statusCode(), response.body());
            assertEquals(ANSWER, response.body());
            assertEquals(List.of(EnvoyBench.settled(Outcome.OK, 9, 4)), bench.settled());
            assertEquals(EnvoyBench.CREDIT - 13, bench.balanceTokens());
            assertTrue(response.headers().firstValue("x-weighbridge-request-id").isPresent());
            assertEquals("yes", response.headers().firstValue("x-fine").orElseThrow());
            for (String name :
                    List.of("set-cookie", "x-ratelimit-limit-requests", "x-weighbridge-charge")) {
                assertTrue(response.headers().firstValue(name).isEmpty(), name);
            }
            String asked = bench.model.asked().getFirst().body();
            assertTrue(asked.contains("\"max_tokens\":10"), asked);
            assertFalse(asked.contains("max_completion_tokens"), asked);
        }
    }

    @Test
    void theModelServerSeesItsOwnKeyAndNothingOfOurs() {
        try (EnvoyBench bench = EnvoyBench.start(folder, HELLO)) {
            HttpRequest.Builder request =
                    bench.post("/v1/chat/completions?key=" + bench.key, GatewayBench.chatBody(""))
                            .header("x-weighbridge-subject", "forged")
                            .header("X-Weighbridge-Hold", "forged")
                            .header("x-api-key", bench.key)
                            .header("x-copy", "my key is " + bench.key)
                            .header("openai-organization", "other")
                            .header("cookie", "a=b")
                            .header("accept-encoding", "gzip")
                            .header("x-original-url", "/admin")
                            .header("traceparent", "00-1-2-03");
            assertEquals(200, bench.send(request).statusCode());
            AskedModel asked = bench.model.asked().getFirst();
            assertEquals(List.of("Bearer MODEL_SERVER_KEY"), asked.header("authorization"));
            assertEquals(List.of("00-1-2-03"), asked.header("traceparent"));
            assertEquals(List.of("identity"), asked.header("accept-encoding"));
            assertEquals(List.of("application/json"), asked.header("content-type"));
            assertFalse(asked.all().contains(bench.key), asked::all);
            assertFalse(asked.all().toLowerCase(Locale.ROOT).contains("weighbridge"), asked::all);
            for (String name : List.of("x-api-key", "x-copy", "openai-organization", "cookie")) {
                assertEquals(List.of(), asked.header(name), name);
            }
            assertEquals(List.of(), asked.header("x-original-url"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAsOpenAiDoesAndAsksNobody(Bodies bodies) throws IOException {
        try (EnvoyBench bench = EnvoyBench.start(folder, HELLO, bodies)) {
            String body = GatewayBench.chatBody("\"max_tokens\":10");
            assertError(
                    401,
                    "invalid_api_key",
                    bench.send(
                            bench.to("/v1/chat/completions")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))));
            assertError(
                    401,
                    "invalid_api_key",
                    bench.send(
                            bench.to("/v1/chat/completions")
                                    .header("Authorization", "Bearer sk-nobody")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))));
            assertError(
                    400,
                    "invalid_header",
                    bench.send(bench.chatting("").header("Authorization", "Bearer " + bench.key)));
            assertError(
                    400,
                    "invalid_value",
                    bench.send(
                            bench.to("/v1/chat/completions")
                                    .header("Authorization", "Bearer " + bench.key)
                                    .POST(HttpRequest.BodyPublishers.noBody())));
            assertError(
                    404,
                    "model_not_found",
                    bench.send(bench.post("/v1/chat/completions", "{\"model\":\"other\"}")));
            assertError(
                    400,
                    "invalid_value",
                    bench.send(bench.post("/v1/chat/completions", "{\"a\":1}")));
            assertError(404, "unknown_url", bench.send(bench.post("/v1/audio/speech", body)));
            assertError(404, "unknown_url", bench.send(bench.to("/v1/models").GET()));
            HttpResponse<String> poor = bench.chat("\"max_tokens\":900000000");
            assertError(402, "insufficient_quota", poor);
            assertEquals("false", poor.headers().firstValue("x-should-retry").orElseThrow());
            bench.test.backend().keys().revoke(bench.keyId, "test");
            assertError(401, "invalid_api_key", bench.chat(""));
            assertEquals(List.of(), bench.model.asked());
            assertEquals(List.of(), bench.settled());
        }
    }

    /// Peers let 6 to 64 of 64 through.
    @Test
    void admitsExactlyFiveOfSixtyFourWhenCreditIsForFive() {
        long each = GatewayBench.size("\"max_tokens\":10").mostTokens() + 10;
        CountDownLatch asked = new CountDownLatch(1);
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (request, reply) -> {
                            GatewayBench.await(asked);
                            HELLO.answer(request, reply);
                        },
                        Bodies.DOCUMENTED,
                        5 * each + each - 1,
                        Map.of())) {
            AtomicInteger refused = new AtomicInteger();
            List<Integer> statuses =
                    Calls.atOnce(
                            64,
                            _ -> {
                                int status = bench.chat("\"max_tokens\":10").statusCode();
                                if (status != 200 && refused.incrementAndGet() == 59) {
                                    asked.countDown();
                                }
                                return status;
                            });
            assertEquals(5, statuses.stream().filter(status -> status == 200).count());
            assertEquals(59, statuses.stream().filter(status -> status == 402).count());
            assertEquals(5, bench.settled().size());
            assertEquals(6 * each - 1 - 5 * 13, bench.balanceTokens());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401,502,upstream_refused",
        "403,502,upstream_refused",
        "307,502,upstream_refused",
        "429,503,upstream_busy"
    })
    void whatIsBetweenTheModelServerAndTheOperatorIsNotPassedOn(int theirs, int ours, String code)
            throws IOException {
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder, (_, reply) -> reply.json(theirs, "{\"error\":\"sk-x***7890\"}"))) {
            HttpResponse<String> response = bench.chat("");
            assertError(ours, code, response);
            assertEquals(List.of(), bench.settled());
        }
    }

    @ParameterizedTest
    @EnumSource
    void errorsAndFailuresBeforeTheAnswerAreNotCharged(Bodies bodies) {
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (_, reply) -> reply.json(400, "{\"error\":{\"message\":\"no\"}}"),
                        bodies)) {
            HttpResponse<String> wrong = bench.chat("");
            assertEquals(400, wrong.statusCode());
            assertEquals("{\"error\":{\"message\":\"no\"}}", wrong.body());
            bench.model.behave((_, reply) -> reply.die());
            assertEquals(503, bench.chat("").statusCode());
            bench.model.behave((_, reply) -> reply.json(200, "{\"error\":{\"message\":\"no\"}}"));
            assertEquals(200, bench.chat("").statusCode());
            bench.model.close();
            assertEquals(503, bench.chat("").statusCode());
            assertEquals(List.of(), bench.settled());
        }
    }

    @Test
    void takesTenMegabytesAndRefusesMore() throws IOException {
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        HELLO,
                        Bodies.DOCUMENTED,
                        100_000_000,
                        Map.of(EnvoyTable.BODY_MAX_KIB, "10300"))) {
            int length = 10 << 20;
            HttpResponse<String> response =
                    bench.chat("\"max_tokens\":10,\"x\":\"" + "a".repeat(length) + "\"");
            assertEquals(200, response.statusCode(), response.body());
            assertTrue(bench.model.asked().getFirst().body().length() > length);
            assertError(
                    413,
                    "request_too_large",
                    bench.chat("\"x\":\"" + "a".repeat(10_301 << 10) + "\""));
            // Longer than Envoy keeps.
            HttpResponse<String> longer = bench.chat("\"x\":\"" + "a".repeat(12 << 20) + "\"");
            assertEquals(413, longer.statusCode(), longer.body());
            assertEquals(1, bench.model.asked().size());
            assertEquals(List.of(EnvoyBench.settled(Outcome.OK, 9, 4)), bench.settled());
        }
    }

    @Test
    void refusesAWebSocketAtOnce() throws IOException {
        try (EnvoyBench bench = EnvoyBench.start(folder, HELLO);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), bench.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            ("GET /v1/realtime HTTP/1.1\r\nHost: localhost\r\nConnection:"
                                            + " Upgrade\r\nUpgrade: websocket\r\nAuthorization:"
                                            + " Bearer "
                                            + bench.key
                                            + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key:"
                                            + " dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes(12);
            String status = new String(first, StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 403", status);
            assertEquals(List.of(), bench.model.asked());
        }
    }
}
