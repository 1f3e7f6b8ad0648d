package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/// A provider that tells a customer's own key in an error whose status is 200: in an answer, or in
/// the middle of a stream.
final class OwnKeyUntoldTest {
    private static final long CREDIT = 1_000;
    private static final String UNTOLD = "\"code\":\"upstream_refused\"";
    private static final String ESCAPED = OwnKeyBench.KEY.replace("-", "\\u002D");

    @TempDir Path folder;

    private OwnKeyBench start(ModelServer.Behaviour behaviour) {
        OwnKeyBench bench = new OwnKeyBench(folder, behaviour, CREDIT);
        bench.give(bench.gateway.account, OwnKeyBench.KEY);
        return bench;
    }

    private static String with(String key, String text) {
        return text.replace("KEY", key).replace("ESCAPED", key.replace("-", "\\u002D"));
    }

    private static String differing(OwnKeyBench bench) {
        int port = bench.gateway.test.backend().httpPort().orElseThrow();
        URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        return bench.gateway
                .send(HttpRequest.newBuilder(metrics))
                .body()
                .lines()
                .filter(line -> line.startsWith("weighbridge_gateway_model_differs_total "))
                .findFirst()
                .orElseThrow();
    }

    private static void requireUntold(HttpResponse<String> response) {
        String all = response.headers().map() + response.body();
        assertFalse(all.contains(OwnKeyBench.KEY), all);
        assertFalse(all.contains(ESCAPED), all);
        assertTrue(all.contains(UNTOLD), all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"Incorrect key: KEY\"}}",
                "{\"error\":{\"message\":\"Incorrect key: ESCAPED\"}}",
                "{\"error\":\"Incorrect key: KEY\"}",
            })
    void anAnswerThatIsAnErrorCostsNothing(String error) {
        try (OwnKeyBench bench =
                start((_, reply) -> reply.json(200, with(OwnKeyBench.KEY, error)))) {
            HttpResponse<String> response = bench.chat("");
            assertEquals(502, response.statusCode(), response::body);
            requireUntold(response);
            assertEquals(CREDIT, bench.gateway.balanceAfterAll());
            // Without the key in it, it is passed on.
            String other = with("sk-another", error);
            bench.provider.behave((_, reply) -> reply.json(200, other));
            assertEquals(other, bench.chat("").body());
        }
    }

    /// It may be that the provider has worked.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"KEY\"},\"usage\":{\"prompt_tokens\":9}}",
                "Incorrect key: KEY",
            })
    void anAnswerThatMayBeMoreThanAnErrorIsCharged(String error) {
        try (OwnKeyBench bench =
                start((_, reply) -> reply.json(200, with(OwnKeyBench.KEY, error)))) {
            requireUntold(bench.chat(""));
            assertEquals(CREDIT - OwnKeyBench.FEE, bench.gateway.balanceAfterAll());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"Incorrect key: KEY\"}}",
                "{\"error\":{\"message\":\"Incorrect key: ESCAPED\"}}",
                "{\"error\":\"KEY\",\"choices\":[{\"index\":0,\"delta\":{}}]}",
                "Incorrect key: KEY",
            })
    void anErrorInAStreamIsAnotherOneToTheClient(String error) {
        ModelServer.Behaviour stream =
                (asked, reply) -> {
                    boolean isLate = asked.body().contains("\"user\":\"late\"");
                    reply.stream();
                    if (isLate) {
                        reply.event(ModelTexts.chunk("Hello"));
                    }
                    reply.event(with(OwnKeyBench.KEY, error));
                    reply.end();
                };
        try (OwnKeyBench bench = start(stream)) {
            requireUntold(bench.chat("\"stream\":true"));
            HttpResponse<String> late = bench.chat("\"stream\":true,\"user\":\"late\"");
            requireUntold(late);
            assertTrue(late.body().contains("Hello"), late::body);
            var settled = bench.gateway.settled();
            assertEquals(Outcome.UPSTREAM_ERROR.number(), settled.getLast().outcome());
            // What was delivered is recorded; there is no fee for what failed.
            assertTrue(settled.getLast().units().contains("output_tokens="), settled::toString);
            assertEquals(CREDIT, bench.gateway.balanceAfterAll());
            bench.provider.behave(
                    (_, reply) -> {
                        reply.stream();
                        reply.event(with("sk-another", error));
                        reply.end();
                    });
            String passed = bench.chat("\"stream\":true").body();
            assertTrue(passed.contains(with("sk-another", error)), passed);
        }
    }

    /// The usage that it tells counts all the same.
    @Test
    void aResponseThatFailedIsChargedWhatItTells() {
        String failed =
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"message\":\""
                        + OwnKeyBench.KEY
                        + "\"},\"usage\":{\"input_tokens\":9,\"output_tokens\":4}}}";
        try (OwnKeyBench bench =
                start(
                        (_, reply) -> {
                            reply.stream();
                            reply.event(failed);
                            reply.end();
                        })) {
            requireUntold(
                    bench.gateway.send(
                            bench.gateway.post(
                                    "/v1/responses",
                                    "{\"model\":\""
                                            + OwnKeyBench.MODEL
                                            + "\",\"input\":\"a\",\"stream\":true}")));
            assertEquals(
                    "input_tokens=9 output_tokens=4", bench.gateway.settled().getFirst().units());
        }
    }

    /// What answers is between the customer and the provider: it is no warning to the operator.
    @Test
    void anotherModelIsNobodysMatter() {
        ModelServer.Behaviour other =
                (asked, reply) -> {
                    if (asked.body().contains("\"stream\":true")) {
                        reply.stream();
                        reply.event(ModelTexts.chunk("a"));
                        reply.event(ModelTexts.stop());
                        reply.event(ModelTexts.usageChunk(ModelTexts.usage(9, 2)));
                        reply.event(ModelTexts.DONE);
                        reply.end();
                    } else {
                        reply.json(200, OwnKeyBench.answer("0"));
                    }
                };
        try (OwnKeyBench bench = start(other)) {
            String answered = bench.chat("").body();
            assertTrue(answered.contains("\"model\":\"chat\""), answered);
            assertEquals(200, bench.chat("\"stream\":true").statusCode());
            assertTrue(differing(bench).endsWith(" 0.0"), differing(bench));
            bench.gateway.model.behave(
                    (_, reply) ->
                            reply.json(
                                    200,
                                    OwnKeyBench.answer("0")
                                            .replace("\"model\":\"chat\"", "\"model\":\"x\"")));
            assertEquals(200, bench.gateway.chat("").statusCode());
            assertTrue(differing(bench).endsWith(" 1.0"), differing(bench));
        }
    }
}
