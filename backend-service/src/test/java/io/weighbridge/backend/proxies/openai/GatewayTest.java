package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.proxies.openai.GatewayBench.Settled;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Answers that are not streamed, errors, and what goes up and comes down.
final class GatewayTest {
    private static final ModelServer.Behaviour HELLO =
            (_, reply) ->
                    reply.json(
                            200,
                            ModelTexts.answer("Hello!", ModelTexts.usage(9, 4)),
                            "x-request-id: req-1",
                            "set-cookie: a=b",
                            "x-ratelimit-limit-requests: 7",
                            "x-weighbridge-charge: 0",
                            "openai-organization: operator");

    @TempDir Path folder;

    private static JsonNode error(HttpResponse<String> response) throws IOException {
        JsonNode error = ModelJson.ANSWERS.readTree(response.body()).path("error");
        assertEquals(
                List.of("message", "type", "param", "code"),
                error.properties().stream().map(Map.Entry::getKey).toList(),
                response.body());
        return error;
    }

    private static void assertError(int status, String code, HttpResponse<String> response)
            throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(code, error(response).path("code").asText());
    }

    @Test
    void chargesWhatWasUsedAndPassesTheAnswerOn() {
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            HttpResponse<String> response = bench.chat("\"max_tokens\":10");
            assertEquals(200, response.statusCode());
            assertEquals(ModelTexts.answer("Hello!", ModelTexts.usage(9, 4)), response.body());
            assertEquals(
                    List.of(new Settled(1, "input_tokens=9 output_tokens=4", 13, Gateway.PROXY)),
                    bench.settled());
            assertEquals(GatewayBench.CREDIT - 13, bench.balanceTokens());
            assertTrue(response.headers().firstValue("x-weighbridge-request-id").isPresent());
            assertEquals("req-1", response.headers().firstValue("x-request-id").orElseThrow());
            for (String name :
                    List.of(
                            "set-cookie",
                            "x-ratelimit-limit-requests",
                            "x-weighbridge-charge",
                            "openai-organization")) {
                assertTrue(response.headers().firstValue(name).isEmpty(), name);
            }
        }
    }

    @Test
    void theModelServerSeesItsOwnKeyAndNothingOfOurs() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        HELLO,
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.UPSTREAM_KEY, "sk-upstream"))) {
            HttpRequest.Builder request =
                    bench.post("/chat/completions", GatewayBench.chatBody(""))
                            .header("x-weighbridge-subject", "forged")
                            .header("X-Weighbridge-Hold", "forged")
                            .header("x-api-key", bench.key)
                            .header("x-copy", "my key is " + bench.key)
                            .header("openai-organization", "other")
                            .header("cookie", "a=b")
                            .header("te", "trailers")
                            .header("traceparent", "00-1-2-03");
            assertEquals(200, bench.send(request).statusCode());
            AskedModel asked = bench.model.asked().getFirst();
            assertEquals(List.of("Bearer sk-upstream"), asked.header("authorization"));
            assertEquals(List.of("00-1-2-03"), asked.header("traceparent"));
            assertEquals(List.of("identity"), asked.header("accept-encoding"));
            assertFalse(asked.all().contains(bench.key), asked::all);
            assertFalse(asked.all().toLowerCase(Locale.ROOT).contains("weighbridge"), asked::all);
            for (String name :
                    List.of("x-api-key", "x-copy", "openai-organization", "cookie", "te")) {
                assertEquals(List.of(), asked.header(name), name);
            }
        }
    }

    @Test
    void refusesAsOpenAiDoes() throws IOException {
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            String body = GatewayBench.chatBody("\"max_tokens\":10");
            assertError(
                    401,
                    "invalid_api_key",
                    bench.send(
                            bench.to("/chat/completions")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))));
            assertError(
                    401,
                    "invalid_api_key",
                    bench.send(
                            bench.to("/chat/completions")
                                    .header("Authorization", "Bearer sk-nobody")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))));
            assertError(
                    400,
                    "invalid_header",
                    bench.send(
                            bench.post("/chat/completions", body)
                                    .header("Authorization", "Bearer " + bench.key)));
            assertError(
                    404,
                    "model_not_found",
                    bench.send(bench.post("/chat/completions", "{\"model\":\"other\"}")));
            assertError(
                    400, "invalid_value", bench.send(bench.post("/chat/completions", "{\"a\":1}")));
            assertError(404, "unknown_url", bench.send(bench.post("/audio/speech", body)));
            HttpResponse<String> poor = bench.chat("\"max_tokens\":900000000");
            assertError(402, "insufficient_quota", poor);
            assertEquals("false", poor.headers().firstValue("x-should-retry").orElseThrow());
            bench.test.backend().keys().revoke(bench.keyId, "test");
            assertError(401, "invalid_api_key", bench.chat(""));
            assertEquals(List.of(), bench.model.asked());
            assertEquals(List.of(), bench.settled());
        }
    }

    @Test
    void refusesALongBody() throws IOException {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        HELLO,
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.BODY_MAX_KIB, "1"))) {
            String long_ = GatewayBench.chatBody("\"x\":\"" + "a".repeat(2_000) + "\"");
            assertError(
                    413, "request_too_large", bench.send(bench.post("/chat/completions", long_)));
            HttpRequest.Builder unsaid =
                    bench.post("/chat/completions", "")
                            .POST(
                                    HttpRequest.BodyPublishers.ofInputStream(
                                            () ->
                                                    new ByteArrayInputStream(
                                                            long_.getBytes(
                                                                    StandardCharsets.UTF_8))));
            assertError(413, "request_too_large", bench.send(unsaid));
            assertEquals(200, bench.chat("").statusCode());
        }
    }

    @Test
    void listsTheModelsThatTheKeyMayUse() throws IOException {
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            bench.test.service("meta/llama:8b");
            HttpRequest.Builder all =
                    bench.to("/models").header("Authorization", "Bearer " + bench.key);
            assertTrue(bench.send(all).body().contains("meta/llama:8b"));
            String narrow =
                    bench.test
                            .backend()
                            .keys()
                            .create(bench.account.id(), onlyChat(bench))
                            .secret();
            HttpResponse<String> listed =
                    bench.send(bench.to("/models").header("Authorization", "Bearer " + narrow));
            assertEquals(200, listed.statusCode());
            JsonNode data = ModelJson.ANSWERS.readTree(listed.body()).path("data");
            assertEquals(1, data.size(), listed.body());
            assertEquals("chat", data.get(0).path("id").asText());
            assertEquals(
                    200,
                    bench.send(
                                    bench.to("/models/meta/llama:8b")
                                            .header("Authorization", "Bearer " + bench.key))
                            .statusCode());
            assertError(
                    404,
                    "model_not_found",
                    bench.send(
                            bench.to("/models/meta/llama:8b")
                                    .header("Authorization", "Bearer " + narrow)));
            assertError(401, "invalid_api_key", bench.send(bench.to("/models")));
        }
    }

    private static KeySettings onlyChat(GatewayBench bench) {
        long chat = bench.test.backend().services().require("chat").id();
        return new KeySettings("narrow", 0, false, Set.of(chat), 0, null, List.of());
    }

    @Test
    void zeroIsZeroAndMissingIsNot() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) ->
                                reply.json(200, ModelTexts.answer("Hi", ModelTexts.usage(0, 0))))) {
            bench.chat("\"max_tokens\":10");
            bench.model.behave(
                    (_, reply) -> reply.json(200, ModelTexts.answer("Hello there, you", "")));
            bench.chat("\"max_tokens\":10");
            bench.model.behave((_, reply) -> reply.json(200, "what is this"));
            bench.chat("\"max_tokens\":10");
            long likely = GatewayBench.size("\"max_tokens\":10").likelyTokens();
            List<Settled> settled = bench.settled();
            assertEquals("input_tokens=0 output_tokens=0", settled.get(0).units());
            assertEquals("input_tokens=" + likely + " output_tokens=4", settled.get(1).units());
            assertEquals("input_tokens=" + likely + " output_tokens=3", settled.get(2).units());
        }
    }

    @Test
    void anEmbeddingHasNoOutput() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) ->
                                reply.json(
                                        200,
                                        "{\"object\":\"list\",\"data\":[{\"embedding\":[0.1]}],"
                                                + "\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}"))) {
            HttpResponse<String> response =
                    bench.send(
                            bench.post("/embeddings", "{\"model\":\"chat\",\"input\":\"Hello\"}"));
            assertEquals(200, response.statusCode());
            assertEquals(
                    List.of(new Settled(1, "input_tokens=8", 8, Gateway.PROXY)), bench.settled());
        }
    }

    @Test
    void anErrorOfTheModelServerIsPassedOnAndFree() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) ->
                                reply.json(529, "{\"error\":\"slow down\"}", "retry-after: 7"))) {
            HttpResponse<String> response = bench.chat("");
            assertEquals(529, response.statusCode());
            assertEquals("{\"error\":\"slow down\"}", response.body());
            assertEquals("7", response.headers().firstValue("retry-after").orElseThrow());
            bench.model.behave((_, reply) -> reply.json(200, "{\"error\":{\"message\":\"no\"}}"));
            assertEquals(200, bench.chat("").statusCode());
            assertEquals(List.of(), bench.settled());
            assertEquals(GatewayBench.CREDIT, bench.balanceTokens());
        }
    }

    @Test
    void aModelServerThatDiesBeforeItsAnswerIsWholeCostsNothing() throws IOException {
        try (GatewayBench bench = GatewayBench.start(folder, (_, reply) -> reply.die())) {
            assertError(502, "upstream_unavailable", bench.chat(""));
            bench.model.behave(
                    (_, reply) -> {
                        reply.partOfJson("{\"choices\":[");
                        reply.die();
                    });
            assertError(502, "upstream_unavailable", bench.chat(""));
            bench.model.behave((_, reply) -> {});
            assertError(502, "upstream_unavailable", bench.chat(""));
            bench.model.close();
            assertError(502, "upstream_unavailable", bench.chat(""));
            assertEquals(List.of(), bench.settled());
        }
    }

    /// A connection that was used before may be dead; a client of HTTP likes to mend that itself.
    @Test
    void aRequestIsSentOnce() throws IOException {
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            assertEquals(200, bench.chat("").statusCode());
            bench.model.behave((_, reply) -> reply.die());
            assertError(502, "upstream_unavailable", bench.chat(""));
            assertEquals(2, bench.model.asked().size());
        }
    }

    @Test
    void waitsOnlySoLongForTheModelServer() throws IOException {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> reply.awaitGone(),
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.FIRST_BYTE_TIMEOUT_MS, "100"))) {
            HttpResponse<String> late = bench.chat("");
            assertError(504, "upstream_timeout", late);
            // It is charged, so a client that tried again by itself would pay again.
            assertEquals("false", late.headers().firstValue("x-should-retry").orElseThrow());
            assertTrue(late.headers().firstValue("retry-after").isEmpty());
            assertError(504, "upstream_timeout", bench.chat("\"stream\":true"));
            // It had all of the request, and most likely worked on it: the prompt is charged.
            List<Settled> settled = bench.settled();
            assertEquals(2, settled.size());
            long likely = GatewayBench.size("").likelyTokens();
            assertEquals(
                    new Settled(
                            Outcome.UPSTREAM_ERROR.number(),
                            "input_tokens=" + likely + " output_tokens=0",
                            likely,
                            Gateway.PROXY),
                    settled.getFirst());
        }
    }
}
