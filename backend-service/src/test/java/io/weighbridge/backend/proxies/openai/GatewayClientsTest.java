package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.testkit.model.Behaviours.HELLO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Clients that are slow, or that send what takes more than it looks like.
final class GatewayClientsTest {
    @TempDir Path folder;

    /// A server of which a client can take only the beginning, and that counts what it sent.
    private static ModelServer.Behaviour endless(AtomicLong sent) {
        return (_, reply) -> {
            reply.stream();
            while (true) {
                reply.event(ModelTexts.chunk("a"));
                sent.incrementAndGet();
            }
        };
    }

    @Test
    void nothingIsReadOfAKeyThatMayNotBeUsed() {
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            bench.test.backend().keys().revoke(bench.keyId, "test");
            try (RawClient client = new RawClient(bench).head(bench.key, 100_000)) {
                assertEquals("HTTP/1.1 401 Unauthorized", client.line());
            }
        }
    }

    @Test
    void nothingIsReadFromAnAddressThatIsBarred() {
        try (GatewayBench bench = GatewayBench.start(folder, HELLO)) {
            String elsewhere =
                    bench.test
                            .backend()
                            .keys()
                            .create(
                                    bench.account.id(),
                                    new KeySettings(
                                            "elsewhere",
                                            0,
                                            true,
                                            Set.of(),
                                            0,
                                            null,
                                            List.of(),
                                            List.of(IpNetwork.parse("networks", "10.1.0.0/16"))))
                            .secret();
            try (RawClient client = new RawClient(bench).head(elsewhere, 100_000)) {
                assertEquals("HTTP/1.1 403 Forbidden", client.line());
            }
        }
    }

    @Test
    void whoeverSendsSlowlyTakesNoPlaceAndIsLetGo() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        HELLO,
                        GatewayBench.CREDIT,
                        Map.of(
                                GatewayTable.CALLS_MAX,
                                "1",
                                GatewayTable.BODY_TIMEOUT_MS,
                                "1500"))) {
            try (RawClient slow = new RawClient(bench).head(bench.key, 1_000_000).send("{")) {
                assertEquals(200, bench.chat("").statusCode());
                // A byte now and then does not help.
                Calls.await("let go", () -> !slow.takes(" "));
            }
        }
    }

    @Test
    void whoeverAsksForNothingIsLetGoAndALongAnswerIsNot() {
        CountDownLatch end = new CountDownLatch(1);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            Behaviours.await(end);
                            reply.event(ModelTexts.DONE);
                            reply.end();
                        },
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.BODY_TIMEOUT_MS, "300"))) {
            try (RawClient open = new RawClient(bench).chat(bench, "\"stream\":true")) {
                assertEquals("HTTP/1.1 200 OK", open.line());
                for (int i = 0; i < 2; i++) {
                    try (RawClient idle = new RawClient(bench)) {
                        assertEquals("", idle.rest());
                    }
                }
                end.countDown();
                Calls.await("its end", () -> open.line().equals("0"));
                assertEquals("", open.line());
                assertEquals("HTTP/1.1 200 OK", open.chat(bench, "").line());
            }
            bench.awaitNoHolds();
        }
    }

    @Test
    void theRestOfARefusedRequestIsNotWaitedForForEver() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        HELLO,
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.BODY_TIMEOUT_MS, "300"))) {
            try (RawClient client = new RawClient(bench).head("sk-nobody", 1_000_000)) {
                assertEquals("HTTP/1.1 401 Unauthorized", client.line());
                Calls.await("let go", () -> !client.takes(" "));
            }
        }
    }

    private static RawClient half(GatewayBench bench) {
        return new RawClient(bench).head(bench.key, 3_000).send("{".repeat(1_500));
    }

    @Test
    void onlySoMuchOfRequestsIsInMemory() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        HELLO,
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.BODIES_MAX_KIB, "2"))) {
            String fields = "\"x\":\"" + "a".repeat(1_000) + "\"";
            assertEquals(200, bench.chat(fields).statusCode());
            AtomicReference<RawClient> half = new AtomicReference<>(half(bench));
            AtomicReference<HttpResponse<String>> refused = new AtomicReference<>();
            Calls.await(
                    "refused",
                    () -> {
                        refused.set(bench.chat(fields));
                        if (refused.get().statusCode() == 503) {
                            return true;
                        }
                        // It was not there yet, or met ours and was refused itself.
                        half.getAndSet(half(bench)).close();
                        return false;
                    });
            assertTrue(refused.get().body().contains("gateway_busy"), () -> refused.get().body());
            assertTrue(half.get().takes(" "));
            half.get().close();
            Calls.await("room again", () -> bench.chat(fields).statusCode() == 200);
            // What was sent on does not count any more while the answer comes.
            CountDownLatch end = new CountDownLatch(1);
            bench.model.behave(
                    (_, reply) -> {
                        reply.stream();
                        reply.event(ModelTexts.chunk("a"));
                        Behaviours.await(end);
                        reply.event(ModelTexts.DONE);
                        reply.end();
                    });
            try (RawClient open = new RawClient(bench).chat(bench, "\"stream\":true," + fields)) {
                assertEquals("HTTP/1.1 200 OK", open.line());
                bench.model.behave(HELLO);
                assertEquals(200, bench.chat(fields).statusCode());
                end.countDown();
                bench.awaitNoHolds();
            }
        }
    }

    @Test
    void aRequestOfNothingButBracketsIsRefused() {
        try (GatewayBench bench =
                GatewayBench.start(folder, HELLO, 10 * GatewayBench.CREDIT, Map.of())) {
            String most = "\"x\":[" + "[],".repeat(200_000) + "[]]";
            assertEquals(200, bench.chat(most).statusCode());
            String more = "\"x\":[" + "[],".repeat(300_000) + "[]]";
            assertEquals(400, bench.chat(more).statusCode());
        }
    }

    @Test
    void aClientThatDoesNotTakeItsAnswerIsLetGo() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        endless(new AtomicLong()),
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.IDLE_TIMEOUT_MS, "500"))) {
            try (RawClient _ = new RawClient(bench).chat(bench, "\"stream\":true")) {
                Calls.await("begun", () -> !bench.model.asked().isEmpty());
                Settled settled = bench.settled().getFirst();
                assertEquals(Outcome.CLIENT_GONE.number(), settled.outcome());
                assertTrue(settled.charge() > 100, settled::toString);
            }
        }
    }

    @Test
    void aStopLetsGoOfAClientThatDoesNotTakeItsAnswer() {
        AtomicLong sent = new AtomicLong();
        GatewayBench bench =
                GatewayBench.start(
                        folder,
                        endless(sent),
                        GatewayBench.CREDIT,
                        Map.of(ConfigTable.DRAIN_TIMEOUT_MS, "100"));
        try (RawClient _ = new RawClient(bench).chat(bench, "\"stream\":true")) {
            awaitStall(sent);
            bench.test.close();
        }
        bench.model.close();
        List<Settled> settled = SettledCalls.in(folder);
        assertEquals(1, settled.size());
        assertTrue(settled.getFirst().charge() > 100, settled::toString);
    }

    // Nothing more was sent for a while: all buffers are full.
    private static void awaitStall(AtomicLong sent) {
        AtomicLong last = new AtomicLong();
        AtomicLong same = new AtomicLong();
        Calls.await(
                "a stall",
                () -> {
                    long now = sent.get();
                    boolean isSame = now > 0 && last.getAndSet(now) == now;
                    same.set(isSame ? same.get() + 1 : 0);
                    return same.get() > 300;
                });
    }
}
