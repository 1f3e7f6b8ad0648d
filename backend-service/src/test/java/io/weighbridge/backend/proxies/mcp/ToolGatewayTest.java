package io.weighbridge.backend.proxies.mcp;

import static io.weighbridge.backend.proxies.mcp.ToolBench.CALL;
import static io.weighbridge.backend.proxies.mcp.ToolBench.DEEP;
import static io.weighbridge.backend.proxies.mcp.ToolBench.SUNNY;
import static io.weighbridge.backend.proxies.mcp.ToolBench.calling;
import static io.weighbridge.backend.proxies.mcp.ToolBench.header;
import static io.weighbridge.backend.proxies.mcp.ToolBench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.proxies.openai.OpenAiGateway;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Calls of tools: what they cost, and when they cost nothing.
final class ToolGatewayTest {
    @TempDir Path folder;

    private static Settled settled(Outcome outcome, long charge) {
        return new Settled(outcome.number(), ToolBench.UNITS, charge, OpenAiGateway.PROXY);
    }

    private static void assertError(
            int status, String code, String id, HttpResponse<String> response) throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        JsonNode error = ModelJson.ANSWERS.readTree(response.body());
        assertEquals("2.0", error.path("jsonrpc").asText());
        assertEquals(id, error.path("id").toString(), response.body());
        assertTrue(error.path("error").path("code").isInt(), response.body());
        assertEquals(code, error.path("error").path("data").path("code").asText());
    }

    @Test
    void aCallCostsItsPrice() {
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            HttpResponse<String> response =
                    bench.send(
                            bench.message("search", calling("web", "7"))
                                    .header("mcp-protocol-version", "2025-06-18")
                                    .header("x-weighbridge-subject", "forged")
                                    .header("x-copy", bench.key)
                                    .header("cookie", "a=b"));
            assertEquals(200, response.statusCode());
            assertEquals(result("7", ""), response.body());
            assertEquals("0.100000000", header(response, "x-weighbridge-cost"));
            assertEquals(36, header(response, "x-weighbridge-request-id").length());
            AskedModel asked = bench.tools.asked().getFirst();
            assertEquals("POST /mcp HTTP/1.1", asked.first());
            assertEquals(calling("web", "7"), asked.body());
            assertEquals(List.of("Bearer " + ToolBench.SERVER_KEY), asked.header("authorization"));
            assertEquals(List.of("2025-06-18"), asked.header("mcp-protocol-version"));
            assertFalse(asked.all().contains(bench.key), asked::all);
            assertFalse(asked.all().toLowerCase(Locale.ROOT).contains("weighbridge"), asked::all);
            bench.call("deep");
            assertEquals(
                    List.of(settled(Outcome.OK, CALL), settled(Outcome.OK, DEEP)), bench.settled());
        }
    }

    @Test
    void streamsAsItComesAndChargesBeforeTheResult() throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        String progress = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}";
        String other = result("\"7\"", "");
        try (ToolBench bench =
                ToolBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.part("id: 1\ndata: " + progress + "\n\n");
                            Behaviours.await(seen);
                            reply.event(other);
                            reply.event(result("7", ""));
                            reply.event(progress);
                            reply.end();
                        })) {
            HttpResponse<InputStream> response =
                    bench.open(bench.message("search", calling("web", "7")));
            try (InputStream in = response.body()) {
                String first = ":\n\nid: 1\ndata: " + progress + "\n\n";
                assertEquals(
                        first, new String(in.readNBytes(first.length()), StandardCharsets.UTF_8));
                assertEquals(
                        CALL * Calls.TOKEN,
                        bench.test.balance(bench.account).heldNanos().orElseThrow());
                seen.countDown();
                String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(
                        "data: "
                                + other
                                + "\n\ndata: "
                                + result("7", "")
                                + "\n\ndata: "
                                + progress
                                + "\n\n",
                        rest);
            }
            assertEquals(List.of(settled(Outcome.OK, CALL)), bench.settled());
        }
    }

    @Test
    void whatDidNotRunIsFreeAndWhatFailedItselfIsNot() {
        String error =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,\"message\":\"no\"}}";
        try (ToolBench bench = ToolBench.start(folder, (_, reply) -> reply.json(200, error))) {
            assertEquals(error, bench.call("web").body());
            bench.tools.behave(Behaviours.events(error));
            bench.call("web");
            bench.tools.behave((_, reply) -> reply.json(400, error));
            assertEquals(400, bench.call("web").statusCode());
            bench.tools.behave((_, reply) -> reply.json(500, result("7", "")));
            assertEquals(500, bench.call("web").statusCode());
            bench.tools.behave((_, reply) -> reply.json(401, "{}"));
            assertEquals(502, bench.call("web").statusCode());
            String asksBack = ",\"resultType\":\"input_required\"";
            bench.tools.behave((_, reply) -> reply.json(200, result("7", asksBack)));
            assertEquals(200, bench.call("web").statusCode());
            bench.tools.behave((_, reply) -> reply.die());
            assertEquals(502, bench.call("web").statusCode());
            assertEquals(List.of(), bench.settled());
            bench.tools.behave((_, reply) -> reply.json(200, result("7", ",\"isError\":true")));
            bench.call("web");
            // Nobody can say that it did not run.
            bench.tools.behave((_, reply) -> reply.json(200, "what is this"));
            bench.call("web");
            bench.tools.behave((_, reply) -> reply.json(200, result("8", "")));
            bench.call("web");
            assertEquals(
                    List.of(
                            settled(Outcome.OK, CALL),
                            settled(Outcome.UPSTREAM_ERROR, CALL),
                            settled(Outcome.OK, CALL)),
                    bench.settled());
        }
    }

    @Test
    void whoLeavesOrIsLeftPaysOnce() throws IOException {
        try (ToolBench bench =
                ToolBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event("{}");
                            reply.die();
                        })) {
            assertTrue(bench.call("web").body().endsWith("data: {}\n\n"));
            bench.tools.behave((_, reply) -> reply.partOfJson("{\"jsonrpc\""));
            assertError(502, "upstream_unavailable", "7", bench.call("web"));
            bench.tools.behave((_, reply) -> reply.awaitGone());
            HttpResponse<String> late = bench.call("web");
            assertError(504, "upstream_timeout", "7", late);
            assertEquals("false", header(late, "x-should-retry"));
            assertEquals(3, bench.settled().size());
            CountDownLatch ended = new CountDownLatch(1);
            bench.tools.behave(Behaviours.telling(ended, Behaviours.endless("{}")));
            bench.open(bench.message("search", calling("web", "7"))).body().close();
            Calls.await(ended);
            assertEquals(
                    List.of(
                            settled(Outcome.UPSTREAM_ERROR, CALL),
                            settled(Outcome.UPSTREAM_ERROR, CALL),
                            settled(Outcome.UPSTREAM_ERROR, CALL),
                            settled(Outcome.CLIENT_GONE, CALL)),
                    bench.settled());
        }
    }

    @Test
    void otherMessagesAreFreeUnlessRequestsHaveAPrice() {
        String list = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";
        String note = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
        String back = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            for (String message : List.of(list, note, back)) {
                assertEquals(200, bench.send(bench.message("search", message)).statusCode());
            }
            assertEquals(List.of(), bench.settled());
            for (String message : List.of(list, note, back)) {
                assertEquals(200, bench.send(bench.message("paid", message)).statusCode());
            }
            bench.send(bench.message("paid", calling("web", "7")));
            Settled request =
                    new Settled(
                            Outcome.OK.number(),
                            "requests=1",
                            ToolBench.REQUEST,
                            OpenAiGateway.PROXY);
            assertEquals(List.of(request, request), bench.settled());
            assertEquals(7, bench.tools.asked().size());
        }
    }

    @Test
    void refusesAsClientsUnderstandAndAsksNobody() throws IOException {
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            String call = calling("web", "\"a\"");
            String poor = bench.test.key(bench.test.account("Poor", 1)).secret();
            HttpResponse<String> broke =
                    bench.send(HttpCaller.post(bench.to("/mcp/search"), poor, call));
            assertError(402, "insufficient_quota", "\"a\"", broke);
            assertEquals("false", header(broke, "x-should-retry"));
            ServiceLimits limits =
                    new ServiceLimits(
                            bench.test.backend().services().require("mcp/search").id(),
                            0,
                            -1,
                            -1,
                            false);
            KeySettings limited =
                    new KeySettings("limited", 0, true, Set.of(), 0, null, List.of(limits));
            String slow = bench.test.backend().keys().create(bench.account.id(), limited).secret();
            HttpResponse<String> tooMany =
                    bench.send(HttpCaller.post(bench.to("/mcp/search"), slow, call));
            assertError(429, "rate_limit_exceeded", "\"a\"", tooMany);
            assertFalse(header(tooMany, "retry-after").isEmpty());
            assertError(
                    401,
                    "invalid_api_key",
                    "null",
                    bench.send(HttpCaller.post(bench.to("/mcp/search"), "wb_live_x", call)));
            assertError(404, "model_not_found", "null", bench.send(bench.message("unnamed", call)));
            HttpResponse<String> none = bench.send(bench.message("none", call));
            assertError(404, "model_not_found", "null", none);
            assertTrue(none.body().contains("The tool `mcp/none` does not exist"), none.body());
            String batch = bench.send(bench.message("search", "[" + call + "]")).body();
            assertTrue(batch.contains("a list (a batch)"), batch);
            assertError(
                    503, "model_unpriced", "\"a\"", bench.send(bench.message("unpriced", call)));
            assertError(
                    403,
                    "origin_not_allowed",
                    "null",
                    bench.send(
                            bench.message("search", call).header("Origin", "https://evil.test")));
            assertEquals(List.of(), bench.tools.asked());
            assertEquals(List.of(), bench.settled());
            assertEquals(
                    200,
                    bench.send(
                                    bench.message("search", call)
                                            .header("Origin", "https://app.example.test"))
                            .statusCode());
        }
    }

    @Test
    void refusesWhatCanBeReadInTwoWays() throws IOException {
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            String call = calling("web", "\"a\"");
            for (String wrong :
                    List.of(
                            "[" + call + "," + call + "]",
                            call.replace("2.0", "1.0"),
                            call.replace("\"method\"", "\"Method\""),
                            call.replace("\"name\"", "\"Name\""),
                            call.replace("\"id\":\"a\",", ""),
                            call.replace("\"id\":\"a\"", "\"id\":null"),
                            call.replace("\"id\":\"a\"", "\"id\":1.5"),
                            call.replace("\"id\":\"a\"", "\"id\":\"a\",\"id\":\"b\""),
                            call.replace("\"web\"", "7"),
                            "{\"jsonrpc\":\"2.0\",\"id\":1}",
                            "",
                            "{")) {
                assertError(
                        400, "invalid_value", "null", bench.send(bench.message("search", wrong)));
            }
            assertError(
                    405,
                    "method_not_allowed",
                    "null",
                    bench.send(
                            bench.message("search", call)
                                    .PUT(HttpRequest.BodyPublishers.noBody())));
            assertEquals(List.of(), bench.tools.asked());
            assertEquals(List.of(), bench.settled());
        }
    }

    @Test
    void aKeyCallsOnlyWhatItMay() throws IOException {
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            long search = bench.test.backend().services().require("mcp/search").id();
            KeySettings narrow =
                    new KeySettings("narrow", 0, false, Set.of(search), 0, null, List.of());
            String key = bench.test.backend().keys().create(bench.account.id(), narrow).secret();
            String list = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";
            assertEquals(
                    200,
                    bench.send(HttpCaller.post(bench.to("/mcp/search"), key, calling("web", "7")))
                            .statusCode());
            assertError(
                    404,
                    "model_not_found",
                    "7",
                    bench.send(
                            HttpCaller.post(bench.to("/mcp/search"), key, calling("deep", "7"))));
            assertError(
                    404,
                    "model_not_found",
                    "null",
                    bench.send(HttpCaller.post(bench.to("/mcp/paid"), key, list)));
            assertEquals(1, bench.tools.asked().size());
        }
    }

    @Test
    void aPriceForOneAccountCounts() throws IOException {
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            Account own = bench.test.account("Own", 1_000 * Calls.TOKEN);
            long service = bench.test.backend().services().require("mcp/unpriced").id();
            Rate rate =
                    new Rate(
                            service,
                            Unit.TOOL_CALLS,
                            ServiceTier.STANDARD,
                            0,
                            own.id(),
                            40 * Calls.TOKEN,
                            1,
                            List.of());
            var _ = bench.test.publish(List.of(rate), List.of());
            String call = calling("web", "7");
            String key = bench.test.key(own).secret();
            assertEquals(
                    200,
                    bench.send(HttpCaller.post(bench.to("/mcp/unpriced"), key, call)).statusCode());
            assertError(503, "model_unpriced", "7", bench.send(bench.message("unpriced", call)));
            bench.test.awaitNoHolds(own);
            assertEquals(List.of(settled(Outcome.OK, 40)), bench.settled());
        }
    }

    /// Peers admit 6 to 64.
    @Test
    void creditForFiveAdmitsExactlyFive() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger refused = new AtomicInteger();
        ModelServer.Behaviour waits =
                (asked, reply) -> {
                    Behaviours.await(go);
                    SUNNY.answer(asked, reply);
                };
        try (ToolBench bench = ToolBench.start(folder, waits, 5 * CALL, Map.of())) {
            List<Integer> statuses =
                    Calls.atOnce(
                            64,
                            _ -> {
                                int status = bench.call("web").statusCode();
                                if (status == 402 && refused.incrementAndGet() == 59) {
                                    go.countDown();
                                }
                                return status;
                            });
            assertEquals(5, statuses.stream().filter(status -> status == 200).count());
            assertEquals(5, bench.settled().size());
            assertEquals(0, bench.balanceTokens());
        }
    }
}
