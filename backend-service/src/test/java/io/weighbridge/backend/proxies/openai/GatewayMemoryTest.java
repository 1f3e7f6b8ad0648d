package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.testkit.model.Behaviours.HELLO;
import static io.weighbridge.backend.testkit.model.Behaviours.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/// What is in memory at the same time has a limit, and nobody gets it all, or anything free by it.
final class GatewayMemoryTest {
    private static final String FIELDS = "\"x\":\"" + "a".repeat(1_000) + "\"";

    @TempDir Path folder;

    private static Settled lost(long input, long output) {
        return new Settled(
                Outcome.UPSTREAM_ERROR.number(),
                "input_tokens=" + input + " output_tokens=" + output,
                input + output,
                Gateway.PROXY);
    }

    private static void assertTooLong(HttpResponse<String> response) {
        assertEquals(502, response.statusCode(), response::body);
        assertTrue(response.body().contains("answer_too_long"), response::body);
        assertEquals("false", response.headers().firstValue("x-should-retry").orElseThrow());
        assertTrue(response.headers().firstValue("retry-after").isEmpty());
    }

    @Test
    void anAnswerThatIsTooLongIsNotFree() {
        String text = "a".repeat(100_000);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) ->
                                reply.json(200, ModelTexts.answer(text, ModelTexts.usage(9, 777))),
                        GatewayBench.CREDIT,
                        Map.of(
                                GatewayTable.ANSWER_MAX_KIB, "1",
                                GatewayTable.LINGER_MS, "300"))) {
            assertTooLong(bench.chat(""));
            bench.model.behave((_, reply) -> reply.json(200, ModelTexts.answer(text, "")));
            assertTooLong(bench.chat(""));
            // Nor does it keep a place for ever.
            bench.model.behave(
                    (_, reply) -> {
                        reply.partOfJson("{\"choices\":[\"" + "a".repeat(50_000));
                        reply.awaitGone();
                    });
            assertTooLong(bench.chat(""));
            long likely = Chats.size("").likelyTokens();
            assertEquals(List.of(lost(9, 777), lost(likely, 0), lost(likely, 0)), bench.settled());
        }
    }

    @Test
    void onlySoMuchOfAnswersIsInMemory() {
        CountDownLatch end = new CountDownLatch(1);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (asked, reply) -> {
                            if (asked.body().contains("hold")) {
                                reply.partOfJson("{\"x\":\"" + "a".repeat(3_000));
                                await(end);
                            } else {
                                String usage = ModelTexts.usage(9, 4);
                                reply.json(200, ModelTexts.answer("a".repeat(2_000), usage));
                            }
                        },
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.ANSWERS_MAX_KIB, "4"))) {
            assertEquals(200, bench.chat("").statusCode());
            AtomicReference<CompletableFuture<Integer>> first = new AtomicReference<>(held(bench));
            AtomicReference<HttpResponse<String>> refused = new AtomicReference<>();
            Calls.await(
                    "no room",
                    () -> {
                        if (first.get().isDone()) {
                            // It met one of ours, and was refused itself.
                            first.set(held(bench));
                        }
                        refused.set(bench.chat(""));
                        return refused.get().statusCode() == 502 && !first.get().isDone();
                    });
            assertTooLong(refused.get());
            end.countDown();
            assertEquals(502, first.get().join());
            Calls.await("room again", () -> bench.chat("").statusCode() == 200);
        }
    }

    private static CompletableFuture<Integer> held(GatewayBench bench) {
        return CompletableFuture.supplyAsync(() -> bench.chat("\"hold\":1").statusCode());
    }

    @Test
    void aRequestDoesNotCountAnyMoreOnceItIsSentOn() {
        CountDownLatch end = new CountDownLatch(1);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (asked, reply) -> {
                            await(end);
                            HELLO.answer(asked, reply);
                        },
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.BODIES_MAX_KIB, "2"))) {
            try (RawClient waiting = new RawClient(bench).chat(bench, FIELDS)) {
                Calls.await("sent on", () -> !bench.model.asked().isEmpty());
                bench.model.behave(HELLO);
                Calls.await("room", () -> bench.chat(FIELDS).statusCode() == 200);
                end.countDown();
                assertEquals("HTTP/1.1 200 OK", waiting.line());
            }
            bench.awaitNoHolds();
        }
    }

    @Test
    void aKeyDoesNotTakeTheMemoryOfAllOthers() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        HELLO,
                        GatewayBench.CREDIT,
                        Map.of(
                                GatewayTable.BODIES_MAX_KIB, "64",
                                GatewayTable.BODY_MAX_KIB, "8"))) {
            String other =
                    bench.test.key(bench.test.account("Other", 100_000 * Calls.TOKEN)).secret();
            HttpRequest.Builder ofOther =
                    bench.to("/v1/chat/completions")
                            .header("Authorization", "Bearer " + other)
                            .POST(HttpRequest.BodyPublishers.ofString(Chats.body(FIELDS)));
            try (RawClient half =
                    new RawClient(bench).head(bench.key, 7_900).send("{".repeat(7_600))) {
                Calls.await("refused", () -> bench.chat(FIELDS).statusCode() == 503);
                assertEquals(200, bench.send(ofOther).statusCode());
                assertEquals(503, bench.chat(FIELDS).statusCode());
                assertTrue(half.takes(" "));
            }
            Calls.await("room again", () -> bench.chat(FIELDS).statusCode() == 200);
        }
    }
}
