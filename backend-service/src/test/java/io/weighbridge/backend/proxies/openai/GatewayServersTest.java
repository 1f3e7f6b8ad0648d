package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.proxies.models.ServerTroubles;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Several model servers, and other names there.
final class GatewayServersTest {
    private static final ModelServer.Behaviour HELLO =
            (_, reply) ->
                    reply.json(
                            200,
                            ModelTexts.answer("Hello!", ModelTexts.usage(9, 4))
                                    .replace("\"chat\"", "\"llama-8b\""));
    private static final ModelServer.Behaviour BUSY =
            (_, reply) -> reply.json(503, "{\"error\":{\"message\":\"full\"}}");

    @TempDir Path folder;

    private GatewayBench start(ModelServer first, ModelServer second, String more)
            throws IOException {
        Files.writeString(folder.resolve("first.key"), "sk-first\n");
        Path file =
                Files.writeString(
                        folder.resolve("models.toml"),
                        """
                        [servers.first]
                        url = "FIRST"
                        key_file = "first.key"
                        first_byte_timeout_ms = 200

                        [servers.second]
                        url = "SECOND"

                        [services.chat]
                        servers = [
                          { server = "second", order = 2 },
                          { server = "first", model = "llama-8b" },
                        ]
                        """
                                        .replace("FIRST", first.url())
                                        .replace("SECOND", second.url())
                                + more);
        return GatewayBench.start(
                folder.resolve("data"),
                (_, reply) -> reply.json(200, "{}"),
                GatewayBench.CREDIT,
                Map.of(
                        GatewayTable.MODELS_FILE,
                        file.toString(),
                        GatewayTable.UPSTREAM_KEY,
                        "sk-upstream"));
    }

    @Test
    void saysInTheLogThatAServerDoesNotAnswerOnceInAWhile() throws IOException {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(ServerTroubles.class);
        logged.start();
        logger.addAppender(logged);
        ModelServer first = ModelServer.start(HELLO);
        ModelServer second = ModelServer.start(HELLO);
        try (GatewayBench bench = start(first, second, "")) {
            assertEquals(200, bench.chat("").statusCode());
            assertEquals(List.of(), List.copyOf(logged.list));
            first.close();
            second.close();
            for (int i = 0; i < 3; i++) {
                assertEquals(502, bench.chat("").statusCode());
            }
            List<String> lines =
                    logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
            assertEquals(2, lines.size(), lines::toString);
            assertTrue(lines.getFirst().startsWith("model server first did not answer: "));
            assertTrue(lines.getLast().startsWith("model server second did not answer: "));
        } finally {
            logger.detachAppender(logged);
        }
    }

    @Test
    void asksAServerByItsOwnNameAndKey() throws IOException {
        try (ModelServer first = ModelServer.start(HELLO);
                ModelServer second = ModelServer.start(HELLO);
                GatewayBench bench = start(first, second, "")) {
            assertEquals(200, bench.chat("\"max_tokens\":7,\"x\":\"ü\"").statusCode());
            AskedModel asked = first.asked().getFirst();
            assertTrue(
                    asked.body().startsWith("{\"model\":\"llama-8b\",\"messages\":"), asked.all());
            assertTrue(asked.body().endsWith("\"x\":\"ü\",\"max_tokens\":7}"), asked.all());
            assertEquals(List.of("Bearer sk-first"), asked.header("authorization"));
            assertEquals(List.of(), second.asked());
            assertEquals(List.of(), bench.model.asked());
            assertEquals(List.of(GatewayBench.settled(Outcome.OK, 9, 4)), bench.settled());
        }
    }

    @Test
    void goesToTheNextWhereTheFirstCannotHaveWorkedOnIt() throws IOException {
        ModelServer first = ModelServer.start(HELLO);
        ModelServer second = ModelServer.start(HELLO);
        try (GatewayBench bench = start(first, second, "")) {
            first.close();
            for (int i = 0; i < 2 * 3; i++) {
                assertEquals(200, bench.chat("").statusCode());
            }
            AskedModel asked = second.asked().getFirst();
            assertTrue(asked.body().startsWith("{\"model\":\"chat\","), asked.all());
            assertEquals(List.of(), asked.header("authorization"));
            assertEquals(6, second.asked().size());
            assertEquals(6, bench.settled().size());
            second.close();
            assertEquals(502, bench.chat("").statusCode());
            assertEquals(GatewayBench.CREDIT - 6 * 13, bench.balanceAfterAll());
        }
    }

    @Test
    void doesNotAskAgainWhatMayHaveBeenWorkedOn() throws IOException {
        try (ModelServer first = ModelServer.start((_, reply) -> reply.die());
                ModelServer second = ModelServer.start(HELLO);
                GatewayBench bench = start(first, second, "retry_busy = true\n")) {
            assertEquals(502, bench.chat("").statusCode());
            first.behave((_, reply) -> reply.json(500, "{\"error\":{\"message\":\"no\"}}"));
            assertEquals(500, bench.chat("").statusCode());
            // Its own time, and not the settings'.
            first.behave((_, reply) -> reply.awaitGone());
            assertEquals(504, bench.chat("").statusCode());
            assertEquals(List.of(), second.asked());
            assertEquals(1, bench.settled().size());
        }
    }

    @Test
    void aBusyOneIsPassedOverOnlyWhereThatIsAllowed() throws IOException {
        try (ModelServer first = ModelServer.start(BUSY);
                ModelServer second = ModelServer.start(HELLO);
                GatewayBench bench = start(first, second, "")) {
            HttpResponse<String> busy = bench.chat("");
            assertEquals(503, busy.statusCode());
            assertTrue(busy.body().contains("full"), busy::body);
            assertEquals(List.of(), second.asked());
            assertEquals(List.of(), bench.settled());
        }
    }

    @Test
    void leavesOneAloneThatFailsAndTriesItAgain() throws IOException {
        try (ModelServer first = ModelServer.start(BUSY);
                ModelServer second = ModelServer.start(HELLO);
                GatewayBench bench = start(first, second, "retry_busy = true\n")) {
            for (int i = 0; i < 10; i++) {
                assertEquals(200, bench.chat("").statusCode());
            }
            assertEquals(3, first.asked().size());
            assertEquals(10, second.asked().size());
            bench.time.pass(Duration.ofSeconds(10));
            assertEquals(200, bench.chat("").statusCode());
            assertEquals(200, bench.chat("").statusCode());
            assertEquals(4, first.asked().size());
            bench.time.pass(Duration.ofSeconds(10));
            first.behave(HELLO);
            for (int i = 0; i < 5; i++) {
                assertEquals(200, bench.chat("").statusCode());
            }
            assertEquals(9, first.asked().size());
            assertEquals(12, second.asked().size());
            assertEquals(17, bench.settled().size());
            // Better one that failed than none.
            first.behave(BUSY);
            second.behave(BUSY);
            for (int i = 0; i < 5; i++) {
                assertEquals(503, bench.chat("").statusCode());
            }
            assertTrue(first.asked().size() + second.asked().size() > 21 + 5);
            assertEquals(17, bench.settled().size());
        }
    }

    private static void priced(GatewayBench bench) {
        var _ = bench.test.publish(bench.test.service("other"), 1_000_000, 1_000_000);
    }

    @Test
    void aModelThatNobodyServesIsFree() throws IOException {
        try (ModelServer first = ModelServer.start(HELLO);
                ModelServer second = ModelServer.start(HELLO);
                GatewayBench some = start(first, second, "")) {
            priced(some);
            String body = Chats.body("").replace("\"chat\"", "\"other\"");
            // To the one server for all others.
            assertEquals(200, some.send(some.post("/v1/chat/completions", body)).statusCode());
            assertTrue(some.model.asked().getFirst().body().startsWith("{\"model\":\"other\""));
            assertEquals(
                    List.of("Bearer sk-upstream"),
                    some.model.asked().getFirst().header("authorization"));
        }
        try (GatewayBench bench =
                GatewayBench.start(
                        folder.resolve("none"),
                        HELLO,
                        GatewayBench.CREDIT,
                        Map.of(
                                GatewayTable.MODELS_FILE,
                                folder.resolve("models.toml").toString(),
                                GatewayTable.UPSTREAM,
                                ""))) {
            priced(bench);
            String body = Chats.body("").replace("\"chat\"", "\"other\"");
            HttpResponse<String> refused = bench.send(bench.post("/v1/chat/completions", body));
            assertEquals(503, refused.statusCode());
            assertTrue(refused.body().contains("model_unserved"), refused::body);
            assertEquals(GatewayBench.CREDIT, bench.balanceAfterAll());
            assertEquals(List.of(), bench.settled());
        }
    }

    /// It has a port, and never agrees on keys: it has no request, so nothing is charged.
    @Test
    void aServerThatNeverAgreesOnKeysIsLetGo() throws IOException {
        try (ServerSocket silent = new ServerSocket(0);
                GatewayBench bench =
                        GatewayBench.start(
                                folder.resolve("data"),
                                HELLO,
                                GatewayBench.CREDIT,
                                Map.of(
                                        GatewayTable.UPSTREAM,
                                        "https://127.0.0.1:" + silent.getLocalPort() + "/v1",
                                        GatewayTable.FIRST_BYTE_TIMEOUT_MS,
                                        "200"))) {
            HttpResponse<String> late = bench.chat("");
            assertEquals(504, late.statusCode(), late.body());
            assertEquals(List.of(), bench.settled());
        }
    }
}
