package io.weighbridge.backend.proxies.mcp;

import static io.weighbridge.backend.proxies.mcp.ToolBench.CALL;
import static io.weighbridge.backend.proxies.mcp.ToolBench.calling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.model.Behaviours;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Streams that wait, and what is open at a stop.
final class ToolStopsTest {
    @TempDir Path folder;

    private static HttpRequest.Builder listening(ToolBench bench) {
        return bench.to("/mcp/search").header("Authorization", "Bearer " + bench.key);
    }

    @Test
    void aKeyHasOnlySoManyStreamsThatWait() throws IOException {
        try (ToolBench bench =
                ToolBench.start(
                        folder,
                        Behaviours.endless("{}"),
                        ToolBench.CREDIT,
                        Map.of(GatewayTable.CALLS_MAX, "32"))) {
            HttpResponse<InputStream> first = bench.open(listening(bench));
            assertEquals(200, first.statusCode());
            assertEquals(503, bench.send(listening(bench)).statusCode());
            first.body().close();
            // Its place is free again once the gateway has noticed.
            Calls.await(
                    "a place",
                    () -> {
                        HttpResponse<InputStream> next = bench.open(listening(bench));
                        close(next);
                        return next.statusCode() == 200;
                    });
            assertEquals(List.of(), bench.settled());
        }
    }

    private static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Timeout(60)
    void whatIsFreeTakesNoPlaceOfACall() throws IOException {
        String list = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"subscriptions/listen\"}";
        try (ToolBench bench =
                ToolBench.start(
                        folder,
                        Behaviours.endless("{}"),
                        ToolBench.CREDIT,
                        Map.of(GatewayTable.CALLS_MAX, "32"))) {
            String poor = bench.test.key(bench.test.account("Poor", 1)).secret();
            List<HttpResponse<InputStream>> open = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                open.add(bench.open(HttpCaller.post(bench.to("/mcp/search"), poor, list)));
            }
            assertEquals(4, open.stream().filter(response -> response.statusCode() == 200).count());
            assertEquals(200, bench.chat("").statusCode());
            open.add(bench.open(bench.message("search", list)));
            assertEquals(200, open.getLast().statusCode());
            open.forEach(ToolStopsTest::close);
        }
    }

    /// Within about a second.
    @Test
    @Timeout(60)
    void aRevokedKeyIsServedNoLonger() throws IOException {
        try (ToolBench bench = ToolBench.start(folder, Behaviours.endless("{}"))) {
            HttpResponse<InputStream> free = bench.open(listening(bench));
            assertEquals(200, free.statusCode());
            HttpResponse<InputStream> priced =
                    bench.open(bench.message("search", calling("web", "7")));
            if (priced.statusCode() != 200) {
                free.body().close();
                fail(new String(priced.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            bench.test.backend().keys().revoke(bench.keyId, "lost");
            var _ = free.body().transferTo(OutputStream.nullOutputStream());
            var _ = priced.body().transferTo(OutputStream.nullOutputStream());
            assertEquals(List.of(CALL), bench.charges());
        }
    }

    @Test
    @Timeout(60)
    void whatIsOpenAtAStopIsChargedWhereItMayHaveRun() throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(2);
        try (ToolBench bench =
                ToolBench.start(
                        folder,
                        Behaviours.telling(
                                gone,
                                (_, reply) -> {
                                    reply.stream();
                                    reply.event("{}");
                                    asked.countDown();
                                    reply.awaitGone();
                                }),
                        ToolBench.CREDIT,
                        Map.of(ConfigTable.DRAIN_TIMEOUT_MS, "200"))) {
            HttpResponse<InputStream> call =
                    bench.open(bench.message("search", calling("web", "7")));
            HttpResponse<InputStream> stream = bench.open(listening(bench));
            Calls.await(asked);
            String begin = ":\n\ndata: {}\n\n";
            assertEquals(
                    begin,
                    new String(call.body().readNBytes(begin.length()), StandardCharsets.UTF_8));
            assertEquals(
                    begin,
                    new String(stream.body().readNBytes(begin.length()), StandardCharsets.UTF_8));
            bench.startAgain();
            Calls.await(gone);
            assertEquals(List.of(CALL), bench.charges());
        }
    }
}
