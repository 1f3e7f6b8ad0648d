package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.model.ModelReply;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.proto.envoy.RateLimitRequest;
import io.weighbridge.proto.envoy.RateLimitResponse;
import io.weighbridge.proto.envoy.RateLimitServiceGrpc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Limits alone, asked for by the real Envoy (the global rate limit service).
@NeedsProgram(Program.ENVOY)
final class EnvoyRateLimitTest {
    private static final Path CONFIGURATION = Path.of("../docs/proxies/envoy/rate_limit.yaml");
    private static final long TOKENS = 100;
    private static final ModelServer.Behaviour TELLING =
            (_, reply) -> answer(reply, "x-prompt-tokens: 95", "x-generated-tokens: 95");

    @TempDir Path folder;

    private static void answer(ModelReply reply, String... headers) throws IOException {
        reply.json(200, ModelTexts.answer("Hello!", ModelTexts.usage(95, 95)), headers);
    }

    private EnvoyBench start(ModelServer.Behaviour behaviour) {
        return EnvoyBench.start(
                folder,
                behaviour,
                // As this machine may be busy.
                text -> EnvoyBench.replaced(text, " timeout: 1s", " timeout: 20s"),
                CONFIGURATION,
                EnvoyBench.CREDIT,
                Map.of(),
                new SystemTime());
    }

    private static ApiKeys.Made key(EnvoyBench bench, long requests, long tokens) {
        return bench.test
                .backend()
                .keys()
                .create(
                        bench.account.id(),
                        new KeySettings(
                                "",
                                0,
                                true,
                                Set.of(),
                                0,
                                null,
                                List.of(new ServiceLimits(0, requests, tokens, -1, false))));
    }

    private static HttpRequest.Builder chatting(EnvoyBench bench, String key) {
        return HttpCaller.post(bench.to("/v1/chat/completions"), key, Chats.body(""));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static void assertRefused(String code, String reason, HttpResponse<String> response) {
        assertEquals(429, response.statusCode(), response.body());
        assertEquals(reason, header(response, "x-weighbridge-reason"));
        assertTrue(response.body().contains("\"code\":\"" + code + "\""), response::body);
    }

    @Test
    void keepsToTheRequestsOfAMinuteAndChargesNothing() {
        try (EnvoyBench bench = start(TELLING)) {
            String key = key(bench, 5, -1).secret();
            List<Integer> all =
                    Calls.atOnce(16, i -> bench.send(chatting(bench, key)).statusCode());
            assertEquals(5, all.stream().filter(status -> status == 200).count(), all::toString);
            assertEquals(11, all.stream().filter(status -> status == 429).count(), all::toString);
            assertEquals(5, bench.model.asked().size());
            HttpResponse<String> over = bench.send(chatting(bench, key));
            assertRefused("rate_limit_exceeded", "requests_per_minute", over);
            assertEquals("5", header(over, "x-ratelimit-limit-requests"));
            assertTrue(Integer.parseInt(header(over, "retry-after")) <= 12);
            assertEquals(
                    List.of("Bearer MODEL_SERVER_KEY"),
                    bench.model.asked().getFirst().header("authorization"));
            assertEquals(EnvoyBench.CREDIT, bench.balanceTokens());
            assertEquals(List.of(), SettledCalls.in(bench.test, folder.resolve("data")));
        }
    }

    /// A call that began within the limit goes on above it, as nothing ends an answer. Neither the
    /// prompt nor what was generated is above it alone.
    @Test
    void countsWhatAnswersUsedAtTheirEnd() {
        try (EnvoyBench bench = start(TELLING)) {
            String key = key(bench, -1, TOKENS).secret();
            HttpResponse<String> first = bench.send(chatting(bench, key));
            assertEquals(200, first.statusCode());
            assertEquals("100", header(first, "x-ratelimit-remaining-tokens"));
            awaitNoTokens(bench, key);
            assertRefused(
                    "rate_limit_exceeded", "tokens_per_minute", bench.send(chatting(bench, key)));
            assertEquals(1, bench.model.asked().size());
        }
    }

    // By a reading that counts nothing.
    private static void awaitNoTokens(EnvoyBench bench, String key) {
        RateLimitRequest reading = RateLimitGrpcTest.tokens(key, 0);
        ManagedChannel channel = ProcessCalls.channel(bench.test, bench.test.tokens().proxy("rls"));
        try {
            RateLimitServiceGrpc.RateLimitServiceBlockingStub gate =
                    RateLimitServiceGrpc.newBlockingStub(channel);
            Calls.await(
                    "the prompt and what was generated",
                    () ->
                            gate.shouldRateLimit(reading).getOverallCode()
                                    == RateLimitResponse.Code.OVER_LIMIT);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void refusesWhoHasNoKeyThatIsGood() {
        try (EnvoyBench bench = start(TELLING)) {
            HttpRequest.Builder bare =
                    bench.to("/v1/chat/completions")
                            .POST(HttpRequest.BodyPublishers.ofString(Chats.body("")));
            assertRefused("invalid_api_key", "malformed_key", bench.send(bare));
            assertRefused(
                    "invalid_api_key", "malformed_key", bench.send(chatting(bench, "sk-nobody")));
            assertRefused(
                    "invalid_api_key",
                    "malformed_key",
                    bench.send(
                            chatting(bench, bench.key)
                                    .header("Authorization", "Bearer sk-nobody")));
            var _ = bench.test.backend().keys().revoke(bench.keyId, "gone");
            HttpResponse<String> revoked = bench.send(chatting(bench, bench.key));
            assertRefused("invalid_api_key", "revoked_key", revoked);
            assertEquals(List.of(), bench.model.asked());
        }
    }

    @Test
    void withoutTheGateNoCallIsMade() {
        try (EnvoyBench bench = start(TELLING)) {
            bench.stopGate();
            assertEquals(503, bench.send(chatting(bench, bench.key)).statusCode());
            assertEquals(List.of(), bench.model.asked());
            bench.startGate();
        }
    }
}
