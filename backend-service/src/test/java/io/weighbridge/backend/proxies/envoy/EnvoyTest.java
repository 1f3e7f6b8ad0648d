package io.weighbridge.backend.proxies.envoy;

import static io.weighbridge.backend.proxies.contract.ChatContract.assertError;
import static io.weighbridge.backend.testkit.model.Behaviours.HELLO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.EnvoyTable;
import io.weighbridge.backend.proxies.contract.ChatBench;
import io.weighbridge.backend.proxies.contract.ChatContract;
import io.weighbridge.backend.proxies.envoy.EnvoyBench.Bodies;
import io.weighbridge.backend.proxies.media.MediaEndpoint;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Answers that are not streamed, refusals, and what goes up and comes down, with the real Envoy.
@NeedsProgram(Program.ENVOY)
final class EnvoyTest {
    @TempDir Path folder;

    abstract static class Answers extends ChatContract {
        private final Bodies bodies;

        Answers(Bodies bodies) {
            this.bodies = bodies;
        }

        @Override
        protected ChatBench start(ModelServer.Behaviour behaviour, long creditTokens) {
            return EnvoyBench.start(folder, behaviour, bodies, creditTokens, Map.of());
        }
    }

    @Nested
    final class Documented extends Answers {
        Documented() {
            super(Bodies.DOCUMENTED);
        }
    }

    @Nested
    final class Streamed extends Answers {
        Streamed() {
            super(Bodies.STREAMED);
        }
    }

    @Nested
    final class Duplex extends Answers {
        Duplex() {
            super(Bodies.DUPLEX);
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsNoModels(Bodies bodies) throws IOException {
        try (EnvoyBench bench = EnvoyBench.start(folder, HELLO, bodies)) {
            assertError(404, "unknown_url", bench.send(bench.to("/v1/models").GET()));
            for (MediaEndpoint endpoint : MediaEndpoint.values()) {
                String path = "/v1" + endpoint.path();
                assertError(404, "unknown_url", bench.send(bench.post(path, "{}")));
            }
            assertEquals(List.of(), bench.model.asked());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401,502,upstream_refused",
        "403,502,upstream_refused",
        "307,502,upstream_refused",
        "429,503,upstream_busy"
    })
    void whatIsBetweenTheModelServerAndTheOperatorIsNotPassedOn(int theirs, int ours, String code)
            throws IOException {
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder, (_, reply) -> reply.json(theirs, "{\"error\":\"sk-x***7890\"}"))) {
            HttpResponse<String> response = bench.chat("");
            assertError(ours, code, response);
            assertEquals(List.of(), bench.settled());
        }
    }

    @ParameterizedTest
    @EnumSource
    void errorsAndFailuresBeforeTheAnswerAreNotCharged(Bodies bodies) {
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        (_, reply) -> reply.json(400, "{\"error\":{\"message\":\"no\"}}"),
                        bodies)) {
            HttpResponse<String> wrong = bench.chat("");
            assertEquals(400, wrong.statusCode());
            assertEquals("{\"error\":{\"message\":\"no\"}}", wrong.body());
            bench.model.behave((_, reply) -> reply.die());
            assertEquals(503, bench.chat("").statusCode());
            bench.model.behave((_, reply) -> reply.json(200, "{\"error\":{\"message\":\"no\"}}"));
            assertEquals(200, bench.chat("").statusCode());
            bench.model.close();
            assertEquals(503, bench.chat("").statusCode());
            assertEquals(List.of(), bench.settled());
        }
    }

    @Test
    void takesTenMegabytesAndRefusesMore() throws IOException {
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        HELLO,
                        Bodies.DOCUMENTED,
                        100_000_000,
                        Map.of(EnvoyTable.BODY_MAX_KIB, "10300"))) {
            int length = 10 << 20;
            HttpResponse<String> response =
                    bench.chat("\"max_tokens\":10,\"x\":\"" + "a".repeat(length) + "\"");
            assertEquals(200, response.statusCode(), response.body());
            assertTrue(bench.model.asked().getFirst().body().length() > length);
            assertError(
                    413,
                    "request_too_large",
                    bench.chat("\"x\":\"" + "a".repeat(10_301 << 10) + "\""));
            // Longer than Envoy keeps.
            HttpResponse<String> longer = bench.chat("\"x\":\"" + "a".repeat(12 << 20) + "\"");
            assertEquals(413, longer.statusCode(), longer.body());
            assertEquals(1, bench.model.asked().size());
            assertEquals(List.of(EnvoyBench.settled(Outcome.OK, 9, 4)), bench.settled());
        }
    }

    @Test
    void refusesAWebSocketAtOnce() throws IOException {
        try (EnvoyBench bench = EnvoyBench.start(folder, HELLO);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), bench.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            ("GET /v1/realtime HTTP/1.1\r\nHost: localhost\r\nConnection:"
                                            + " Upgrade\r\nUpgrade: websocket\r\nAuthorization:"
                                            + " Bearer "
                                            + bench.key
                                            + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key:"
                                            + " dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes(12);
            String status = new String(first, StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 403", status);
            assertEquals(List.of(), bench.model.asked());
        }
    }
}
