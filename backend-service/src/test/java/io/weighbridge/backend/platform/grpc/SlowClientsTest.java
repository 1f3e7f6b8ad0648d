package io.weighbridge.backend.platform.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.testkit.Calls;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Clients that open connections and take their time, and clients that open very many.
final class SlowClientsTest {
    private static final int CLIENTS = 200;
    private static final long SHORT_MS = 300;
    private static final long LONG_MS = 600_000;

    private static ConnectionLimits limits(
            int perAddress, long handshakeMs, long keepAliveMs, long idleMs) {
        return new ConnectionLimits(
                1_000,
                perAddress,
                1_000,
                3_600,
                handshakeMs,
                keepAliveMs,
                SHORT_MS,
                idleMs,
                20_000,
                ConnectionLimits.MESSAGE_BYTES_DEFAULT);
    }

    /// Lets them all send a byte now and then until the server has ended every one.
    private static void trickle(FloodedServer server, List<RawHttp2> slow, byte... bytes) {
        int[] turn = {0};
        Calls.await(
                "all slow clients are put out",
                () -> {
                    server.goodCalls();
                    for (RawHttp2 client : slow) {
                        try {
                            client.bytes(bytes[turn[0] % bytes.length]);
                            client.flush();
                        } catch (IOException e) {
                            // Put out.
                        }
                    }
                    turn[0]++;
                    return slow.stream().allMatch(RawHttp2::isEnded);
                });
        server.goodCalls();
        Calls.await("only the good client is left", () -> server.connections() == 1);
        assertEquals(0, server.held());
    }

    @Test
    void whoNeverFinishesItsGreetingIsPutOut() throws IOException {
        try (FloodedServer server = new FloodedServer(limits(1_000, SHORT_MS, LONG_MS, LONG_MS))) {
            List<RawHttp2> slow = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                slow.add(RawHttp2.silent(server.port()));
            }
            Calls.await("silent ones too", () -> slow.getFirst().isEnded());
            slow.add(RawHttp2.silent(server.port()));
            // Its first bytes are right, and then it starts over.
            trickle(server, slow, RawHttp2.preface()[0]);
        }
    }

    @Test
    void whoNeverFinishesItsHeadersAndDoesNotAnswerIsPutOut() throws IOException {
        try (FloodedServer server = new FloodedServer(limits(1_000, LONG_MS, SHORT_MS, LONG_MS))) {
            List<RawHttp2> slow = unfinished(server);
            trickle(server, slow, (byte) 0);
        }
    }

    /// Frames of headers that are as long as frames may be, and come byte by byte.
    private static List<RawHttp2> unfinished(FloodedServer server) throws IOException {
        List<RawHttp2> slow = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RawHttp2 client = RawHttp2.open(server.port());
            client.bytes((byte) 0, (byte) 0x40, (byte) 0, (byte) RawHttp2.HEADERS, (byte) 0);
            client.bytes(RawHttp2.number(1));
            client.flush();
            slow.add(client);
        }
        Calls.await("all came", () -> server.connections() == CLIENTS + 1);
        return slow;
    }

    @Test
    void tooManyConnectionsOfOneAddressAreNotTaken() throws IOException {
        try (FloodedServer server = new FloodedServer(limits(5, LONG_MS, LONG_MS, LONG_MS))) {
            List<RawHttp2> taken = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                taken.add(RawHttp2.open(server.port()));
            }
            Calls.await("all came", () -> server.connections() == 5);
            for (int i = 0; i < CLIENTS; i++) {
                RawHttp2 surplus = RawHttp2.silent(server.port());
                Calls.await("it is closed at once", surplus::isEnded);
            }
            server.goodCalls();
            assertEquals(5, server.connections());
            assertFalse(taken.getFirst().isEnded());
            taken.getFirst().close();
            Calls.await("one has gone", () -> server.connections() == 4);
            try (RawHttp2 next = RawHttp2.open(server.port())) {
                Calls.await("another may come", () -> server.connections() == 5);
                assertFalse(next.isEnded());
            }
            for (RawHttp2 client : taken) {
                client.close();
            }
        }
    }
}
