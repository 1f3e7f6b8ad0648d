package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.proxies.openai.MediaBench.settled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.MediaTexts;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// On the way to a model server, and how long that may take.
final class GatewaySendingTest {
    private static final int FILE_BYTES = 24 << 20;

    @TempDir Path folder;

    private static ServerSocket listen() throws IOException {
        ServerSocket listening = new ServerSocket();
        // So that little of a request fits between.
        listening.setReceiveBufferSize(64 << 10);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return listening;
    }

    /// A server that says nothing once there is a connection is given up before the hold ends. And
    /// it is not asked to speak HTTP/2, whose connections outlive the calls that are broken off.
    @Test
    void agreeingOnKeysTakesNoLongerThanTheHold() throws Exception {
        try (ServerSocket listening = listen();
                GatewayBench bench =
                        GatewayBench.start(
                                folder,
                                (_, reply) -> reply.die(),
                                GatewayBench.CREDIT,
                                Map.of(
                                        GatewayTable.UPSTREAM,
                                        "https://127.0.0.1:" + listening.getLocalPort(),
                                        GatewayTable.FIRST_BYTE_TIMEOUT_MS,
                                        "3600000"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> answer = threads.submit(() -> bench.chat(""));
            try (Socket connection = listening.accept()) {
                DataInputStream in = new DataInputStream(connection.getInputStream());
                in.skipNBytes(3);
                byte[] hello = in.readNBytes(in.readUnsignedShort());
                String protocols = new String(hello, StandardCharsets.ISO_8859_1);
                assertTrue(protocols.contains("\bhttp/1.1"), protocols);
                assertFalse(protocols.contains("\u0002h2"), protocols);
                bench.time.pass(Duration.ofSeconds(5 + 60 + 1));
                assertEquals(504, answer.get().statusCode());
            }
            assertEquals(GatewayBench.CREDIT, bench.balanceAfterAll());
        }
    }

    /// Each part may take its time: the hold lives on, however many there are.
    @Test
    void aHoldLivesOnWhileALongRequestIsTaken() throws Exception {
        try (ServerSocket listening = listen();
                MediaBench bench =
                        MediaBench.start(
                                folder,
                                (_, reply) -> reply.die(),
                                MediaBench.CREDIT,
                                0,
                                Map.of(
                                        GatewayTable.UPSTREAM,
                                        "http://127.0.0.1:" + listening.getLocalPort(),
                                        GatewayTable.BODY_MAX_KIB,
                                        "32768",
                                        GatewayTable.BODIES_MAX_KIB,
                                        "262144"),
                                Unit.IMAGES);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            FormText form =
                    new FormText()
                            .field("model", "media")
                            .file("image", "a.png", new byte[FILE_BYTES]);
            Future<HttpResponse<String>> answer =
                    threads.submit(() -> bench.send("/v1/images/variations", form));
            try (Socket connection = listening.accept()) {
                InputStream in = connection.getInputStream();
                in.skipNBytes(1);
                long before = hold(bench).expiresAtMs();
                bench.gateway.time.pass(Duration.ofSeconds(50));
                in.skipNBytes(FILE_BYTES / 2);
                Calls.await("kept", () -> hold(bench).expiresAtMs() >= before + 50_000);
                in.skipNBytes(FILE_BYTES / 2);
                byte[] body = MediaTexts.images(1, "").getBytes(StandardCharsets.UTF_8);
                String head =
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
                connection
                        .getOutputStream()
                        .write((head + body.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                connection.getOutputStream().write(body);
                assertEquals(200, answer.get().statusCode());
            }
            assertEquals(List.of(settled("images=1", 1)), bench.gateway.settled());
        }
    }

    private static Hold hold(MediaBench bench) {
        return bench.gateway.test.backend().ledger().holds(bench.gateway.account.id()).getFirst();
    }
}
