package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.ModelReply;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// OpenAI's Responses API.
final class GatewayResponsesTest {
    private static final String USAGE =
            "{\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":2},"
                    + "\"output_tokens\":7,\"output_tokens_details\":{\"reasoning_tokens\":3},"
                    + "\"total_tokens\":16}";
    private static final String UNITS =
            "input_tokens=9 cached_input_tokens=2 output_tokens=7 reasoning_tokens=3";
    private static final String CREATED =
            event("response.created", 0, "\"response\":" + response("in_progress", "null"));
    private static final String STREAM = "\"stream\":true";

    @TempDir Path folder;

    private static String response(String status, String usage) {
        return "{\"id\":\"r1\",\"object\":\"response\",\"status\":\""
                + status
                + "\",\"error\":null,\"model\":\"chat\",\"output\":[{\"type\":\"message\","
                + "\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\"}]}],\"usage\":"
                + usage
                + "}";
    }

    private static String event(String type, int number, String fields) {
        return "event: "
                + type
                + "\ndata: {\"type\":\""
                + type
                + "\",\"sequence_number\":"
                + number
                + ","
                + fields
                + "}\n\n";
    }

    private static String text(int number, String text) {
        return event("response.output_text.delta", number, "\"delta\":\"" + text + "\"");
    }

    private static void begin(ModelReply reply, String... events) throws IOException {
        reply.stream();
        for (String event : events) {
            reply.part(event);
        }
    }

    private static ModelServer.Behaviour stream(String... events) {
        return (_, reply) -> {
            begin(reply, events);
            reply.end();
        };
    }

    private static HttpResponse<String> send(GatewayBench bench, String fields) {
        return bench.send(
                bench.post(
                        "/v1/responses",
                        "{\"model\":\"chat\",\"input\":\"Hello\"," + fields + "}"));
    }

    @Test
    void aWholeResponseIsChargedByItsUsage() {
        String answer = response("completed", USAGE);
        try (GatewayBench bench =
                GatewayBench.start(folder, (_, reply) -> reply.json(200, answer))) {
            HttpResponse<String> told = send(bench, "\"max_output_tokens\":50");
            assertEquals(answer, told.body());
            assertEquals(List.of(new Settled(1, UNITS, 16, Gateway.PROXY)), bench.settled());
            String asked = bench.model.asked().getFirst().body();
            assertTrue(asked.endsWith("\"max_output_tokens\":50}"), asked);
            assertEquals(200, send(bench, "\"temperature\":1").statusCode());
            asked = bench.model.asked().getLast().body();
            assertTrue(asked.endsWith("\"max_output_tokens\":4096}"), asked);
        }
    }

    @Test
    void theLastEventOfAStreamTellsIt() {
        String[] all = {
            CREATED,
            text(1, "Hel"),
            text(2, "lo"),
            event("response.output_text.done", 3, "\"text\":\"Hello\""),
            event("response.completed", 4, "\"response\":" + response("completed", USAGE)),
        };
        try (GatewayBench bench = GatewayBench.start(folder, stream(all))) {
            String told = send(bench, STREAM).body();
            assertEquals(String.join("", all), GatewayBench.withoutReceipt(told));
            assertTrue(told.contains(",\"weighbridge\":{\"cost\":\"0.016"), told);
            assertEquals(List.of(new Settled(1, UNITS, 16, Gateway.PROXY)), bench.settled());
            assertFalse(bench.model.asked().getFirst().body().contains("include_usage"));
            // So it does without a usage.
            all[4] =
                    event("response.completed", 4, "\"response\":" + response("completed", "null"));
            bench.model.behave(stream(all));
            told = send(bench, STREAM).body();
            assertTrue(told.contains(",\"weighbridge\":{\"cost\":\"0."), told);
        }
    }

    @Test
    void aStreamEndsWhereCreditDoes() {
        ModelServer.Behaviour endless =
                (_, reply) -> {
                    begin(reply, CREATED);
                    for (int i = 1; i < 10_000; i++) {
                        reply.part(text(i, "a"));
                    }
                    reply.end();
                };
        try (GatewayBench bench = GatewayBench.start(folder, endless, 1_000, Map.of())) {
            String told = send(bench, STREAM).body();
            int last = told.lastIndexOf("event: response.incomplete\ndata: {");
            assertTrue(last > 0, told);
            String end = told.substring(last);
            assertTrue(end.contains("\"status\":\"incomplete\""), end);
            assertTrue(end.contains("\"reason\":\"max_output_tokens\""), end);
            assertTrue(end.contains("\"id\":\"r1\""), end);
            assertTrue(bench.balanceAfterAll() >= 0);
            long charged = bench.settled().getFirst().charge();
            assertTrue(end.contains("\"total_tokens\":" + charged), end);
        }
    }

    @Test
    void aStreamThatDoesNotShowAllItMakesHasAMaximum() {
        String completed =
                event("response.completed", 1, "\"response\":" + response("completed", USAGE));
        try (GatewayBench bench = GatewayBench.start(folder, stream(CREATED, completed))) {
            for (String field :
                    List.of(
                            "\"reasoning\":{\"exclude\":true}",
                            "\"include_reasoning\":false",
                            "\"modalities\":[\"image\"]")) {
                assertEquals(200, send(bench, STREAM + "," + field).statusCode());
                String asked = bench.model.asked().getLast().body();
                assertTrue(asked.endsWith("\"max_output_tokens\":4096}"), asked);
            }
        }
    }

    @Test
    void aStreamThatBreaksIsChargedByWhatCame() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            begin(reply, CREATED, text(1, "a"), text(2, "b"));
                            reply.die();
                        })) {
            String told = send(bench, STREAM).body();
            assertTrue(told.contains("event: error\ndata: {\"type\":\"error\",\"code\":"), told);
            Settled settled = bench.settled().getFirst();
            assertEquals(Outcome.UPSTREAM_ERROR.number(), settled.outcome());
            assertTrue(settled.units().endsWith(" output_tokens=2"), settled::toString);
        }
    }

    @Test
    void oneThatFailedIsFreeUnlessItTellsItsUsageOrHasText() {
        String broken =
                response("failed", "null")
                        .replace("\"error\":null", "\"error\":{\"code\":\"server_error\"}");
        String failed = broken.replaceFirst("\"output\":.*,\"usage", "\"output\":[],\"usage");
        try (GatewayBench bench =
                GatewayBench.start(folder, (_, reply) -> reply.json(200, failed))) {
            assertEquals(200, send(bench, "\"max_output_tokens\":50").statusCode());
            assertEquals(List.of(), bench.settled());
            bench.model.behave((_, reply) -> reply.json(200, failed.replace("null", USAGE)));
            assertEquals(200, send(bench, "\"max_output_tokens\":50").statusCode());
            assertEquals(16, bench.settled().getFirst().charge());
            // The client has what was made.
            bench.model.behave((_, reply) -> reply.json(200, broken));
            assertEquals(broken, send(bench, "\"max_output_tokens\":50").body());
            Settled settled = bench.settled().getLast();
            assertTrue(settled.units().endsWith(" output_tokens=2"), settled::toString);
        }
    }

    /// Nothing is kept with the operator's key, and thoughts that were kept are not asked for.
    @Test
    void nothingIsKeptElsewhere() {
        String said =
                "{\"role\":\"user\",\"content\":\"a\"},{\"type\":\"reasoning\",\"id\":\"rs_2\","
                        + "\"summary\":[],\"encrypted_content\":\"x\"},{\"type\":\"function_call\","
                        + "\"name\":\"f\",\"call_id\":\"c\",\"arguments\":\"\"},{\"type\":"
                        + "\"function_call_output\",\"call_id\":\"c\",\"output\":\"\"}";
        String kept = "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[]}";
        String answer = response("completed", USAGE);
        try (GatewayBench bench =
                GatewayBench.start(folder, (_, reply) -> reply.json(200, answer))) {
            String body =
                    "{\"model\":\"chat\",\"store\":null,\"input\":[" + kept + "," + said + "]}";
            HttpResponse<String> told = bench.send(bench.post("/v1/responses", body));
            assertEquals(200, told.statusCode(), told::body);
            String asked = bench.model.asked().getFirst().body();
            assertTrue(asked.contains("\"input\":[" + said + "]"), asked);
            assertTrue(asked.contains("\"store\":false"), asked);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"previous_response_id\":\"r0\"",
                "\"conversation\":\"c0\"",
                "\"background\":true",
                "\"store\":true",
                "\"prompt\":{\"id\":\"p\"}",
                "\"tools\":[{\"type\":\"web_search\"}]",
                "\"max_tokens\":5,\"n_predict\":9",
                "\"Max_output_tokens\":5",
                "\"max_output_tokens\":0",
            })
    void whatNobodyCanMeasureIsRefused(String field) {
        try (GatewayBench bench = GatewayBench.start(folder, stream())) {
            assertEquals(400, send(bench, field).statusCode());
            for (String item :
                    List.of(
                            "{\"type\":\"item_reference\",\"id\":\"i\"}",
                            "{\"id\":\"msg_1\"}",
                            "{\"id\":\"rs_1\",\"type\":null}",
                            "{\"id\":\"msg_1\",\"role\":\"user\"}",
                            "{\"id\":\"msg_1\",\"role\":\"user\",\"content\":null}",
                            "{\"id\":\"msg_1\",\"content\":\"a\"}",
                            "{\"id\":\"fc_1\",\"type\":\"function_call\"}",
                            "\"text\"",
                            "{\"role\":\"user\",\"content\":[{\"type\":\"input_file\"}]}",
                            "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":"
                                    + "[{\"type\":\"input_file\",\"file_url\":\"https://x/y\"}]}",
                            "{\"type\":\"custom_tool_call_output\",\"call_id\":\"c\",\"output\":"
                                    + "[{\"type\":\"input_image\",\"file_id\":\"f\"}]}",
                            "{\"role\":\"user\",\"content\":[{\"type\":\"input_image\","
                                    + "\"file_id\":\"f\"}]}")) {
                String body = "{\"model\":\"chat\",\"input\":[" + item + "]}";
                assertEquals(400, bench.send(bench.post("/v1/responses", body)).statusCode(), item);
            }
            assertEquals(List.of(), bench.model.asked());
        }
    }
}
