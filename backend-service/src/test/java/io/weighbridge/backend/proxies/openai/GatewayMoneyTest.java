package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.proxies.contract.Chats.likely;
import static io.weighbridge.backend.proxies.openai.GatewayBench.settled;
import static io.weighbridge.backend.testkit.model.Behaviours.await;
import static io.weighbridge.backend.testkit.model.Behaviours.endless;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelReply;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Who wants more than is paid for, of the whole service: nothing is overspent, and what was used
/// is charged.
final class GatewayMoneyTest {
    @TempDir Path folder;

    private static long most(String fields) {
        return Chats.size(fields).mostTokens();
    }

    private static JsonNode asked(GatewayBench bench) throws IOException {
        return ModelJson.ANSWERS.readTree(bench.model.asked().getLast().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"max_tokens\":10", "\"max_completion_tokens\":10"})
    void aServerThatDoesNotObeyTheMaximumIsCut(String maximum) throws IOException {
        String fields = "\"stream\":true," + maximum;
        try (GatewayBench bench =
                GatewayBench.start(
                        folder, endless(ModelTexts.chunk("a")), most(fields) + 10, Map.of())) {
            String body = bench.chat(fields).body();
            assertTrue(body.contains("\"finish_reason\":\"length\""), body);
            assertEquals(10, asked(bench).path("max_tokens").asLong());
            assertTrue(asked(bench).path("max_completion_tokens").isMissingNode());
            assertEquals(List.of(settled(Outcome.OK, likely(fields), 10)), bench.settled());
            assertTrue(bench.balanceTokens() >= 0);
        }
    }

    /// What it tells goes to the gate once a second, and raises the hold; not the maximum.
    @Test
    void aServerThatTellsMoreThanTheMaximumIsCut() throws IOException {
        CountDownLatch later = new CountDownLatch(1);
        String first = ModelTexts.chunk("a", ModelTexts.usage(9, 1));
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(first);
                            Behaviours.await(later);
                            for (int i = 0; i < 1_000; i++) {
                                reply.event(ModelTexts.chunk("b", ModelTexts.usage(9, 5_000)));
                            }
                            reply.event(ModelTexts.DONE);
                            reply.end();
                        })) {
            String body = Chats.body("\"stream\":true,\"max_tokens\":10");
            HttpResponse<InputStream> response =
                    bench.open(bench.post("/v1/chat/completions", body));
            try (InputStream in = response.body()) {
                assertEquals('d', in.read());
                bench.time.pass(Duration.ofSeconds(2));
                later.countDown();
                String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(rest.contains("\"finish_reason\":\"length\""), rest);
                assertTrue(!rest.contains("\"b\""), rest);
            }
            assertEquals(List.of(settled(Outcome.OK, 9, 1)), bench.settled());
        }
    }

    @Test
    void whatOnlyTheOperatorMaySayNeverGetsToTheServer() throws IOException {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> reply.json(200, ModelTexts.answer("Hi", "")),
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.REFUSED_FIELDS, "seed,logit_bias"))) {
            for (String field :
                    List.of("\"n_predict\":-1", "\"models\":[\"dear\"]", "\"logit_bias\":{}")) {
                assertEquals(400, bench.chat("\"max_tokens\":1," + field).statusCode(), field);
            }
            assertEquals(List.of(), bench.model.asked());
            assertEquals(GatewayBench.CREDIT, bench.balanceAfterAll());
        }
    }

    /// A stop word that never comes lets servers hold all text back, and tell each token beside it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
                        + "\"logprobs\":{\"content\":["
                        + "{\"token\":\"a\"},{\"token\":\"b\"}]}}]}"
            })
    void textThatIsHeldBackIsNotFree(String chunk) {
        String fields = "\"stream\":true,\"logprobs\":true";
        try (GatewayBench bench =
                GatewayBench.start(folder, endless(chunk), most(fields) + 600, Map.of())) {
            String body = bench.chat(fields).body();
            assertTrue(body.contains("\"finish_reason\":\"length\""), body);
            assertEquals(List.of(settled(Outcome.OK, likely(fields), 600)), bench.settled());
        }
    }

    @Test
    void usageOfEachAnswerIsNotTakenForAll() {
        String ofOne = ModelTexts.chunk("a", ModelTexts.usage(9, 1));
        String fields = "\"stream\":true,\"n\":2,\"max_tokens\":50";
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            for (int i = 0; i < 40; i++) {
                                reply.event(ofOne);
                            }
                            reply.event(ModelTexts.stop());
                            reply.event(ModelTexts.DONE);
                            reply.end();
                        })) {
            bench.chat(fields);
            assertEquals(List.of(settled(Outcome.OK, likely(fields), 40)), bench.settled());
        }
    }

    /// Thinking that nobody sees cannot be cut on its way.
    @Test
    void hiddenThinkingIsHeldForAndTheServerTold() throws IOException {
        String fields = "\"stream\":true,\"include_reasoning\":false";
        ModelServer.Behaviour thinking =
                (asked, reply) -> {
                    long tokens =
                            ModelJson.ANSWERS.readTree(asked.body()).path("max_tokens").asLong();
                    reply.stream();
                    reply.event(ModelTexts.chunk("a"));
                    reply.event(ModelTexts.usageChunk(ModelTexts.usage(9, tokens)));
                    reply.event(ModelTexts.DONE);
                    reply.end();
                };
        try (GatewayBench bench =
                GatewayBench.start(folder, thinking, most(fields) + 1_000, Map.of())) {
            assertEquals(200, bench.chat(fields).statusCode());
            assertEquals(1_000, asked(bench).path("max_tokens").asLong());
            assertEquals(List.of(settled(Outcome.OK, 9, 1_000)), bench.settled());
            assertTrue(bench.balanceTokens() >= 0);
        }
    }

    @Test
    void aServiceWhoseModelHidesItsThinkingIsHeldForAsAWhole() throws IOException {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        endless(ModelTexts.chunk("a")),
                        GatewayBench.CREDIT,
                        Map.of(
                                GatewayTable.HIDES_THINKING, "true",
                                GatewayTable.MAXIMUM_FIELD, "max_completion_tokens",
                                GatewayTable.PLAIN_OUTPUT_TOKENS, "77"))) {
            assertEquals(200, bench.chat("\"stream\":true").statusCode());
            assertEquals(77, asked(bench).path("max_completion_tokens").asLong());
        }
    }

    // Many parts, so that one of them meets a client that is gone: all but one come when it has
    // left, as systems buffer what it leaves unread.
    private static void many(ModelReply reply, CountDownLatch left) throws IOException {
        reply.stream();
        reply.event(ModelTexts.chunk("a"));
        await(left);
        for (int i = 1; i < 20_000; i++) {
            reply.event(ModelTexts.chunk("a"));
        }
    }

    private static void manyAnd(ModelReply reply, CountDownLatch left, String... last)
            throws IOException {
        many(reply, left);
        for (String event : last) {
            reply.event(event);
        }
        reply.end();
    }

    private static void readOneByteAndLeave(GatewayBench bench, String fields) throws IOException {
        HttpResponse<InputStream> response = bench.open(bench.chatting(fields));
        try (InputStream in = response.body()) {
            assertEquals('d', in.read());
        }
    }

    @Test
    void whoLeavesBeforeTheUsageIsChargedByIt() throws IOException {
        CountDownLatch left = new CountDownLatch(1);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) ->
                                manyAnd(
                                        reply,
                                        left,
                                        ModelTexts.usageChunk(ModelTexts.usage(77, 30_000)),
                                        ModelTexts.DONE),
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.LINGER_MS, "20000"))) {
            readOneByteAndLeave(bench, "\"stream\":true");
            left.countDown();
            assertEquals(List.of(settled(Outcome.CLIENT_GONE, 77, 30_000)), bench.settled());
        }
    }

    @Test
    void aServerThatDoesNotTellIsNotWaitedForAnyLonger() throws IOException {
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            try {
                                many(reply, left);
                                reply.awaitGone();
                            } finally {
                                gone.countDown();
                            }
                        },
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.LINGER_MS, "100"))) {
            readOneByteAndLeave(bench, "\"stream\":true");
            left.countDown();
            await(gone);
            Settled settled = bench.settled().getFirst();
            assertEquals(Outcome.CLIENT_GONE.number(), settled.outcome());
            assertTrue(settled.charge() > likely("\"stream\":true"), settled::toString);
        }
    }

    /// A client that takes nothing for longer than the hold lives gets nothing more.
    @Test
    void anAnswerWhoseHoldIsGoneEnds() throws IOException {
        CountDownLatch late = new CountDownLatch(1);
        String first = "data: " + ModelTexts.chunk("a") + "\n\n";
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            Behaviours.await(late);
                            while (true) {
                                reply.event(ModelTexts.chunk("b"));
                            }
                        })) {
            HttpResponse<InputStream> response =
                    bench.open(bench.chatting("\"stream\":true,\"max_tokens\":900"));
            try (InputStream in = response.body()) {
                assertEquals(
                        first, new String(in.readNBytes(first.length()), StandardCharsets.UTF_8));
                bench.time.pass(Duration.ofHours(1));
                Calls.await(
                        "the hold expired",
                        () -> bench.test.balance(bench.account).heldNanos().orElseThrow() == 0);
                late.countDown();
                String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(rest.contains("hold_expired"), rest);
                assertTrue(!rest.contains("\"b\""), rest);
            }
            // What is told after the expiry is kept beside its charge, and charges nothing.
            assertEquals(1, bench.settled().stream().filter(one -> one.charge() > 0).count());
        }
    }
}
