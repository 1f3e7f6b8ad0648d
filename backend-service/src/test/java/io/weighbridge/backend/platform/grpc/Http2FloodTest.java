package io.weighbridge.backend.platform.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.weighbridge.backend.platform.log.Logging;
import io.weighbridge.backend.testkit.Calls;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Clients that break or stretch HTTP/2's rules, as fast as they can, on one connection: it is
/// ended, the calls that it could begin are few, and a good client on another one is answered all
/// the time. The attacker's frames are written by hand.
final class Http2FloodTest {
    private static final int RESETS = 300;
    // One window for a whole test, however slow the machine.
    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(
                    100,
                    100,
                    RESETS,
                    3_600,
                    60_000,
                    60_000,
                    60_000,
                    600_000,
                    20_000,
                    ConnectionLimits.MESSAGE_BYTES_DEFAULT);
    private static final int STEPS = 100_000;
    private static final int SLOWED = 2_000;
    private static final byte[] CALL = RawHttp2.call(FloodedServer.HOLD);
    // When the server's own resets are too many, it still handles what it had read.
    private static final int CALLS_PER_READ = 8_192 / CALL.length;
    private static final int LOG_LINES_MAX = 5;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private FloodedServer server;

    @BeforeEach
    void start() {
        Logging.start(false);
        log.start();
        root().addAppender(log);
        // Kept from the console: there are very many.
        grpc().addAppender(log);
        grpc().setAdditive(false);
        server = new FloodedServer(LIMITS);
    }

    /// Of all that libraries say of an attack, a service writes next to nothing.
    @AfterEach
    void stop() throws Exception {
        server.close();
        root().detachAppender(log);
        grpc().detachAppender(log);
        grpc().setAdditive(true);
        LoggerContext service = new LoggerContext();
        JoranConfigurator reader = new JoranConfigurator();
        reader.setContext(service);
        reader.doConfigure(Path.of("src", "main", "resources", "logback.xml").toFile());
        List<String> written =
                List.copyOf(log.list).stream()
                        .filter(
                                event ->
                                        service.getLogger(event.getLoggerName())
                                                .isEnabledFor(event.getLevel()))
                        .map(event -> event.getLoggerName() + " " + event.getFormattedMessage())
                        .toList();
        service.stop();
        assertTrue(written.size() <= LOG_LINES_MAX, written::toString);
    }

    private static Logger grpc() {
        return (Logger) LoggerFactory.getLogger("io.grpc.netty");
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    /// The server says why. What it says is lost on the way when the client goes on sending.
    private static void assertCalmed(RawHttp2 attacker) {
        int said = attacker.goAway();
        assertTrue(said == -1 || said == RawHttp2.ENHANCE_YOUR_CALM, "GOAWAY says " + said);
    }

    private static void begin(RawHttp2 attacker, int stream) throws IOException {
        attacker.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, CALL);
    }

    @Test
    void rapidReset() throws IOException {
        try (RawHttp2 attacker = RawHttp2.open(server.port())) {
            server.attack(
                    attacker,
                    STEPS,
                    (client, stream) -> {
                        begin(client, stream);
                        client.reset(stream);
                    });
            assertCalmed(attacker);
        }
        assertEquals(RESETS + 1, server.held());
    }

    /// Frames after which the server itself must reset the stream, MadeYouReset.
    enum Induced {
        WINDOW_OF_NOTHING,
        WINDOW_OVERFLOW,
        PRIORITY_OF_ANOTHER_LENGTH,
        HEADERS_AFTER_THE_END,
        DATA_AFTER_THE_END;

        void send(RawHttp2 client, int stream) throws IOException {
            switch (this) {
                case WINDOW_OF_NOTHING ->
                        client.frame(RawHttp2.WINDOW_UPDATE, 0, stream, RawHttp2.number(0));
                case WINDOW_OVERFLOW ->
                        client.frame(
                                RawHttp2.WINDOW_UPDATE,
                                0,
                                stream,
                                RawHttp2.number(Integer.MAX_VALUE));
                case PRIORITY_OF_ANOTHER_LENGTH ->
                        client.frame(RawHttp2.PRIORITY, 0, stream, new byte[4]);
                case HEADERS_AFTER_THE_END -> {
                    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, new byte[5]);
                    client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, CALL);
                }
                case DATA_AFTER_THE_END -> {
                    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, new byte[5]);
                    client.frame(RawHttp2.DATA, 0, stream, new byte[5]);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void madeYouReset(Induced induced) throws IOException {
        try (RawHttp2 attacker = RawHttp2.open(server.port())) {
            server.attack(
                    attacker,
                    STEPS,
                    (client, stream) -> {
                        begin(client, stream);
                        induced.send(client, stream);
                    });
            assertTrue(
                    attacker.resets() <= RESETS + CALLS_PER_READ, "resets: " + attacker.resets());
        }
        assertTrue(server.held() <= RESETS + CALLS_PER_READ, "begun: " + server.held());
    }

    @Test
    void headersWithoutAPath() throws IOException {
        // Each is a stream error inside the server, which would log it with its stack.
        byte[] pathless = RawHttp2.call("");
        try (RawHttp2 attacker = RawHttp2.open(server.port())) {
            server.attack(
                    attacker,
                    STEPS,
                    (client, stream) ->
                            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, pathless));
            assertCalmed(attacker);
        }
        assertEquals(0, server.held());
    }

    @Test
    void smallContinuationsWithoutEnd() throws IOException {
        try (RawHttp2 attacker = RawHttp2.open(server.port())) {
            attacker.frame(RawHttp2.HEADERS, 0, 1, CALL);
            server.attack(
                    attacker,
                    STEPS,
                    (client, _) -> client.frame(RawHttp2.CONTINUATION, 0, 1, new byte[0]));
            assertCalmed(attacker);
        }
        assertEquals(0, server.held());
    }

    @Test
    void largeContinuationsWithoutEnd() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            RawHttp2.literal(block, "x-" + i, "v".repeat(120));
        }
        byte[] fragment = block.toByteArray();
        try (RawHttp2 attacker = RawHttp2.open(server.port())) {
            attacker.frame(RawHttp2.HEADERS, 0, 1, CALL);
            server.attack(
                    attacker,
                    STEPS,
                    (client, _) -> client.frame(RawHttp2.CONTINUATION, 0, 1, fragment));
        }
        assertEquals(0, server.held());
    }

    @Test
    void pings() throws IOException {
        try (RawHttp2 attacker = RawHttp2.open(server.port())) {
            server.attack(
                    attacker, STEPS, (client, _) -> client.frame(RawHttp2.PING, 0, 0, new byte[8]));
            assertCalmed(attacker);
        }
    }

    @Test
    void moreCallsAtOnceThanAllowed() throws IOException {
        try (RawHttp2 attacker = RawHttp2.open(server.port())) {
            // What is above the limit is reset, which counts.
            server.attack(attacker, STEPS, Http2FloodTest::begin);
            assertCalmed(attacker);
        }
        assertEquals(4_096, server.held());
    }

    /// At 1,000 a second beyond the first 200; what is not slowed down takes a small part of it.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyResetsAreReadSlowly(boolean isInduced) throws IOException {
        ConnectionLimits limits =
                new ConnectionLimits(
                        100,
                        100,
                        STEPS,
                        3_600,
                        60_000,
                        60_000,
                        60_000,
                        600_000,
                        10_000,
                        ConnectionLimits.MESSAGE_BYTES_DEFAULT);
        try (FloodedServer slowing = new FloodedServer(limits);
                RawHttp2 client = RawHttp2.open(slowing.port())) {
            long beganNanos = System.nanoTime();
            for (int i = 0; i < SLOWED; i++) {
                int stream = 2 * i + 1;
                begin(client, stream);
                if (isInduced) {
                    Induced.WINDOW_OF_NOTHING.send(client, stream);
                } else {
                    client.reset(stream);
                }
            }
            client.flush();
            slowing.goodCalls();
            Calls.await("all began", () -> slowing.held() == SLOWED);
            long tookMs = (System.nanoTime() - beganNanos) / 1_000_000;
            assertTrue(tookMs >= 1_700, "in " + tookMs + " ms");
        }
    }

    @Test
    void fewResetsAreNobodysBusiness() throws IOException {
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            for (int i = 0; i < RESETS; i++) {
                begin(client, 2 * i + 1);
                client.reset(2 * i + 1);
            }
            begin(client, 2 * RESETS + 1);
            client.flush();
            Calls.await("all began", () -> server.held() == RESETS + 1);
            assertFalse(client.isEnded());
        }
    }
}
