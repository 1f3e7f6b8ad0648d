package io.weighbridge.backend.proxies.mcp;

import static io.weighbridge.backend.proxies.mcp.ToolBench.calling;
import static io.weighbridge.backend.proxies.mcp.ToolBench.header;
import static io.weighbridge.backend.proxies.mcp.ToolBench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/// A session belongs to the key that opened it.
final class ToolSessionsTest {
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"initialize\",\"params\":{}}";
    private static final String UPSTREAM = "s~1-\"x\"";

    private static final ModelServer.Behaviour OPENS =
            (_, reply) -> reply.json(200, result("7", ""), "Mcp-Session-Id: " + UPSTREAM);

    @TempDir Path folder;

    private static String session(ToolBench bench) {
        HttpResponse<String> opened = bench.send(bench.message("search", INITIALIZE));
        assertEquals(1, opened.headers().allValues("mcp-session-id").size());
        String session = header(opened, "mcp-session-id");
        assertNotEquals(UPSTREAM, session);
        return session;
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String session) {
        return request.header("Mcp-Session-Id", session);
    }

    @Test
    void isOfOneKeyAndOneServer() {
        try (ToolBench bench = ToolBench.start(folder, OPENS)) {
            String session = session(bench);
            String call = calling("web", "7");
            assertEquals(
                    200, bench.send(with(bench.message("search", call), session)).statusCode());
            assertEquals(List.of(UPSTREAM), bench.tools.asked().getLast().header("mcp-session-id"));
            int asked = bench.tools.asked().size();
            String other = bench.test.key(bench.account).secret();
            HttpRequest.Builder stolen = HttpCaller.post(bench.to("/mcp/search"), other, call);
            assertEquals(404, bench.send(with(stolen, session)).statusCode());
            for (String forged :
                    List.of(UPSTREAM, session + "a", "a" + session, "~", "", "x".repeat(3_000))) {
                HttpRequest.Builder request = with(bench.message("search", call), forged);
                int status = bench.send(request).statusCode();
                assertEquals(404, status, forged);
            }
            HttpRequest.Builder elsewhere = with(bench.message("paid", call), session);
            assertEquals(404, bench.send(elsewhere).statusCode());
            HttpRequest.Builder twice = with(with(bench.message("search", call), session), session);
            assertEquals(404, bench.send(twice).statusCode());
            assertEquals(asked, bench.tools.asked().size());
            assertEquals(1, bench.settled().size());
            bench.startAgain();
            assertEquals(
                    404, bench.send(with(bench.message("search", call), session)).statusCode());
            String fresh = session(bench);
            assertEquals(200, bench.send(with(bench.message("search", call), fresh)).statusCode());
        }
    }

    @Test
    void itsStreamCanBeListenedToAndTakenUpAgain() {
        try (ToolBench bench = ToolBench.start(folder, OPENS)) {
            String session = session(bench);
            bench.tools.behave(
                    (_, reply) -> {
                        reply.stream();
                        reply.part("id: 4\ndata: {}\n\n");
                        reply.end();
                    });
            HttpRequest.Builder listening =
                    bench.to("/mcp/search")
                            .header("Authorization", "Bearer " + bench.key)
                            .header("Accept", "text/event-stream")
                            .header("Last-Event-ID", "3");
            assertEquals(400, bench.send(listening).statusCode());
            HttpResponse<String> response = bench.send(with(listening, session));
            assertEquals(200, response.statusCode());
            assertTrue(response.body().endsWith("id: 4\ndata: {}\n\n"), response.body());
            AskedModel asked = bench.tools.asked().getLast();
            assertTrue(asked.first().startsWith("GET /mcp "), asked.first());
            assertEquals(List.of("3"), asked.header("last-event-id"));
            bench.tools.behave((_, reply) -> reply.json(405, ""));
            HttpRequest.Builder ending =
                    bench.to("/mcp/search").header("Authorization", "Bearer " + bench.key).DELETE();
            assertEquals(405, bench.send(with(ending, session)).statusCode());
            assertTrue(bench.tools.asked().getLast().first().startsWith("DELETE /mcp "));
            assertEquals(List.of(), bench.settled());
        }
    }
}
