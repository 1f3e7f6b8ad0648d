package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.testkit.model.Behaviours.HELLO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelTexts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Credit, and how many calls there may be at a time.
final class GatewayLimitsTest {
    @TempDir Path folder;

    @Test
    void aPlainAnswerIsNoLongerThanWhatIsHeldForIt() throws IOException {
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            bench.chat("");
            bench.chat("\"n\":2");
            long most = Chats.size("").mostTokens();
            String poor =
                    bench.test.key(bench.test.account("Poor", (most + 100) * Calls.TOKEN)).secret();
            HttpResponse<String> cut = bench.send(bench.chatOf(poor));
            assertEquals(200, cut.statusCode(), cut.body());
            List<AskedModel> asked = bench.model.asked();
            assertEquals(4_096, tokens(asked.get(0)));
            assertEquals(4_096, tokens(asked.get(1)));
            assertEquals(100, tokens(asked.get(2)));
            bench.awaitNoHolds();
        }
    }

    private static long tokens(AskedModel asked) throws IOException {
        return ModelJson.ANSWERS.readTree(asked.body()).path("max_tokens").asLong();
    }

    @Test
    void takesOnlySoManyCallsAtATime() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (request, reply) -> {
                            Behaviours.await(go);
                            HELLO.answer(request, reply);
                        },
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.CALLS_MAX, "2"))) {
            AtomicInteger refused = new AtomicInteger();
            List<Integer> statuses =
                    Calls.atOnce(
                            6,
                            _ -> {
                                int status = bench.chat("").statusCode();
                                if (status == 503 && refused.incrementAndGet() == 4) {
                                    go.countDown();
                                }
                                return status;
                            });
            assertEquals(2, statuses.stream().filter(status -> status == 200).count());
            bench.awaitNoHolds();
            assertEquals(200, bench.chat("").statusCode());
        }
    }

    @Test
    void tellsTheLimitsAndWhenToTryAgain() {
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            long chat = bench.test.backend().services().require("chat").id();
            ServiceLimits limits =
                    new ServiceLimits(chat, 2, 100_000, ServiceLimits.UNLIMITED, false);
            KeySettings settings =
                    new KeySettings("limited", 0, true, Set.of(), 0, null, List.of(limits));
            String key = bench.test.backend().keys().create(bench.account.id(), settings).secret();
            HttpResponse<String> first = bench.send(bench.chatOf(key));
            assertEquals(200, first.statusCode());
            assertEquals("2", header(first, "x-ratelimit-limit-requests"));
            assertEquals("1", header(first, "x-ratelimit-remaining-requests"));
            assertEquals("100000", header(first, "x-ratelimit-limit-tokens"));
            assertEquals(200, bench.send(bench.chatOf(key)).statusCode());
            HttpResponse<String> refused = bench.send(bench.chatOf(key));
            assertEquals(429, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("rate_limit_exceeded"), refused.body());
            assertEquals("0", header(refused, "x-ratelimit-remaining-requests"));
            long afterMs = Long.parseLong(header(refused, "retry-after-ms"));
            assertTrue(afterMs > 0 && afterMs <= 30_000, () -> "" + afterMs);
            assertEquals(
                    Math.ceilDiv(afterMs, 1_000L), Long.parseLong(header(refused, "retry-after")));
        }
    }

    /// A 429 would be sent again for ever by clients that retry it.
    @Test
    void aCallThatNeverFitsIsNoRateLimit() {
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            long chat = bench.test.backend().services().require("chat").id();
            String small = key(bench, new ServiceLimits(chat, -1, 5, -1, false));
            HttpResponse<String> never = bench.send(bench.chatOf(small));
            assertEquals(400, never.statusCode(), never.body());
            assertTrue(never.body().contains("\"context_length_exceeded\""), never.body());
            assertTrue(never.body().contains("\"invalid_request_error\""), never.body());
            assertTrue(never.headers().firstValue("retry-after").isEmpty());
            assertEquals("above_token_limit", header(never, "x-weighbridge-reason"));
        }
    }

    private static String key(GatewayBench bench, ServiceLimits limits) {
        KeySettings settings =
                new KeySettings("limited", 0, true, Set.of(), 0, null, List.of(limits));
        return bench.test.backend().keys().create(bench.account.id(), settings).secret();
    }

    /// Some model servers know only one of the two fields for it.
    @Test
    void endsAStreamWhoseModelServerKeepsToNoMaximum() {
        try (GatewayBench bench =
                GatewayBench.start(folder, Behaviours.endless(ModelTexts.chunk("a")))) {
            String body = bench.chat("\"stream\":true,\"max_completion_tokens\":10").body();
            assertTrue(body.contains("\"finish_reason\":\"length\""), body);
            assertTrue(body.endsWith("data: [DONE]\n\n"), body);
            assertEquals(10, bench.settled().getFirst().charge() - likely());
        }
    }

    private static long likely() {
        return Chats.size("\"stream\":true,\"max_completion_tokens\":10").likelyTokens();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
