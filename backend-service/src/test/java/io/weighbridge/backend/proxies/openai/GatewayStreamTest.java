package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.proxies.contract.Chats.likely;
import static io.weighbridge.backend.proxies.openai.GatewayBench.settled;
import static io.weighbridge.backend.testkit.model.Behaviours.await;
import static io.weighbridge.backend.testkit.model.Behaviours.endless;
import static io.weighbridge.backend.testkit.model.Behaviours.events;
import static io.weighbridge.backend.testkit.model.ModelTexts.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.proxies.contract.ChatBench;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.proxies.contract.StreamContract;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Answers that come in parts.
final class GatewayStreamTest extends StreamContract {
    @Override
    protected ChatBench start(ModelServer.Behaviour behaviour, long creditTokens) {
        return GatewayBench.start(folder, behaviour, creditTokens, Map.of());
    }

    @Test
    void aModelServerThatDiesBeforeTheFirstEventCostsNothing() {
        ModelServer.Behaviour dying =
                (_, reply) -> {
                    reply.stream();
                    reply.die();
                };
        try (GatewayBench bench = GatewayBench.start(folder, dying)) {
            assertEquals(502, bench.chat(OPEN).statusCode());
            assertEquals(List.of(), bench.settled());
        }
    }

    @Test
    void aStatedMaximumIsHeldForAtOnceAndNotCut() {
        String[] datas = new String[302];
        Arrays.fill(datas, ModelTexts.chunk("a long word of the model's"));
        datas[300] = ModelTexts.stop();
        datas[301] = ModelTexts.DONE;
        String fields = "\"stream\":true,\"max_tokens\":300";
        long most = Chats.size(fields).mostTokens();
        try (GatewayBench bench = GatewayBench.start(folder, events(datas), most + 300, Map.of())) {
            // Its estimate is above 300; the model server knows better what a token is.
            assertEquals(stream(datas), bench.chat(fields).body());
            assertEquals(1, bench.settled().size());
        }
    }

    @Test
    void aModelServerThatFallsSilentIsLetGo() {
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        Behaviours.silentAfter(ModelTexts.chunk("a")),
                        GatewayBench.CREDIT,
                        Map.of(GatewayTable.IDLE_TIMEOUT_MS, "300"))) {
            assertTrue(bench.chat(STREAM).body().contains("upstream_timeout"));
            assertEquals(
                    List.of(settled(Outcome.UPSTREAM_ERROR, likely(STREAM), 1)), bench.settled());
        }
    }

    @Test
    void aKeyThatIsRevokedEndsTheStream() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch revoked = new CountDownLatch(1);
        try (GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (asked, reply) -> {
                            begun.countDown();
                            await(revoked);
                            endless(ModelTexts.chunk("a")).answer(asked, reply);
                        })) {
            Thread revoking =
                    Thread.startVirtualThread(
                            () -> {
                                Calls.await(begun);
                                bench.test.backend().keys().revoke(bench.keyId, "test");
                                // The gate is asked once a second.
                                bench.time.pass(Duration.ofSeconds(2));
                                revoked.countDown();
                            });
            String body = bench.chat("\"stream\":true,\"max_tokens\":100000").body();
            assertTrue(
                    body.contains("invalid_api_key"),
                    () -> body.substring(Math.max(0, body.length() - 300)));
            Calls.join(revoking);
            assertEquals(1, bench.settled().size());
        }
    }

    @Test
    void aStopLetsOpenCallsEndAndCutsOffTheRest() {
        CountDownLatch begun = new CountDownLatch(1);
        GatewayBench bench =
                GatewayBench.start(
                        folder,
                        (_, reply) -> {
                            reply.stream();
                            reply.event(ModelTexts.chunk("a"));
                            begun.countDown();
                            reply.awaitGone();
                        },
                        GatewayBench.CREDIT,
                        Map.of(ConfigTable.DRAIN_TIMEOUT_MS, "200"));
        Thread stopping =
                Thread.startVirtualThread(
                        () -> {
                            Calls.await(begun);
                            bench.test.close();
                        });
        assertTrue(bench.chat(STREAM).body().contains("gateway_stopping"));
        Calls.join(stopping);
        bench.model.close();
        assertEquals(
                List.of(settled(Outcome.UPSTREAM_ERROR, likely(STREAM), 1)),
                SettledCalls.in(folder));
    }
}
