package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.proxies.tokens.Tokenizers;
import io.weighbridge.backend.proxies.wire.TextMeasure;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What is charged where the model server tells no usage, and the service has a tokenizer.
final class GatewayEstimateTest {
    private static final String RULE = "chat=o200k_base";
    private static final String PROMPT = "hello world ".repeat(20);
    private static final String ANSWER = "This is a sample sentence.";
    // Tokens of it; by its bytes it would be 7.
    private static final long OUTPUT = 6;

    @TempDir Path folder;

    private static String body(String fields) {
        return "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + PROMPT
                + "\"}]"
                + fields
                + "}";
    }

    // With the words of its JSON, one token each: model, chat, role, user.
    private static long input(int otherWords) {
        long tokens = Tokenizers.read(RULE).of("chat").of(PROMPT).likelyTokens();
        assertNotEquals(TextMeasure.BYTES.of(PROMPT).likelyTokens(), tokens);
        return tokens + 4 + otherWords;
    }

    private GatewayBench start(ModelServer.Behaviour model) {
        return GatewayBench.start(
                folder, model, GatewayBench.CREDIT, Map.of(GatewayTable.TOKENIZERS, RULE));
    }

    @Test
    void aWholeAnswerIsCounted() {
        try (GatewayBench bench =
                start((_, reply) -> reply.json(200, ModelTexts.answer(ANSWER, "")))) {
            var _ = bench.send(bench.post("/v1/chat/completions", body("")));
            assertEquals(
                    List.of(GatewayBench.settled(Outcome.OK, input(0), OUTPUT)), bench.settled());
            assertEquals(List.of("tokenizer:o200k_base"), estimatedBy());
        }
    }

    private List<String> estimatedBy() {
        return SettledCalls.rows(
                folder,
                "SELECT estimated_by FROM usage_record ORDER BY sequence",
                row -> row.getString(1));
    }

    @Test
    void aStreamIsCountedAndATokenAtLeastForEachPart() {
        try (GatewayBench bench =
                start(
                        Behaviours.events(
                                ModelTexts.chunk("This is a sample"),
                                ModelTexts.chunk(" sentence."),
                                ModelTexts.chunk(""),
                                ModelTexts.stop(),
                                ModelTexts.DONE))) {
            var _ = bench.send(bench.post("/v1/chat/completions", body(",\"stream\":true")));
            assertEquals(
                    List.of(GatewayBench.settled(Outcome.OK, input(1), OUTPUT)), bench.settled());
        }
    }

    /// What the model server tells is what counts.
    @Test
    void nothingIsEstimatedWhereUsageIsTold() {
        try (GatewayBench bench =
                start(
                        (_, reply) ->
                                reply.json(
                                        200, ModelTexts.answer(ANSWER, ModelTexts.usage(3, 2))))) {
            var _ = bench.send(bench.post("/v1/chat/completions", body("")));
            assertEquals(List.of(GatewayBench.settled(Outcome.OK, 3, 2)), bench.settled());
            assertEquals(List.of(""), estimatedBy());
        }
    }
}
