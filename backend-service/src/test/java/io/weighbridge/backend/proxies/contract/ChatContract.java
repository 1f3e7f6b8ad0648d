package io.weighbridge.backend.proxies.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers that are not streamed, refusals, and what goes up and comes down.
public abstract class ChatContract {
    /// What the model server is to be asked with.
    protected static final String MODEL_SERVER_KEY = "MODEL_SERVER_KEY";

    private static final String CHAT = "/v1/chat/completions";
    private static final String ANSWER = ModelTexts.answer("Hello!", ModelTexts.usage(9, 4));

    /// Of the service and the proxy.
    @TempDir protected Path folder;

    /// Starts one with [#MODEL_SERVER_KEY].
    protected abstract ChatBench start(ModelServer.Behaviour behaviour, long creditTokens);

    private ChatBench start(ModelServer.Behaviour behaviour) {
        return start(behaviour, ChatBench.CREDIT);
    }

    /// An error as OpenAI tells it.
    public static void assertError(int status, String code, HttpResponse<String> response)
            throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        JsonNode error = ModelJson.ANSWERS.readTree(response.body()).path("error");
        assertEquals(
                List.of("message", "type", "param", "code"),
                error.properties().stream().map(Map.Entry::getKey).toList(),
                response.body());
        assertEquals(code, error.path("code").asText());
        assertEquals(
                "application/json", response.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void chargesWhatWasUsedAndPassesTheAnswerOn() {
        ModelServer.Behaviour telling =
                (_, reply) ->
                        reply.json(
                                200,
                                ANSWER,
                                "x-fine: yes",
                                "x-request-id: req-1",
                                "set-cookie: a=b",
                                "x-ratelimit-limit-requests: 7",
                                "x-weighbridge-charge: 0",
                                "openai-organization: operator");
        try (ChatBench bench = start(telling)) {
            HttpResponse<String> response = bench.chat("\"max_completion_tokens\":10");
            assertEquals(200, response.statusCode(), response.body());
            assertEquals(ANSWER, response.body());
            assertEquals(List.of(bench.expected(Outcome.OK, 9, 4)), bench.settled());
            assertEquals(ChatBench.CREDIT - 13, bench.balanceTokens());
            assertTrue(response.headers().firstValue("x-weighbridge-request-id").isPresent());
            assertEquals("yes", response.headers().firstValue("x-fine").orElseThrow());
            assertEquals("req-1", response.headers().firstValue("x-request-id").orElseThrow());
            for (String name :
                    List.of(
                            "set-cookie",
                            "x-ratelimit-limit-requests",
                            "x-weighbridge-charge",
                            "openai-organization")) {
                assertTrue(response.headers().firstValue(name).isEmpty(), name);
            }
            String asked = bench.model.asked().getFirst().body();
            assertTrue(asked.contains("\"max_tokens\":10"), asked);
            assertFalse(asked.contains("max_completion_tokens"), asked);
        }
    }

    @Test
    void theModelServerSeesItsOwnKeyAndNothingOfOurs() {
        try (ChatBench bench = start(Behaviours.HELLO)) {
            HttpRequest.Builder request =
                    bench.post(CHAT + "?key=" + bench.key, Chats.body(""))
                            .header("x-weighbridge-subject", "forged")
                            .header("X-Weighbridge-Hold", "forged")
                            .header("x-api-key", bench.key)
                            .header("x-copy", "my key is " + bench.key)
                            .header("openai-organization", "other")
                            .header("cookie", "a=b")
                            .header("te", "trailers")
                            .header("accept-encoding", "gzip")
                            .header("x-original-url", "/admin")
                            .header("traceparent", "00-1-2-03");
            assertEquals(200, bench.send(request).statusCode());
            AskedModel asked = bench.model.asked().getFirst();
            assertEquals(List.of("Bearer " + MODEL_SERVER_KEY), asked.header("authorization"));
            assertEquals(List.of("00-1-2-03"), asked.header("traceparent"));
            assertEquals(List.of("identity"), asked.header("accept-encoding"));
            assertEquals(List.of("application/json"), asked.header("content-type"));
            assertFalse(asked.all().contains(bench.key), asked::all);
            assertFalse(asked.all().toLowerCase(Locale.ROOT).contains("weighbridge"), asked::all);
            for (String name :
                    List.of(
                            "x-api-key",
                            "x-copy",
                            "openai-organization",
                            "cookie",
                            "te",
                            "x-original-url")) {
                assertEquals(List.of(), asked.header(name), name);
            }
        }
    }

    @Test
    void refusesAsOpenAiDoesAndAsksNobody() throws IOException {
        try (ChatBench bench = start(Behaviours.HELLO)) {
            String body = Chats.body("\"max_tokens\":10");
            HttpRequest.Builder bare =
                    bench.to(CHAT).POST(HttpRequest.BodyPublishers.ofString(body));
            assertError(401, "invalid_api_key", bench.send(bare));
            assertError(
                    401,
                    "invalid_api_key",
                    bench.send(bare.copy().header("Authorization", "Bearer sk-nobody")));
            assertError(
                    400,
                    "invalid_header",
                    bench.send(
                            bench.post(CHAT, body).header("Authorization", "Bearer " + bench.key)));
            assertError(400, "invalid_value", bench.send(bench.post(CHAT, "")));
            assertError(400, "invalid_value", bench.send(bench.post(CHAT, "{\"a\":1}")));
            assertError(
                    404, "model_not_found", bench.send(bench.post(CHAT, "{\"model\":\"other\"}")));
            assertError(404, "unknown_url", bench.send(bench.post("/v1/moderations", body)));
            HttpResponse<String> poor = bench.chat("\"max_tokens\":900000000");
            assertError(402, "insufficient_quota", poor);
            assertEquals("false", poor.headers().firstValue("x-should-retry").orElseThrow());
            bench.test.backend().keys().revoke(bench.keyId, "test");
            assertError(401, "invalid_api_key", bench.chat(""));
            assertEquals(List.of(), bench.model.asked());
            assertEquals(List.of(), bench.settled());
        }
    }

    /// Peers let 6 to 64 of 64 through (issue 6).
    @Test
    void admitsExactlyFiveOfSixtyFourWhenCreditIsForFive() {
        String fields = "\"max_tokens\":10";
        long each = Chats.size(fields).mostTokens() + 10;
        // None answers before all have asked.
        CountDownLatch asked = new CountDownLatch(1);
        ModelServer.Behaviour waiting =
                (request, reply) -> {
                    Behaviours.await(asked);
                    Behaviours.HELLO.answer(request, reply);
                };
        try (ChatBench bench = start(waiting, 5 * each + each - 1)) {
            AtomicInteger refused = new AtomicInteger();
            List<Integer> statuses =
                    Calls.atOnce(
                            64,
                            _ -> {
                                int status = bench.chat(fields).statusCode();
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
}
