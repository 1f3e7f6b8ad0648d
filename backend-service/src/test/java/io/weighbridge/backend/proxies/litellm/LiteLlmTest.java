package io.weighbridge.backend.proxies.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.proxies.litellm.LiteLlmBench.Customer;
import io.weighbridge.backend.proxies.litellm.LiteLlmBench.Settled;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What a call through LiteLLM costs, whom it lets in, and what it asks the model server.
@NeedsProgram(Program.LITELLM)
final class LiteLlmTest {
    @TempDir static Path folder;

    private static LiteLlmBench bench;

    @BeforeAll
    static void start() throws IOException {
        bench = LiteLlmBench.start(folder, LiteLlmModel::answer);
    }

    @AfterAll
    static void stop() throws IOException {
        bench.close();
    }

    private static String id(HttpResponse<?> response) {
        String id = response.headers().firstValue("x-litellm-call-id").orElseThrow();
        return id.replace("-", "");
    }

    private static AskedModel lastAsked() {
        return bench.model.asked().getLast();
    }

    @Test
    void chargesUsageTimesPriceAndTellsTheCost() {
        Customer who = bench.customer(1_000_000);
        HttpResponse<String> response =
                bench.chat(who, "\"max_tokens\":30,\"user\":\"u-1\",\"metadata\":{\"team\":\"a\"}");
        bench.ok(response);
        // 50 x $0.000001 + 20 x $0.000002, as LiteLLM reckons it.
        assertEquals(
                List.of(new Settled(id(response), 1, LiteLlmModel.UNITS, 70, 90_000, "u-1 team=a")),
                bench.awaitSettled(who, 1));
        assertEquals("", response.headers().firstValue("x-litellm-model-api-base").orElse(""));
        AskedModel asked = lastAsked();
        assertFalse(asked.all().contains(who.key()), asked::all);
        assertFalse(bench.litellm().output().contains(who.key()), bench.litellm()::output);
    }

    @Test
    void chargesAStreamByItsLastUsageAndTellsTheCost() {
        Customer who = bench.customer(1_000_000);
        HttpResponse<String> response = bench.chat(who, "\"max_tokens\":30,\"stream\":true");
        bench.ok(response);
        assertTrue(response.body().endsWith("data: [DONE]\n\n"), response.body());
        assertFalse(response.body().contains("prompt_tokens"), response.body());
        assertTrue(response.body().contains("Hel"), response.body());
        assertEquals(
                List.of(new Settled(id(response), 1, LiteLlmModel.UNITS, 70, 90_000, "")),
                bench.awaitSettled(who, 1));
        HttpResponse<String> asked =
                bench.chat(
                        who,
                        "\"max_tokens\":30,\"stream\":true,"
                                + "\"stream_options\":{\"include_usage\":true}");
        assertTrue(asked.body().contains("\"prompt_tokens\":50"), asked.body());
        assertEquals(140, bench.awaitSettled(who, 2).stream().mapToLong(Settled::tokens).sum());
    }

    @Test
    void chargesEmbeddingsAndCompletions() {
        Customer who = bench.customer(1_000_000);
        HttpResponse<String> embedded =
                bench.send(
                        bench.post(
                                "/v1/embeddings",
                                who.key(),
                                "{\"model\":\"embed\",\"input\":[\"Hello\"]}"));
        bench.ok(embedded);
        HttpResponse<String> completed =
                bench.send(
                        bench.post(
                                "/v1/completions",
                                who.key(),
                                "{\"model\":\"chat\",\"prompt\":\"Hello\",\"max_tokens\":9}"));
        bench.ok(completed);
        HttpResponse<String> streamed =
                bench.send(
                        bench.post(
                                "/v1/completions",
                                who.key(),
                                "{\"model\":\"chat\",\"prompt\":\"Hello\",\"max_tokens\":9,"
                                        + "\"stream\":true}"));
        bench.ok(streamed);
        assertFalse(streamed.body().contains("prompt_tokens"), streamed.body());
        List<Settled> settled = bench.awaitSettled(who, 3);
        assertEquals("input_tokens=12 output_tokens=0", settled.get(0).units());
        assertEquals("input_tokens=3 output_tokens=4", settled.get(1).units());
        assertEquals(settled.get(1).units(), settled.get(2).units());
    }

    @Test
    void refusesWhoHasNoKeyThatWorks() {
        Customer who = bench.customer(1_000);
        int before = bench.model.asked().size();
        String body = Chats.body("\"max_tokens\":5");
        bench.error(
                401,
                "invalid_api_key",
                bench.send(
                        bench.to("/v1/chat/completions")
                                .POST(HttpRequest.BodyPublishers.ofString(body))));
        for (String key :
                List.of(
                        "sk-nobody",
                        LiteLlmBench.MASTER_KEY,
                        who.key().replaceAll("...$", "abc"))) {
            bench.error(
                    401,
                    "invalid_api_key",
                    bench.send(bench.post("/v1/chat/completions", key, body)));
        }
        bench.error(
                400,
                "invalid_header",
                bench.send(
                        bench.post("/v1/chat/completions", who.key(), body)
                                .header("Authorization", "Bearer " + who.key())));
        bench.test.backend().keys().revoke(who.made().key().id(), "test");
        bench.error(401, "invalid_api_key", bench.chat(who, "\"max_tokens\":5"));
        assertEquals(before, bench.model.asked().size());
    }

    @Test
    void tellsAnEmptyBalanceSoThatNobodyTriesAgain() {
        Customer who = bench.customer(0);
        int before = bench.model.asked().size();
        HttpResponse<String> response = bench.chat(who, "\"max_tokens\":5");
        JsonNode error = bench.error(402, "insufficient_quota", response);
        assertEquals("insufficient_quota", error.path("type").asText());
        assertEquals("false", response.headers().firstValue("x-should-retry").orElseThrow());
        assertEquals(before, bench.model.asked().size());
    }

    @Test
    void asksTheModelServerForNoMoreThanIsHeld() throws IOException {
        Customer rich = bench.customer(1_000_000);
        bench.ok(bench.chat(rich, ""));
        assertEquals(4096, maximumAsked());
        bench.awaitSettled(rich, 1);
        Customer poor = bench.customer(200);
        bench.ok(bench.chat(poor, ""));
        long affordable = maximumAsked();
        assertTrue(affordable > 0 && affordable < 200, () -> "asked for " + affordable);
        bench.awaitSettled(poor, 1);
    }

    private static long maximumAsked() throws IOException {
        return ModelJson.ANSWERS.readTree(lastAsked().body()).path("max_tokens").asLong();
    }

    @Test
    void admitsExactlyAsManyAsTheCreditCovers() throws IOException {
        // What one call holds is the credit that five need five times.
        AtomicLong heldNow = new AtomicLong();
        Customer probe = bench.customer(100_000);
        bench.model.behave(
                (_, reply) -> {
                    heldNow.set(bench.test.balance(probe.account()).heldNanos().orElseThrow());
                    reply.json(200, ModelTexts.answer("Hello!", ModelTexts.usage(1, 1)));
                });
        try {
            bench.ok(bench.chat(probe, "\"max_tokens\":100"));
            long held = heldNow.get() / Calls.TOKEN;
            assertTrue(held > 100, () -> "held " + held);
            Customer five = bench.customer(held * 5);
            CountDownLatch all = new CountDownLatch(1);
            AtomicInteger refused = new AtomicInteger();
            bench.model.behave(
                    (_, reply) -> {
                        await(all);
                        reply.json(
                                200, ModelTexts.answer("Hello!", ModelTexts.usage(held - 50, 50)));
                    });
            List<Integer> statuses =
                    Calls.atOnce(
                            64,
                            _ -> {
                                int status = bench.chat(five, "\"max_tokens\":100").statusCode();
                                if (status != 200 && refused.incrementAndGet() == 59) {
                                    all.countDown();
                                }
                                return status;
                            });
            assertEquals(5, statuses.stream().filter(s -> s == 200).count(), statuses::toString);
            assertEquals(59, statuses.stream().filter(s -> s == 402).count(), statuses::toString);
            bench.awaitSettled(five, 5);
            assertEquals(0, bench.test.balance(five.account()).balanceNanos());
        } finally {
            bench.model.behave(LiteLlmModel::answer);
        }
    }

    static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aCallIdOfTheClientsMakesNothingFree() {
        Customer who = bench.customer(1_000_000);
        for (int i = 0; i < 2; i++) {
            HttpRequest.Builder request =
                    bench.post("/v1/chat/completions", who.key(), Chats.body("\"max_tokens\":30"))
                            .header("x-litellm-call-id", "the-same")
                            .header("x-litellm-disable-callbacks", "weighbridge,Weighbridge");
            HttpResponse<String> response = bench.send(request);
            bench.ok(response);
            assertFalse(id(response).contains("same"));
        }
        assertEquals(140, bench.awaitSettled(who, 2).stream().mapToLong(Settled::tokens).sum());
    }

    @Test
    void triesOfLiteLlmAreOneCallAndAFailureIsFree() throws IOException {
        Customer who = bench.customer(1_000_000);
        AtomicInteger tries = new AtomicInteger();
        try {
            bench.model.behave(
                    (asked, reply) -> {
                        if (tries.incrementAndGet() == 1) {
                            reply.json(500, "{\"error\":{\"message\":\"broken\"}}");
                        } else {
                            LiteLlmModel.answer(asked, reply);
                        }
                    });
            HttpResponse<String> second = bench.chat(who, "\"max_tokens\":30");
            bench.ok(second);
            assertEquals(2, tries.get());
            assertEquals(70, bench.awaitSettled(who, 1).getFirst().tokens());
            bench.model.behave(
                    (_, reply) -> reply.json(500, "{\"error\":{\"message\":\"broken\"}}"));
            HttpResponse<String> failed = bench.chat(who, "\"max_tokens\":30");
            assertEquals(500, failed.statusCode(), failed.body());
            bench.awaitSettled(who, 1);
            bench.model.behave((_, reply) -> reply.json(200, LiteLlmModel.unreadable()));
            HttpResponse<String> unread = bench.chat(who, "\"max_tokens\":30");
            assertEquals(500, unread.statusCode(), unread.body());
            Settled made = bench.awaitSettled(who, 2).getLast();
            assertEquals(Outcome.UPSTREAM_ERROR.number(), made.outcome());
            assertEquals(70, made.tokens());
        } finally {
            bench.model.behave(LiteLlmModel::answer);
        }
    }

    private static HttpResponse<InputStream> openStream(Customer who) {
        String body = Chats.body("\"max_tokens\":1000,\"stream\":true");
        return bench.open(bench.post("/v1/chat/completions", who.key(), body));
    }

    @Test
    void aStreamThatBreaksOffIsChargedWhatCame() throws IOException {
        Customer who = bench.customer(1_000_000);
        CountDownLatch read = new CountDownLatch(1);
        try {
            bench.model.behave(
                    (_, reply) -> {
                        reply.stream();
                        reply.event(ModelTexts.chunk("x".repeat(400)));
                        await(read);
                        reply.die();
                    });
            try (InputStream in = openStream(who).body()) {
                String begun = new String(in.readNBytes(300), StandardCharsets.UTF_8);
                assertTrue(begun.contains("xxx"), begun);
                read.countDown();
                String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(rest.contains("error"), rest);
            }
            Settled settled = bench.awaitSettled(who, 1).getFirst();
            assertEquals(Outcome.UPSTREAM_ERROR.number(), settled.outcome());
            assertTrue(settled.units().endsWith("output_tokens=100"), settled::toString);
        } finally {
            bench.model.behave(LiteLlmModel::answer);
        }
    }

    @Test
    void aClientThatLeavesAStreamPaysForWhatItGot() throws IOException {
        Customer who = bench.customer(1_000_000);
        try {
            bench.model.behave(
                    (_, reply) -> {
                        reply.stream();
                        // LiteLLM takes a part that repeats for a model gone wrong.
                        for (int i = 0; i < 200; i++) {
                            reply.event(ModelTexts.chunk("word" + i + " "));
                        }
                        reply.awaitGone();
                    });
            try (InputStream in = openStream(who).body()) {
                String begun = new String(in.readNBytes(5_000), StandardCharsets.UTF_8);
                assertTrue(begun.contains("word"), begun);
            }
            Settled settled = bench.awaitSettled(who, 1).getFirst();
            assertEquals(Outcome.CLIENT_GONE.number(), settled.outcome());
            assertTrue(settled.tokens() > 50, settled::toString);
            assertTrue(settled.costNanos() > 0, settled::toString);
        } finally {
            bench.model.behave(LiteLlmModel::answer);
        }
    }

    @Test
    void refusesWhatOnlyTheOperatorMaySayAndWhatIsNotMetered() {
        Customer who = bench.customer(1_000_000);
        int before = bench.model.asked().size();
        for (String field :
                List.of(
                        "\"mock_response\":\"free\"",
                        "\"no-log\":true",
                        "\"fallbacks\":[\"embed\"]",
                        "\"num_retries\":9",
                        "\"additional_drop_params\":[\"max_tokens\"]",
                        "\"documents\":[{\"text\":\"x\"}]",
                        "\"speed\":\"fast\"",
                        "\"response_format\":{\"type\":\"json_object\",\"enforce_validation\":true,"
                                + "\"response_schema\":{\"type\":\"object\",\"required\":[\"z\"]}}",
                        "\"functions\":[{\"googleSearch\":{}}]",
                        "\"tools\":[{\"googleSearch\":{}}]",
                        "\"tools\":[{\"type\":\"web_search\"}]",
                        "\"service_tier\":\"priority\"",
                        "\"n\":0",
                        "\"max_tokens\":-1")) {
            bench.error(400, "invalid_value", bench.chat(who, field));
        }
        // LiteLLM is before us with these, and fails at it without its database client.
        for (String field : List.of("\"api_base\":\"http://x\"", "\"input_cost_per_token\":0")) {
            assertTrue(bench.chat(who, field).statusCode() >= 400, field);
        }
        Map<String, String> routes =
                Map.of(
                        "/key/generate", "{}",
                        "/model/new", "{}",
                        "/v1/images/generations", "{\"model\":\"chat\",\"prompt\":\"x\"}",
                        "/v1/responses", "{\"model\":\"chat\",\"input\":\"x\"}",
                        "/v1/messages", "{\"model\":\"chat\",\"messages\":[],\"max_tokens\":1}",
                        "/openai/chat/completions", Chats.body(""),
                        "/v1/batches", "{}");
        routes.forEach(
                (route, body) ->
                        bench.error(
                                404,
                                "unknown_url",
                                bench.send(bench.post(route, who.key(), body))));
        assertEquals(before, bench.model.asked().size());
        HttpResponse<String> models =
                bench.send(bench.to("/v1/models").header("Authorization", "Bearer " + who.key()));
        assertEquals(200, models.statusCode());
        assertTrue(models.body().contains("\"chat\""), models.body());
        assertEquals(List.of(), bench.settled(who));
    }
}
