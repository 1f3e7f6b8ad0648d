package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;

/// The page docs/proxies/traefik.md.
@NeedsProgram(Program.TRAEFIK)
final class TraefikTest extends RealProxyContract {
    @Override
    FrontedModel.Kind kind() {
        return new FrontedModel.Kind(
                "traefik",
                List.of("traefik.yml", "dynamic.yml"),
                file -> List.of(Program.TRAEFIK.path().toString(), "--configFile=" + file));
    }

    // It listens before it has read its routes, and until then knows none.
    @Override
    FrontedModel front(int gatePort) throws IOException {
        FrontedModel front = super.front(gatePort);
        Calls.await("its routes", () -> status(front) != 404);
        return front;
    }

    private static int status(FrontedModel front) {
        try {
            return front.raw("/v1/chat");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void assertUnanswered(HttpResponse<String> response) {
        assertEquals(500, response.statusCode(), response.body());
    }

    /// It waits for 30 seconds, which nothing can change: so the silent gate breaks off.
    @Override
    @Test
    void aSilentGateLetsNothingPass() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> breakOff(silent));
            try (FrontedModel front = front(silent.getLocalPort())) {
                assertUnanswered(front.send(front.chat("sk-any")));
                assertEquals(List.of(), front.model.asked());
            }
        }
    }

    private static void breakOff(ServerSocket silent) {
        try {
            while (!silent.isClosed()) {
                silent.accept().close();
            }
        } catch (SocketException e) {
            // The test is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// It makes some of them even before it asks: the model server gets what was asked about.
    @Override
    @Test
    void oddPathsReachNoModel() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            int passed = 0;
            for (String path : ODD_PATHS) {
                int status = front.raw(path, "Authorization: Bearer " + bench.key);
                assertTrue(List.of(200, 400, 404).contains(status), path + ": " + status);
                passed += status == 200 ? 1 : 0;
            }
            assertEquals(4, passed);
            assertEquals(
                    Collections.nCopies(passed, "POST /v1/chat HTTP/1.1"),
                    front.model.asked().stream().map(AskedModel::first).toList());
            assertEquals(passed * ForwardAuthBench.HELD, bench.heldTokens());
        }
    }

    @Test
    void makesNoWebSocket() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            int status =
                    front.raw(
                            "/v1/chat/completions",
                            "Authorization: Bearer " + bench.key,
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertEquals(200, status);
            AskedModel asked = front.model.asked().getFirst();
            assertEquals(List.of(), asked.header("upgrade"), asked::all);
        }
    }
}
