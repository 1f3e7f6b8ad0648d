package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelReply;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Anthropic's Messages API.
final class GatewayMessagesTest {
    private static final String START =
            event(
                    "message_start",
                    "\"message\":{\"id\":\"m1\",\"model\":\"chat\",\"content\":[],\"usage\":"
                            + "{\"input_tokens\":5,\"cache_creation_input_tokens\":3,"
                            + "\"cache_read_input_tokens\":2,\"cache_creation\":"
                            + "{\"ephemeral_5m_input_tokens\":1,\"ephemeral_1h_input_tokens\":2},"
                            + "\"output_tokens\":1}}");
    private static final String BLOCK =
            event(
                    "content_block_start",
                    "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    private static final String STOP = event("content_block_stop", "\"index\":0");
    private static final String DONE = event("message_stop", "");
    private static final String INPUT =
            "input_tokens=10 cached_input_tokens=2 cache_write_5m_tokens=1 cache_write_1h_tokens=2";

    @TempDir Path folder;

    private static String event(String type, String fields) {
        return "event: "
                + type
                + "\ndata: {\"type\":\""
                + type
                + "\""
                + (fields.isEmpty() ? "" : "," + fields)
                + "}\n\n";
    }

    private static String text(String text) {
        return event(
                "content_block_delta",
                "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
    }

    private static String delta(String reason, int output) {
        return event(
                "message_delta",
                "\"delta\":{\"stop_reason\":"
                        + reason
                        + "},\"usage\":{\"output_tokens\":"
                        + output
                        + "}");
    }

    private static ModelServer.Behaviour stream(String... events) {
        return (_, reply) -> {
            begin(reply, events);
            reply.end();
        };
    }

    private static void begin(ModelReply reply, String... events) throws IOException {
        reply.stream();
        for (String event : events) {
            reply.part(event);
        }
    }

    private static String body(String fields) {
        return "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],"
                + fields
                + "}";
    }

    private static HttpRequest.Builder request(GatewayBench bench, String body) {
        return bench.to("/v1/messages")
                .header("x-api-key", bench.key)
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(GatewayBench bench, String fields) {
        return bench.send(request(bench, body(fields)));
    }

    private static void assertError(int status, String type, HttpResponse<String> response)
            throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        JsonNode root = ModelJson.ANSWERS.readTree(response.body());
        assertEquals("error", root.path("type").asText());
        assertEquals(type, root.path("error").path("type").asText());
        assertFalse(root.path("error").path("message").asText().isEmpty());
    }

    @Test
    void whatWasCachedIsBesideTheInputAndNotPartOfIt() {
        String answer =
                "{\"type\":\"message\",\"model\":\"chat\",\"content\":[{\"type\":\"text\","
                        + "\"text\":\"Hi\"}],\"usage\":{\"input_tokens\":5,"
                        + "\"cache_creation_input_tokens\":3,\"cache_read_input_tokens\":2,"
                        + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":1,"
                        + "\"ephemeral_1h_input_tokens\":2},\"output_tokens\":4}}";
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> reply.json(200, answer),
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.UPSTREAM_KEY, "sk-upstream"))) {
            HttpResponse<String> response =
                    send(
                            bench,
                            "\"max_tokens\":10,\"system\":\"Be brief.\","
                                    + "\"metadata\":{\"user_id\":\"u1\"}");
            assertEquals(answer, response.body());
            assertEquals(
                    List.of(new Settled(1, INPUT + " output_tokens=4", 14, Gateway.PROXY)),
                    bench.settled());
            AskedModel asked = bench.model.asked().getFirst();
            assertEquals("POST /v1/messages HTTP/1.1", asked.first());
            assertEquals(List.of("Bearer sk-upstream"), asked.header("authorization"));
            assertEquals(List.of(), asked.header("x-api-key"));
            assertEquals(List.of("2023-06-01"), asked.header("anthropic-version"));
            assertTrue(asked.body().endsWith("\"max_tokens\":10}"), asked.body());
            assertFalse(asked.body().contains("include_usage"), asked.body());
        }
    }

    @Test
    void usageOfAStreamIsOfTheWholeCallAndNotAddedUp() {
        String[] all = {
            START,
            BLOCK,
            text("a"),
            text("b"),
            STOP,
            delta("null", 3),
            delta("\"end_turn\"", 7),
            DONE
        };
        try (GatewayBench bench = GatewayBench.start(folder, stream(all))) {
            HttpResponse<String> response = send(bench, "\"max_tokens\":10,\"stream\":true");
            assertEquals(String.join("", all), GatewayBench.withoutReceipt(response.body()));
            int receipt = response.body().indexOf(",\"weighbridge\":{\"cost\":\"0.017");
            assertTrue(receipt > response.body().indexOf("end_turn"), response::body);
            assertEquals(
                    List.of(new Settled(1, INPUT + " output_tokens=7", 17, Gateway.PROXY)),
                    bench.settled());
        }
    }

    @Test
    void aStreamThatBreaksIsChargedByWhatCame() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            begin(reply, START, BLOCK, text("a"), text("b"));
                            reply.die();
                        })) {
            String told = send(bench, "\"max_tokens\":10,\"stream\":true").body();
            assertTrue(
                    told.startsWith(START + BLOCK + text("a") + text("b") + "event: error\ndata: "),
                    told);
            assertTrue(
                    told.contains("{\"type\":\"error\",\"error\":{\"type\":\"api_error\""), told);
            assertEquals(
                    List.of(
                            new Settled(
                                    Outcome.UPSTREAM_ERROR.number(),
                                    INPUT + " output_tokens=3",
                                    13,
                                    Gateway.PROXY)),
                    bench.settled());
        }
    }

    @Test
    void aServerThatDoesNotObeyTheMaximumIsEnded() {
        String[] all = new String[10_002];
        all[0] = START;
        all[1] = BLOCK;
        for (int i = 2; i < all.length; i++) {
            all[i] = text("a");
        }
        try (GatewayBench bench = GatewayBench.start(folder, stream(all))) {
            String told = send(bench, "\"max_tokens\":20,\"stream\":true").body();
            String end = GatewayBench.withoutReceipt(told);
            assertTrue(
                    end.endsWith(
                            STOP
                                    + event(
                                            "message_delta",
                                            "\"delta\":{\"stop_reason\":\"max_tokens\","
                                                    + "\"stop_sequence\":null},"
                                                    + "\"usage\":{\"output_tokens\":20}")
                                    + DONE),
                    end);
            assertEquals(30, bench.settled().getFirst().charge());
        }
    }

    @Test
    void errorsAreInItsForm() throws IOException {
        try (GatewayBench bench = GatewayBench.start(folder, stream())) {
            assertError(
                    401,
                    "authentication_error",
                    bench.send(
                            bench.to("/v1/messages")
                                    .POST(HttpRequest.BodyPublishers.ofString(body("\"a\":1")))));
            assertError(
                    400,
                    "invalid_request_error",
                    bench.send(
                            request(bench, body("\"max_tokens\":5"))
                                    .header("Authorization", "Bearer " + bench.key)));
            assertError(400, "invalid_request_error", send(bench, "\"a\":1"));
            HttpResponse<String> poor = send(bench, "\"max_tokens\":900000000");
            assertError(402, "billing_error", poor);
            assertEquals("false", poor.headers().firstValue("x-should-retry").orElseThrow());
            assertError(
                    404,
                    "not_found_error",
                    bench.send(request(bench, "{\"model\":\"x\",\"max_tokens\":5}")));
            assertError(
                    404,
                    "not_found_error",
                    bench.send(
                            bench.to("/v1/messages/count_tokens")
                                    .header("x-api-key", bench.key)
                                    .POST(HttpRequest.BodyPublishers.ofString(body("")))));
            bench.model.close();
            assertError(502, "api_error", send(bench, "\"max_tokens\":5"));
            assertEquals(List.of(), bench.settled());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]",
                "\"mcp_servers\":[{\"type\":\"url\"}]",
                "\"speed\":\"fast\"",
                "\"betas\":[\"compact-2026-01-12\"]",
                "\"context_management\":{\"edits\":[{\"type\":\"compact_20260112\"}]}",
                "\"context_management\":{\"edits\":[],\"compact_threshold\":1000}",
                "\"context_management\":[{\"type\":\"compaction\"}]",
                "\"n\":2",
                "\"max_completion_tokens\":5,\"max_new_tokens\":7",
                "\"System\":\"twice\"",
                "\"system\":[{\"type\":\"document\"}]",
                "\"service_tier\":\"priority\"",
            })
    void whatNobodyCanMeasureIsRefused(String field) throws IOException {
        try (GatewayBench bench = GatewayBench.start(folder, stream())) {
            assertError(400, "invalid_request_error", send(bench, "\"max_tokens\":5," + field));
            assertEquals(List.of(), bench.model.asked());
        }
    }

    @Test
    void onlyBetasThatChangeNoPriceArePassed() {
        String answer =
                "{\"type\":\"message\",\"content\":[],\"usage\":{\"input_tokens\":5,"
                        + "\"output_tokens\":1}}";
        String clearing =
                "\"context_management\":{\"edits\":[{\"type\":\"clear_thinking_20251015\",\"keep\":"
                        + "\"all\"},{\"type\":\"clear_tool_uses_20250919\"}]}";
        try (GatewayBench bench =
                GatewayBench.start(folder, (_, reply) -> reply.json(200, answer))) {
            String body = body("\"max_tokens\":5," + clearing);
            HttpResponse<String> told =
                    bench.send(
                            request(bench, body)
                                    .header(
                                            "Anthropic-Beta",
                                            "compact-2026-01-12, effort-2025-11-24,"
                                                    + "interleaved-thinking-2025-05-14")
                                    .header("anthropic-beta", "context-1m-2025-08-07")
                                    .header("x-anthropic-beta", "output-128k-2025-02-19"));
            assertEquals(200, told.statusCode(), told::body);
            AskedModel asked = bench.model.asked().getFirst();
            assertTrue(asked.body().contains(clearing), asked.body());
            assertEquals(
                    List.of("effort-2025-11-24,interleaved-thinking-2025-05-14"),
                    asked.header("anthropic-beta"));
            assertEquals(List.of("output-128k-2025-02-19"), asked.header("x-anthropic-beta"));
        }
    }

    @Test
    void toolsPicturesAndThoughtsAreMeasured() {
        String talk =
                "{\"model\":\"chat\",\"max_tokens\":5,\"system\":[{\"type\":\"text\",\"text\":"
                        + "\"S\",\"cache_control\":{\"type\":\"ephemeral\"}}],\"tools\":[{\"name\":"
                        + "\"t\",\"input_schema\":{\"type\":\"object\"}}],\"messages\":[{\"role\":"
                        + "\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":"
                        + "\"base64\",\"media_type\":\"image/png\",\"data\":\"AAAA\"}}]},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\","
                        + "\"thinking\":\"hm\",\"signature\":\"x\"},{\"type\":\"tool_use\","
                        + "\"id\":\"1\",\"name\":\"t\",\"input\":{\"a\":1}}]},{\"role\":\"user\","
                        + "\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"1\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"42\"}]}]}]}";
        String answer =
                "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"four\"}]}";
        try (GatewayBench bench =
                GatewayBench.start(folder, (_, reply) -> reply.json(200, answer))) {
            assertEquals(200, bench.send(request(bench, talk)).statusCode());
            Settled settled = bench.settled().getFirst();
            assertTrue(settled.units().endsWith("output_tokens=1"), settled::toString);
            // A picture is likely a thousand tokens and some.
            assertTrue(settled.charge() > 1_024, settled::toString);
            assertTrue(settled.charge() < 1_200, settled::toString);
        }
    }
}
