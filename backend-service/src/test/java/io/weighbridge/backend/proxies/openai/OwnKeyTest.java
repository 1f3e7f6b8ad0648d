package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/// Calls of models of a provider with the account's own key: who is asked, with which key, and what
/// is charged.
final class OwnKeyTest {
    private static final long CREDIT = 1_000;

    @TempDir Path folder;

    private OwnKeyBench start() {
        return new OwnKeyBench(folder, OwnKeyBench.HELLO, CREDIT);
    }

    private static SettledCalls.Settled settled(long input, long output) {
        return new SettledCalls.Settled(
                Outcome.OK.number(),
                "input_tokens=" + input + " output_tokens=" + output,
                OwnKeyBench.FEE,
                Gateway.PROXY);
    }

    @Test
    void aModelThatTheOperatorLacksGoesToTheProviderWithTheOwnKey() {
        try (OwnKeyBench bench = start()) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            HttpResponse<String> response = bench.chat("\"max_tokens\":7");
            assertEquals(200, response.statusCode(), response::body);
            assertEquals("0.003000000", header(response, "cost"));
            AskedModel asked = bench.provider.asked().getFirst();
            assertEquals(List.of("Bearer " + OwnKeyBench.KEY), asked.header("authorization"));
            assertTrue(asked.body().startsWith("{\"model\":\"meta/llama-8b\","), asked.all());
            assertFalse(asked.all().contains(bench.gateway.key), asked.all());
            assertEquals(List.of(), bench.gateway.model.asked());
            // The tokens are recorded although they cost nothing.
            assertEquals(List.of(settled(9, 4)), bench.gateway.settled());
            assertEquals(List.of(140_000L), bench.upstreamCosts());
            assertEquals(CREDIT - OwnKeyBench.FEE, bench.gateway.balanceAfterAll());
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue("x-weighbridge-" + name).orElse("none");
    }

    @Test
    void withoutAKeyOfItsOwnAnAccountIsToldAsOfAnyOtherModel() {
        try (OwnKeyBench bench = start()) {
            Account other = bench.gateway.test.account("Beta", 1_000 * Calls.TOKEN);
            bench.give(other, OwnKeyBench.KEY);
            HttpResponse<String> lacking = bench.chat("");
            HttpResponse<String> unknown =
                    bench.gateway.send(bench.chatting(bench.gateway.key, "nobody/knows", ""));
            assertEquals(404, lacking.statusCode());
            assertEquals(unknown.body(), lacking.body().replace(OwnKeyBench.MODEL, "nobody/knows"));
            assertEquals(header(unknown, "reason"), header(lacking, "reason"));
            HttpResponse<String> choosing =
                    bench.gateway.send(
                            bench.chatting(bench.gateway.key, OwnKeyBench.MODEL, "")
                                    .header("x-weighbridge-upstream", "own"));
            assertEquals(lacking.body(), choosing.body());
            assertEquals(List.of(), bench.provider.asked());
            assertEquals(List.of(), bench.gateway.model.asked());
            // The other's key of our API serves it.
            String key = bench.gateway.test.key(other).secret();
            assertEquals(
                    200,
                    bench.gateway.send(bench.chatting(key, OwnKeyBench.MODEL, "")).statusCode());
        }
    }

    @Test
    void whatTheOperatorServesGoesToTheOwnKeyOnlyWhereTheRequestChooses() {
        try (OwnKeyBench bench = start()) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            var service = bench.gateway.test.service(OwnKeyBench.MODEL);
            assertTrue(service.id() > 0);
            // It has no price yet: it is the operator's service all the same.
            assertEquals(503, bench.chat("").statusCode());
            assertEquals(List.of(), bench.provider.asked());
            for (String wrong : new String[] {"operator", "OWN", "", "own, own"}) {
                assertEquals(400, chosen(bench, wrong).statusCode(), wrong);
            }
            assertEquals(200, chosen(bench, "own").statusCode());
            assertEquals(1, bench.provider.asked().size());
            assertEquals(
                    List.of(), bench.provider.asked().getFirst().header("x-weighbridge-upstream"));
            assertEquals(List.of(settled(9, 4)), bench.gateway.settled());
            HttpResponse<String> none =
                    bench.gateway.send(
                            bench.chatting(bench.gateway.key, "chat", "")
                                    .header("x-weighbridge-upstream", "own"));
            assertEquals(404, none.statusCode());
            assertEquals(List.of(), bench.gateway.model.asked());
        }
    }

    private static HttpResponse<String> chosen(OwnKeyBench bench, String value) {
        return bench.gateway.send(
                bench.chatting(bench.gateway.key, OwnKeyBench.MODEL, "")
                        .header("x-weighbridge-upstream", value));
    }

    @Test
    void theOperatorMayForbidTheChoice() {
        try (OwnKeyBench bench =
                new OwnKeyBench(folder, OwnKeyBench.HELLO, CREDIT, "chosen = false")) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            assertEquals(200, chosen(bench, "own").statusCode());
            var service = bench.gateway.test.service(OwnKeyBench.MODEL);
            assertTrue(service.id() > 0);
            assertEquals(404, chosen(bench, "own").statusCode());
            assertEquals(1, bench.provider.asked().size());
        }
    }

    @Test
    void theServiceOfTheFeeIsNoModel() {
        try (OwnKeyBench bench = start()) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            HttpResponse<String> asked =
                    bench.gateway.send(bench.chatting(bench.gateway.key, "byok/openrouter", ""));
            assertEquals(404, asked.statusCode());
            HttpResponse<String> models =
                    bench.gateway.send(
                            bench.gateway
                                    .to("/v1/models")
                                    .header("Authorization", "Bearer " + bench.gateway.key));
            assertTrue(models.body().contains("\"chat\""), models::body);
            assertFalse(models.body().contains("byok"), models::body);
            assertEquals(List.of(), bench.gateway.model.asked());
            assertEquals(List.of(), bench.provider.asked());
        }
    }

    @Test
    void everyEndpointGoesThere() {
        ModelServer.Behaviour each =
                (asked, reply) -> {
                    String usage =
                            asked.first().contains("/messages") || asked.first().contains("/resp")
                                    ? "{\"input_tokens\":9,\"output_tokens\":4,\"cost\":0.5}"
                                    : "{\"prompt_tokens\":9,\"completion_tokens\":4,\"cost\":0.5}";
                    reply.json(
                            200,
                            "{\"model\":\"meta/llama-8b\",\"choices\":[],\"content\":[],"
                                    + "\"output\":[],\"data\":[],\"usage\":"
                                    + usage
                                    + "}");
                };
        try (OwnKeyBench bench = new OwnKeyBench(folder, each, CREDIT)) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            String[][] all = {
                {"/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]"},
                {"/v1/completions", "\"prompt\":\"a\""},
                {"/v1/embeddings", "\"input\":\"a\""},
                {"/v1/responses", "\"input\":\"a\""},
                {
                    "/v1/messages",
                    "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]"
                }
            };
            for (String[] one : all) {
                HttpResponse<String> response =
                        bench.gateway.send(
                                bench.gateway.post(
                                        one[0],
                                        "{\"model\":\""
                                                + OwnKeyBench.MODEL
                                                + "\","
                                                + one[1]
                                                + "}"));
                assertEquals(200, response.statusCode(), response::body);
                AskedModel asked = bench.provider.asked().getLast();
                assertTrue(asked.first().startsWith("POST " + one[0] + " "), asked::all);
                assertTrue(asked.all().contains("Bearer " + OwnKeyBench.KEY), asked::all);
            }
            assertEquals(CREDIT - all.length * OwnKeyBench.FEE, bench.gateway.balanceAfterAll());
            assertEquals(
                    List.of(500_000_000L, 500_000_000L, 500_000_000L, 500_000_000L, 500_000_000L),
                    bench.upstreamCosts());
        }
    }

    @Test
    void aCostThatIsNotToldIsNotZero() {
        try (OwnKeyBench bench = start()) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            String[] costs = {"", "0", "-1", "\"0.5\"", "1e400", "0.0000000004"};
            for (String cost : costs) {
                bench.provider.behave((_, reply) -> reply.json(200, OwnKeyBench.answer(cost)));
                assertEquals(200, bench.chat("").statusCode());
            }
            assertEquals(List.of(-1L, 0L, -1L, -1L, -1L, 0L), bench.upstreamCosts());
        }
    }

    @Test
    void aCostInAnotherCurrencyIsNotRecorded() {
        try (OwnKeyBench bench = new OwnKeyBench(folder, OwnKeyBench.HELLO, CREDIT, "")) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            assertEquals(200, bench.chat("").statusCode());
            // Nor is the operator's own server's, where nobody said what it means.
            assertEquals(200, bench.gateway.chat("").statusCode());
            assertEquals(List.of(-1L, -1L), bench.upstreamCosts());
        }
    }

    @Test
    void aStreamIsChargedTheFeeAndItsLastCostIsRecorded() {
        String usage = ModelTexts.usage(9, 2);
        String told = usage.substring(0, usage.length() - 1);
        ModelServer.Behaviour stream =
                (_, reply) -> {
                    reply.stream();
                    reply.event(ModelTexts.chunk("a", told + ",\"cost\":0.1}"));
                    reply.event(ModelTexts.chunk("b"));
                    reply.event(ModelTexts.stop());
                    reply.event(ModelTexts.usageChunk(told + ",\"cost\":0.25}"));
                    reply.event(ModelTexts.DONE);
                    reply.end();
                };
        try (OwnKeyBench bench = new OwnKeyBench(folder, stream, CREDIT)) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            HttpResponse<String> response = bench.chat("\"stream\":true");
            assertTrue(response.body().endsWith("data: [DONE]\n\n"), response::body);
            assertEquals(List.of(settled(9, 2)), bench.gateway.settled());
            assertEquals(List.of(250_000_000L), bench.upstreamCosts());
        }
    }

    @Test
    void anAccountIsNotHeldForMoreThanTheFee() {
        try (OwnKeyBench bench = new OwnKeyBench(folder, OwnKeyBench.HELLO, OwnKeyBench.FEE)) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            assertEquals(200, bench.chat("\"max_tokens\":4000").statusCode());
            assertEquals(402, bench.chat("\"max_tokens\":1").statusCode());
            assertEquals(0, bench.gateway.balanceAfterAll());
            assertEquals(1, bench.provider.asked().size());
        }
    }

    @Test
    void theKeyOfOurApiIsTakenFromEitherHeader() {
        try (OwnKeyBench bench =
                new OwnKeyBench(folder, OwnKeyBench.HELLO, CREDIT, "key_header = \"x-api-key\"")) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            assertEquals(
                    200,
                    bench.gateway
                            .send(
                                    HttpCaller.to(bench.gateway.port(), "/v1/messages")
                                            .header("x-api-key", bench.gateway.key)
                                            .POST(
                                                    java.net.http.HttpRequest.BodyPublishers
                                                            .ofString(
                                                                    "{\"model\":\""
                                                                            + OwnKeyBench.MODEL
                                                                            + "\",\"max_tokens\":9,"
                                                                            + "\"messages\":[{\"role\":"
                                                                            + "\"user\",\"content\":"
                                                                            + "\"a\"}]}")))
                            .statusCode());
            AskedModel asked = bench.provider.asked().getFirst();
            assertEquals(List.of(OwnKeyBench.KEY), asked.header("x-api-key"));
            assertEquals(List.of(), asked.header("authorization"));
        }
    }
}
