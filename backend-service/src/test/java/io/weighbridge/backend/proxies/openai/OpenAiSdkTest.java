package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelReply;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// What OpenAI's own SDKs make of the gateway: their exceptions, their retries, their streams.
final class OpenAiSdkTest {
    private static final long SHORT_TOKENS = 1_500;

    @TempDir Path folder;

    /// A model server that does what the message says.
    private static final class Obedient implements ModelServer.Behaviour {
        private final AtomicInteger busy = new AtomicInteger();

        @Override
        public void answer(AskedModel asked, ModelReply reply) throws IOException {
            if (asked.body().contains("busy once") && busy.getAndIncrement() == 0) {
                reply.json(429, "{\"error\":{\"message\":\"full\"}}", "retry-after: 1");
            } else if (asked.body().contains("endless")) {
                reply.stream();
                for (int i = 0; i < 10_000; i++) {
                    reply.event(ModelTexts.chunk("a"));
                }
                reply.end();
            } else if (asked.body().contains("\"stream\":true")) {
                reply.stream();
                reply.event(ModelTexts.chunk("Hel"));
                reply.event(ModelTexts.chunk("lo"));
                if (asked.body().contains("broken")) {
                    reply.die();
                    return;
                }
                reply.event(ModelTexts.stop());
                reply.event(ModelTexts.usageChunk(ModelTexts.usage(9, 2)));
                reply.event(ModelTexts.DONE);
                reply.end();
            } else {
                reply.json(200, ModelTexts.answer("Hello!", ModelTexts.usage(9, 4)));
            }
        }
    }

    private Path script(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OpenAiSdkTest.class.getResourceAsStream("/sdk/" + name))) {
            Path file = folder.resolve(name);
            Files.write(file, in.readAllBytes());
            return file;
        }
    }

    private static String key(GatewayBench bench, String name, long tokens) {
        Account account = bench.test.account(name, tokens * Calls.TOKEN);
        return bench.test.key(account).secret();
    }

    private static String money(long tokens) {
        return BigDecimal.valueOf(tokens * Calls.TOKEN, 9).toPlainString();
    }

    private void check(Program program, String script, Map<String, String> environment)
            throws IOException {
        try (GatewayBench bench = GatewayBench.start(folder.resolve("data"), new Obedient())) {
            int port = bench.test.backend().gatewayPort().orElseThrow();
            List<String> command =
                    List.of(
                            program.path().toString(),
                            script(script).toString(),
                            "http://127.0.0.1:" + port + "/v1",
                            bench.key,
                            key(bench, "Poor", 1),
                            key(bench, "Short", SHORT_TOKENS),
                            bench.key);
            Map<String, JsonNode> cases = new HashMap<>();
            try (RunningProgram running = RunningProgram.start(command, folder, environment)) {
                assertEquals(0, running.awaitEnd(), running::output);
                for (String line : running.output().lines().toList()) {
                    JsonNode one = new ObjectMapper().readTree(line);
                    cases.put(one.path("case").asText(), one);
                }
            }
            assertEquals(10, cases.size());
            checkAnswers(cases);
            checkErrors(cases);
            // What was answered, and what broke off; what was refused, or tried in vain, is free.
            assertEquals(6, bench.settled().size());
            assertEquals(
                    1,
                    bench.settled().stream()
                            .filter(s -> s.outcome() == Outcome.UPSTREAM_ERROR.number())
                            .count());
        }
    }

    private static JsonNode one(Map<String, JsonNode> cases, String name) {
        return Objects.requireNonNull(cases.get(name), name);
    }

    private static void checkAnswers(Map<String, JsonNode> cases) {
        JsonNode plain = one(cases, "plain");
        assertEquals("Hello!", plain.path("text").asText(), plain::toString);
        assertEquals(13, plain.path("tokens").asInt());
        assertEquals(money(13), plain.path("cost").asText());
        JsonNode stream = one(cases, "stream");
        assertEquals("Hello", stream.path("text").asText(), stream::toString);
        assertEquals("stop", stream.path("reason").asText());
        assertTrue(stream.path("tokens").isNull(), stream::toString);
        JsonNode usage = one(cases, "stream with usage");
        assertEquals(11, usage.path("tokens").asInt(), usage::toString);
        assertEquals(money(11), usage.path("cost").asText());
        JsonNode cut = one(cases, "cut off");
        assertEquals("length", cut.path("reason").asText(), cut::toString);
        assertTrue(cut.path("text").asText().length() > 256, cut::toString);
        assertTrue(cut.path("text").asText().length() <= SHORT_TOKENS, cut::toString);
        JsonNode busy = one(cases, "busy");
        assertEquals("Hello!", busy.path("text").asText(), busy::toString);
        assertEquals(2, busy.path("requests").asInt());
        assertTrue(busy.path("waited").asBoolean());
    }

    private static void checkErrors(Map<String, JsonNode> cases) {
        assertError(one(cases, "bad key"), "AuthenticationError", 401, "invalid_api_key");
        // The SDKs have no class of their own for it.
        JsonNode poor = one(cases, "no credit");
        assertTrue(poor.path("error").asText().matches("API(Status)?Error"), poor::toString);
        assertError(poor, poor.path("error").asText(), 402, "insufficient_quota");
        assertError(one(cases, "no model"), "NotFoundError", 404, "model_not_found");
        assertError(one(cases, "bad request"), "BadRequestError", 400, "invalid_value");
        JsonNode broken = one(cases, "broken");
        assertEquals("APIError", broken.path("error").asText(), broken::toString);
        assertEquals("upstream_unavailable", broken.path("code").asText(), broken::toString);
        assertEquals(1, broken.path("requests").asInt());
    }

    private static void assertError(JsonNode one, String error, int status, String code) {
        assertEquals(error, one.path("error").asText(), one::toString);
        assertEquals(status, one.path("status").asInt(), one::toString);
        assertEquals(code, one.path("code").asText(), one::toString);
        assertEquals(1, one.path("requests").asInt(), one::toString);
    }

    @Test
    @NeedsProgram(Program.PYTHON)
    void python() throws IOException {
        check(Program.PYTHON, "openai_sdk.py", Map.of());
    }

    @Test
    @NeedsProgram(Program.NODE)
    void javaScript() throws IOException {
        String modules = Program.folder().resolve("node/node_modules").toString();
        check(Program.NODE, "openai_sdk.cjs", Map.of("NODE_PATH", modules));
    }
}
