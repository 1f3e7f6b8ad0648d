package io.weighbridge.backend.proxies.envoy;

import static io.weighbridge.backend.testkit.model.Behaviours.HELLO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.weighbridge.backend.ForwardAuthTable;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.envoy.AttributeContext;
import io.weighbridge.proto.envoy.AuthorizationGrpc;
import io.weighbridge.proto.envoy.CheckRequest;
import io.weighbridge.proto.envoy.CheckResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Who may call, asked by the real Envoy before it passes a call on (ext_authz).
@NeedsProgram(Program.ENVOY)
final class EnvoyCheckTest {
    private static final Path CONFIGURATION = Path.of("../docs/proxies/envoy/ext_authz.yaml");
    // Held for each call: 100 and 20 tokens.
    private static final Map<Setting<?>, String> SETTINGS =
            Map.of(
                    ForwardAuthTable.PATHS,
                    "/v1/chat=chat",
                    ForwardAuthTable.ESTIMATES,
                    "chat input_tokens=100 output_tokens=20; images requests=1");

    @TempDir Path folder;

    private EnvoyBench start(long creditTokens, TimeSource time) {
        return EnvoyBench.start(
                folder, HELLO, text -> text, CONFIGURATION, creditTokens, SETTINGS, time);
    }

    private static String hold(AskedModel asked) {
        List<String> holds = asked.header("x-weighbridge-hold");
        assertEquals(1, holds.size(), holds::toString);
        return holds.getFirst();
    }

    @Test
    void holdsForACallWhoseUseIsToldLater() {
        try (EnvoyBench bench = start(EnvoyBench.CREDIT, new SystemTime())) {
            HttpResponse<String> response =
                    bench.send(
                            bench.chatting("")
                                    .header("x-weighbridge-hold", "forged")
                                    .header("x-weighbridge-account", "forged")
                                    .header("x-copy", bench.key)
                                    .header("cookie", "a=b"));
            assertEquals(200, response.statusCode(), response.body());
            assertEquals(
                    120 * Calls.TOKEN, bench.test.balance(bench.account).heldNanos().orElseThrow());
            AskedModel asked = bench.model.asked().getFirst();
            assertFalse(asked.all().contains(bench.key), asked::all);
            assertFalse(asked.all().contains("forged"), asked::all);
            assertEquals(List.of(), asked.header("cookie"));
            assertEquals(List.of("Bearer MODEL_SERVER_KEY"), asked.header("authorization"));
            assertEquals(
                    asked.header("x-weighbridge-request-id"),
                    response.headers().allValues("x-weighbridge-request-id"));
            bench.test.gate(EnvoyBench.PROXY).settle(Calls.settle(hold(asked), 9, 4).build());
            assertEquals(List.of(EnvoyBench.settled(Outcome.OK, 9, 4)), bench.settled());
        }
    }

    @Test
    void refusesAsOpenAiDoesAndAsksNobody() {
        try (EnvoyBench bench = start(100, new SystemTime())) {
            String body = Chats.body("");
            assertRefused(402, "insufficient_quota", bench.chat(""));
            HttpRequest.Builder bare =
                    bench.to("/v1/chat/completions")
                            .POST(HttpRequest.BodyPublishers.ofString(body));
            assertRefused(401, "invalid_api_key", bench.send(bare));
            assertRefused(
                    401,
                    "invalid_api_key",
                    bench.send(bare.copy().header("Authorization", "Bearer sk-nobody")));
            assertRefused(
                    400,
                    "invalid_header",
                    bench.send(bench.chatting("").header("Authorization", "Bearer " + bench.key)));
            assertRefused(404, "model_not_found", bench.send(bench.post("/v1/other", body)));
            assertRefused(404, "model_not_found", bench.send(bench.post("/images/x", body)));
            assertRefused(
                    400, "invalid_path", bench.send(bench.post("/v1/chat;x/completions", body)));
            assertEquals(List.of(), bench.model.asked());
            assertEquals(0, bench.test.balance(bench.account).heldNanos().orElseThrow());
        }
    }

    /// A request to a service that is priced by images only.
    @Test
    void whatHasNoPriceIsNotHeldAtNothing() {
        try (EnvoyBench bench = start(EnvoyBench.CREDIT, new SystemTime())) {
            Service images = bench.test.service("images");
            bench.test.publish(
                    List.of(TestBackend.rate(images, Unit.IMAGES, 1_000_000)), List.of());
            String body = Chats.body("");
            assertRefused(503, "model_unpriced", bench.send(bench.post("/images/x", body)));
            assertEquals(List.of(), bench.model.asked());
        }
    }

    private static void assertRefused(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().contains("\"code\":\"" + code + "\""), response::body);
        assertEquals(List.of("application/json"), response.headers().allValues("content-type"));
    }

    /// Else its hold would end first, and nobody could tell any more what it used.
    @Test
    @Timeout(60)
    void anAnswerIsCutWhileItsHoldLives() throws IOException {
        CountDownLatch gone = new CountDownLatch(1);
        ModelServer.Behaviour slow =
                Behaviours.telling(gone, Behaviours.silentAfter(ModelTexts.chunk("a")));
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        slow,
                        text ->
                                EnvoyBench.replaced(
                                        text,
                                        "max_stream_duration: 540s",
                                        "max_stream_duration: 1s"),
                        CONFIGURATION,
                        EnvoyBench.CREDIT,
                        SETTINGS,
                        new SystemTime())) {
            try (InputStream in = bench.open(bench.chatting("\"stream\":true")).body()) {
                assertThrows(IOException.class, in::readAllBytes);
            }
            Calls.await(gone);
            String holdId = hold(bench.model.asked().getFirst());
            bench.test.gate(EnvoyBench.PROXY).settle(Calls.settle(holdId, 9, 1).build());
            assertEquals(List.of(EnvoyBench.settled(Outcome.OK, 9, 1)), bench.settled());
        }
    }

    @Test
    void withoutTheGateNoCallIsMade() {
        try (EnvoyBench bench = start(EnvoyBench.CREDIT, new SystemTime())) {
            bench.stopGate();
            assertEquals(503, bench.chat("").statusCode());
            assertEquals(List.of(), bench.model.asked());
            bench.startGate();
        }
    }

    /// A clock that stands still for a decision of the gate until it is let go.
    private static final class StandingTime implements TimeSource {
        private final TimeSource real = new SystemTime();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);
        private volatile boolean isStanding;

        @Override
        public long nanos() {
            if (isStanding && isDeciding()) {
                reached.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return real.nanos();
        }

        private static boolean isDeciding() {
            return StackWalker.getInstance()
                    .walk(
                            frames ->
                                    frames.anyMatch(
                                            frame ->
                                                    frame.getClassName()
                                                            .equals(Gate.class.getName())));
        }

        @Override
        public long wallMs(long nanos) {
            return real.wallMs(nanos);
        }
    }

    /// As when its client leaves, or its patience ends, while the gate thinks.
    @Test
    void whatNobodyHearsHoldsNothing() throws Exception {
        StandingTime time = new StandingTime();
        try (EnvoyBench bench = start(EnvoyBench.CREDIT, time)) {
            ManagedChannel channel =
                    ProcessCalls.channel(bench.test, bench.test.tokens().proxy(EnvoyBench.PROXY));
            try {
                time.isStanding = true;
                ListenableFuture<CheckResponse> asked =
                        AuthorizationGrpc.newFutureStub(channel).check(question(bench));
                assertTrue(time.reached.await(30, TimeUnit.SECONDS), "the gate decides");
                assertTrue(asked.cancel(true));
                // On the same connection, so it comes after the reset.
                assertEquals(
                        Status.Code.UNIMPLEMENTED,
                        Calls.statusOf(
                                () -> HealthGrpc.newBlockingStub(channel).check(anything())));
                time.isStanding = false;
                time.letGo.countDown();
                Calls.await("held and let go", () -> bench.releases() == 1);
                bench.awaitNoHolds();
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static HealthCheckRequest anything() {
        return HealthCheckRequest.getDefaultInstance();
    }

    private static CheckRequest question(EnvoyBench bench) {
        return CheckRequest.newBuilder()
                .setAttributes(
                        AttributeContext.newBuilder()
                                .setRequest(
                                        AttributeContext.Request.newBuilder()
                                                .setHttp(
                                                        AttributeContext.HttpRequest.newBuilder()
                                                                .setPath("/v1/chat/completions")
                                                                .putHeaders(
                                                                        "authorization",
                                                                        "Bearer " + bench.key))))
                .build();
    }
}
