package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.testkit.model.Behaviours.HELLO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.proxies.contract.ChatBench;
import io.weighbridge.backend.proxies.contract.ChatContract;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Answers that are not streamed, errors, and what goes up and comes down.
final class GatewayTest extends ChatContract {
    @Override
    protected ChatBench start(ModelServer.Behaviour behaviour, long creditTokens) {
        Map<Setting<?>, String> settings = Map.of(GatewayTable.UPSTREAM_KEY, MODEL_SERVER_KEY);
        return GatewayBench.start(folder, behaviour, creditTokens, settings);
    }

    @Test
    void refusesALongBody() throws IOException {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        HELLO,
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.BODY_MAX_KIB, "1"))) {
            String long_ = Chats.body("\"x\":\"" + "a".repeat(2_000) + "\"");
            assertError(
                    413,
                    "request_too_large",
                    bench.send(bench.post("/v1/chat/completions", long_)));
            HttpRequest.Builder unsaid =
                    bench.post("/v1/chat/completions", "")
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
                    bench.to("/v1/models").header("Authorization", "Bearer " + bench.key);
            assertTrue(bench.send(all).body().contains("meta/llama:8b"));
            String narrow =
                    bench.test
                            .backend()
                            .keys()
                            .create(bench.account.id(), onlyChat(bench))
                            .secret();
            HttpResponse<String> listed =
                    bench.send(bench.to("/v1/models").header("Authorization", "Bearer " + narrow));
            assertEquals(200, listed.statusCode());
            JsonNode data = ModelJson.ANSWERS.readTree(listed.body()).path("data");
            assertEquals(1, data.size(), listed.body());
            assertEquals("chat", data.get(0).path("id").asText());
            assertEquals(
                    200,
                    bench.send(
                                    bench.to("/v1/models/meta/llama:8b")
                                            .header("Authorization", "Bearer " + bench.key))
                            .statusCode());
            assertError(
                    404,
                    "model_not_found",
                    bench.send(
                            bench.to("/v1/models/meta/llama:8b")
                                    .header("Authorization", "Bearer " + narrow)));
            assertError(401, "invalid_api_key", bench.send(bench.to("/v1/models")));
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
            long likely = Chats.size("\"max_tokens\":10").likelyTokens();
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
                            bench.post(
                                    "/v1/embeddings", "{\"model\":\"chat\",\"input\":\"Hello\"}"));
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
            long likely = Chats.size("").likelyTokens();
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
