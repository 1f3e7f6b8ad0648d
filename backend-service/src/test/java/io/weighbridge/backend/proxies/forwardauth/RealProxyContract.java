package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What every proxy that asks over HTTP must do with the configuration of its page.
abstract class RealProxyContract {
    private static final int CALLERS = 64;
    private static final int AFFORDED = 5;

    static final List<String> ODD_PATHS =
            List.of(
                    "/v1/chat/../other",
                    "/v1/../v1/chat",
                    "//v1/chat",
                    "/v1//chat",
                    "/v1/%63hat",
                    "/v1%2fchat",
                    "/v1/chat/%2e%2e/other",
                    "/v1/chat;x=1");

    @TempDir Path folder;

    abstract FrontedModel.Kind kind();

    FrontedModel front(int gatePort) throws IOException {
        Path own = Files.createDirectories(folder.resolve("proxy"));
        return FrontedModel.start(kind(), gatePort, own);
    }

    final ForwardAuthBench gate() {
        return ForwardAuthBench.start(folder.resolve("data"));
    }

    static void assertRefused(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                code,
                ForwardAuthBench.json(response.body()).path("error").path("code").asText(),
                response.body());
    }

    @Test
    void passesACallOnWithItsHoldAndWithoutItsKey() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            HttpResponse<String> response =
                    front.send(
                            front.chat(bench.key)
                                    .header("x-weighbridge-hold", "forged")
                                    .header("X_WEIGHBRIDGE_HOLD", "forged")
                                    .header("x-weighbridge-account", "forged")
                                    .header("x-weighbridge-subject", "forged")
                                    .header("x-request-id", "forged")
                                    .header("X_Weighbridge_Account", "forged")
                                    .header("X-Weighbridge_Hold", "forged")
                                    .header("X_Weighbridge-Hold", "forged")
                                    .header("X-Weighbridge-Request_Id", "forged"));
            assertEquals(200, response.statusCode(), response.body());
            assertTrue(response.body().contains("Hello!"), response.body());
            AskedModel asked = front.model.asked().getFirst();
            assertFalse(asked.all().contains(bench.key), asked::all);
            assertFalse(asked.all().contains("forged"), asked::all);
            assertTrue(
                    asked.header("x-weighbridge-subject").stream().allMatch(String::isEmpty),
                    asked::all);
            assertEquals(List.of("chat"), asked.header("x-weighbridge-service"), asked::all);
            assertEquals(
                    asked.header("x-weighbridge-request-id"),
                    asked.header("x-request-id"),
                    asked::all);
            assertTrue(asked.first().contains("/v1/chat/completions"), asked::all);
            List<String> holds = asked.header("x-weighbridge-hold");
            assertEquals(1, holds.size(), asked::all);
            assertEquals(ForwardAuthBench.HELD, bench.heldTokens());
            bench.report(ForwardAuthBench.used(holds.getFirst(), 9, 4));
            assertEquals(List.of(ForwardAuthBench.settled(Outcome.OK, 9, 4)), bench.settled());
            assertEquals(0, bench.heldTokens());
        }
    }

    /// What the gate is asked about is the proxy's word, whatever the client says of it.
    @Test
    void aClientCannotSayWhereItsCallGoes() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            for (String name : List.of("X-Forwarded-Uri", "X_Forwarded_Uri", "X-Forwarded-Path")) {
                String key = "Authorization: Bearer " + bench.key;
                assertEquals(404, front.raw("/v1/nowhere", key, name + ": /v1/chat/completions"));
                assertEquals(200, front.raw("/v1/chat/completions", key, name + ": /v1/nowhere"));
            }
            assertEquals(3, front.model.asked().size());
        }
    }

    /// By naming it as one of the connection's own headers, which end at a proxy.
    @Test
    void aClientCannotTakeTheHoldOut() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            int status =
                    front.raw(
                            "/v1/chat/completions",
                            "Authorization: Bearer " + bench.key,
                            "Connection: X-Weighbridge-Hold, X-Weighbridge-Service");
            assertEquals(200, status);
            AskedModel asked = front.model.asked().getFirst();
            assertEquals(1, asked.header("x-weighbridge-hold").size(), asked::all);
            assertEquals(List.of("chat"), asked.header("x-weighbridge-service"), asked::all);
        }
    }

    @Test
    void refusesWhatTheGateRefuses() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            assertRefused(401, "invalid_api_key", front.send(front.chat("sk-nobody")));
            long other = bench.test.service("other").id();
            KeySettings foreign = new KeySettings("f", 0, false, Set.of(other), 0, null, List.of());
            String key = bench.test.backend().keys().create(bench.account.id(), foreign).secret();
            assertRefused(404, "model_not_found", front.send(front.chat(key)));
            Account poor = bench.test.account("Poor", 0);
            HttpResponse<String> empty = front.send(front.chat(bench.test.key(poor).secret()));
            assertRefused(402, "insufficient_quota", empty);
            assertEquals("false", ForwardAuthBench.header(empty, "x-should-retry"));
            bench.test.backend().keys().revoke(bench.keyId, "test");
            assertRefused(401, "invalid_api_key", front.send(front.chat(bench.key)));
            int none = front.raw("/v1/chat/completions");
            assertEquals(401, none);
            assertEquals(List.of(), front.model.asked());
            assertEquals(0, bench.heldTokens());
        }
    }

    @Test
    void tellsWhenALimitIsReached() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            ServiceLimits limits = new ServiceLimits(0, 1, -1, -1, false);
            KeySettings few = new KeySettings("few", 0, true, Set.of(), 0, null, List.of(limits));
            String key = bench.test.backend().keys().create(bench.account.id(), few).secret();
            assertEquals(200, front.send(front.chat(key)).statusCode());
            HttpResponse<String> second = front.send(front.chat(key));
            assertRefused(429, "rate_limit_exceeded", second);
            assertTrue(Long.parseLong(ForwardAuthBench.header(second, "retry-after")) > 0);
            assertEquals("1", ForwardAuthBench.header(second, "x-ratelimit-limit-requests"));
            assertEquals("0", ForwardAuthBench.header(second, "x-ratelimit-remaining-requests"));
            assertEquals(1, front.model.asked().size());
        }
    }

    @Test
    void twoKeysAreNone() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            String header = "Authorization: Bearer " + bench.key;
            assertEquals(400, front.raw("/v1/chat/completions", header, header));
            assertEquals(
                    400,
                    front.raw("/v1/chat/completions", header, "authorization: Bearer sk-other"));
            assertEquals(List.of(), front.model.asked());
            assertEquals(0, bench.heldTokens());
            assertEquals(200, front.raw("/v1/chat/completions", header));
        }
    }

    @Test
    void oddPathsReachNoModel() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            String header = "Authorization: Bearer " + bench.key;
            for (String path : ODD_PATHS) {
                int status = front.raw(path, header);
                assertTrue(status == 400 || status == 404, path + ": " + status);
            }
            assertEquals(List.of(), front.model.asked());
            assertEquals(0, bench.heldTokens());
        }
    }

    @Test
    void otherPathsReachNoModel() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            String header = "Authorization: Bearer " + bench.key;
            for (String path : List.of("/v2/chat", "/v1/nowhere", "/weighbridge/question")) {
                assertEquals(404, front.raw(path, header), path);
            }
            assertEquals(List.of(), front.model.asked());
            assertEquals(0, bench.heldTokens());
        }
    }

    /// What the client is told where the gate does not answer.
    void assertUnanswered(HttpResponse<String> response) {
        assertEquals(503, response.statusCode(), response.body());
        assertTrue(response.body().contains("\"error\""), response.body());
    }

    @Test
    void withoutAGateNothingPasses() throws IOException {
        int nobody = RunningProgram.freePorts(1).getFirst();
        try (FrontedModel front = front(nobody)) {
            assertUnanswered(front.send(front.chat("sk-any")));
            assertEquals(List.of(), front.model.asked());
        }
    }

    @Test
    void aSilentGateLetsNothingPass() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
                FrontedModel front = front(silent.getLocalPort())) {
            long since = System.nanoTime();
            HttpResponse<String> response = front.send(front.chat("sk-any"));
            long tookMs = (System.nanoTime() - since) / 1_000_000;
            assertUnanswered(response);
            assertTrue(tookMs < 15_000, tookMs + " ms");
            assertEquals(List.of(), front.model.asked());
        }
    }

    @Test
    void creditForFiveAdmitsFiveOfManyAndNoHoldBlocksForEver() throws IOException {
        try (ForwardAuthBench bench =
                        ForwardAuthBench.start(
                                folder.resolve("data"),
                                Map.of(),
                                VanishedPolicy.BILL_NOTHING,
                                AFFORDED * ForwardAuthBench.HELD);
                FrontedModel front = front(bench.port())) {
            List<Integer> statuses =
                    Calls.atOnce(CALLERS, _ -> front.send(front.chat(bench.key)).statusCode());
            assertEquals(
                    AFFORDED, statuses.stream().filter(s -> s == 200).count(), statuses::toString);
            assertEquals(
                    CALLERS - AFFORDED,
                    statuses.stream().filter(s -> s == 402).count(),
                    statuses::toString);
            assertEquals(AFFORDED, front.model.asked().size());
            assertEquals(402, front.send(front.chat(bench.key)).statusCode());
            bench.expire();
            assertEquals(200, front.send(front.chat(bench.key)).statusCode());
        }
    }

    @Test
    void passesTheModelServersErrorsAndStreamsOn() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            for (int status : new int[] {403, 500}) {
                front.model.behave((_, reply) -> reply.json(status, "{\"own\":1}"));
                HttpResponse<String> response = front.send(front.chat(bench.key));
                assertEquals(status, response.statusCode());
                assertEquals("{\"own\":1}", response.body());
            }
            front.model.behave(
                    (_, reply) -> {
                        reply.stream();
                        reply.event("one");
                        reply.event("two");
                        reply.end();
                    });
            HttpResponse<String> stream = front.send(front.chat(bench.key));
            assertEquals("data: one\n\ndata: two\n\n", stream.body());
            String type = ForwardAuthBench.header(stream, "content-type");
            assertTrue(type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"), type);
        }
    }
}
