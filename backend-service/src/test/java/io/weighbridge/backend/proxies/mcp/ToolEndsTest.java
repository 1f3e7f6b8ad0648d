package io.weighbridge.backend.proxies.mcp;

import static io.weighbridge.backend.proxies.mcp.ToolBench.CALL;
import static io.weighbridge.backend.proxies.mcp.ToolBench.SUNNY;
import static io.weighbridge.backend.proxies.mcp.ToolBench.calling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.proxies.openai.OpenAiGateway;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.Behaviours;
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
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// What a tool server says at the end, and what it is told at the begin: neither makes a call free.
final class ToolEndsTest {
    private static final String PROGRESS =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}";

    @TempDir Path folder;

    private static String error(int code) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":" + code + ",\"message\":\"\"}}";
    }

    private static Settled settled(Outcome outcome, long charge) {
        return new Settled(outcome.number(), ToolBench.UNITS, charge, OpenAiGateway.PROXY);
    }

    private static String limited(ToolBench bench) {
        long search = bench.test.backend().services().require("mcp/search").id();
        ServiceLimits limits =
                new ServiceLimits(search, 100, 1_000, ServiceLimits.UNLIMITED, false);
        KeySettings settings =
                new KeySettings("limited", 0, true, Set.of(), 0, null, List.of(limits));
        return bench.test.backend().keys().create(bench.account.id(), settings).secret();
    }

    /// Also of a key that has a limit of tokens, of which a tool makes none.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aToolMayTakeLongerThanASecond(boolean isLimited) throws IOException {
        CountDownLatch late = new CountDownLatch(1);
        String result = ToolBench.result("7", "");
        try (ToolBench bench =
                ToolBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(PROGRESS);
                            Behaviours.await(late);
                            reply.event(PROGRESS);
                            reply.event(result);
                            reply.end();
                        })) {
            HttpResponse<InputStream> answer =
                    bench.open(
                            HttpCaller.post(
                                    bench.to("/mcp/search"),
                                    isLimited ? limited(bench) : bench.key,
                                    calling("web", "7")));
            assertEquals(':', answer.body().read());
            bench.time.pass(Duration.ofSeconds(2));
            late.countDown();
            String rest = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(rest.contains(result), rest);
            assertEquals(List.of(settled(Outcome.OK, CALL)), bench.settled());
        }
    }

    @Test
    void anErrorIsFreeOnlyWhereItSaysThatNothingBegan() {
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            for (int code : List.of(-32_700, -32_600, -32_601, -32_602, -32_042)) {
                bench.tools.behave((_, reply) -> reply.json(200, error(code)));
                assertEquals(error(code), bench.call("web").body());
                bench.tools.behave(Behaviours.events(PROGRESS, error(code)));
                bench.call("web");
            }
            assertEquals(List.of(), bench.settled());
            // As the SDK answers what was cancelled while the tool ran.
            bench.tools.behave(Behaviours.events(PROGRESS, error(-32_800)));
            assertTrue(bench.call("web").body().contains("-32800"));
            assertEquals(List.of(settled(Outcome.UPSTREAM_ERROR, CALL)), bench.settled());
            bench.tools.behave((_, reply) -> reply.json(200, error(-32_603)));
            assertEquals(error(-32_603), bench.call("web").body());
            assertEquals(
                    List.of(
                            settled(Outcome.UPSTREAM_ERROR, CALL),
                            settled(Outcome.UPSTREAM_ERROR, CALL)),
                    bench.settled());
        }
    }

    @Test
    void anIdThatDoesNotComeBackMakesNothingCheaper() {
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            for (String id :
                    List.of("\"\\ud800\"", "\"a\\udc00b\"", "9007199254740992", "-1e400")) {
                HttpResponse<String> refused =
                        bench.send(bench.message("feed", calling("web", id)));
                assertEquals(400, refused.statusCode(), refused.body());
            }
            assertEquals(List.of(), bench.tools.asked());
            for (String id : List.of("\"\\ud83d\\ude00\"", "-9007199254740991", "7")) {
                HttpResponse<String> served = bench.send(bench.message("feed", calling("web", id)));
                assertEquals(200, served.statusCode(), served.body());
            }
            // Those of the first two came under another id, and have cost their fees too.
            Settled paid = settled(Outcome.OK, 1 + ToolBench.FEE);
            assertEquals(List.of(paid, paid, paid), bench.settled());
        }
    }

    @Test
    void headersNameWhatIsCharged() {
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            bench.send(
                    bench.message("search", calling("web", "7"))
                            .header("Mcp-Name", "deep")
                            .header("Mcp-Name", "deeper")
                            .header("Mcp-Method", "tools/list"));
            bench.send(bench.message("search", calling("ü", "7")).header("mcp-name", "deep"));
            bench.send(
                    bench.message("search", PROGRESS)
                            .header("Mcp-Name", "deep")
                            .header("Mcp-Method", "tools/call"));
            bench.call("web");
            List<AskedModel> asked = bench.tools.asked();
            assertEquals(List.of("web"), asked.get(0).header("mcp-name"));
            assertEquals(List.of("tools/call"), asked.get(0).header("mcp-method"));
            assertEquals(List.of("=?base64?w7w=?="), asked.get(1).header("mcp-name"));
            assertEquals(List.of(), asked.get(1).header("mcp-method"));
            assertEquals(List.of(), asked.get(2).header("mcp-name"));
            assertEquals(List.of("notifications/progress"), asked.get(2).header("mcp-method"));
            assertEquals(List.of(), asked.get(3).header("mcp-name"));
        }
    }

    @Test
    void whatToolsAreChargedAsIsNoModel() {
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            for (String service : List.of("mcp/search", "mcp/search/deep")) {
                HttpResponse<String> refused =
                        bench.send(
                                bench.post(
                                        "/v1/chat/completions",
                                        "{\"model\":\""
                                                + service
                                                + "\",\"messages\":[],\"max_tokens\":5}"));
                assertEquals(404, refused.statusCode(), refused.body());
                assertTrue(refused.body().contains("model_not_found"), refused.body());
            }
            String listed =
                    bench.send(
                                    bench.to("/v1/models")
                                            .header("Authorization", "Bearer " + bench.key))
                            .body();
            assertTrue(listed.contains("\"chat\""), listed);
            assertFalse(listed.contains("mcp/search"), listed);
            assertEquals(List.of(), bench.model.asked());
            assertEquals(List.of(), bench.settled());
        }
    }
}
