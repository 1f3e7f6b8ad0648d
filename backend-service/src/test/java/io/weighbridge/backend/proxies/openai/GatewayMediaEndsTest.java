package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.proxies.openai.MediaBench.hear;
import static io.weighbridge.backend.proxies.openai.MediaBench.settled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.MediaTexts;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How calls of pictures and sound end where something is missing.
final class GatewayMediaEndsTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String PROMPT = "\"prompt\":\"A weighbridge.\"";
    private static final String STREAM = PROMPT + ",\"stream\":true";
    private static final String PARTIAL = "image_generation.partial_image";

    @TempDir Path folder;

    /// It was counted in all ways at once; the book prices one.
    @Test
    void aPictureWithoutAPriceIsChargedByALaterBook() {
        ModelServer.Behaviour one = (_, reply) -> reply.json(200, MediaTexts.images(1, ""));
        try (MediaBench bench = MediaBench.start(folder, one)) {
            TestBackend test = bench.gateway.test;
            Service media = test.backend().services().require("media");
            ServiceSettings usual = media.settings();
            Service changed =
                    test.backend()
                            .services()
                            .update(
                                    "media",
                                    media.version(),
                                    new ServiceSettings(
                                            usual.category(),
                                            usual.disabled(),
                                            usual.vanishedPolicy(),
                                            usual.holdTtlMs(),
                                            usual.defaultOutputTokens(),
                                            usual.meterSliceTokens(),
                                            50 * Calls.TOKEN));
            HttpResponse<String> answer = bench.send(GENERATIONS, PROMPT);
            assertEquals(200, answer.statusCode(), answer::body);
            RequestId id =
                    Objects.requireNonNull(
                            RequestId.parse(
                                    answer.headers()
                                            .firstValue("x-weighbridge-request-id")
                                            .orElseThrow()));
            PriceBook book =
                    test.publish(
                            List.of(
                                    TestBackend.rate(
                                            changed, Unit.IMAGES, Calls.TOKEN * 1_000_000)),
                            List.of());
            var rated =
                    test.backend()
                            .unratedUsage()
                            .rate(id, UUID.randomUUID(), book.id(), Units.NONE, "rated");
            assertEquals(Calls.TOKEN, rated.chargeNanos());
            assertEquals(MediaBench.CREDIT - 1, bench.gateway.balanceAfterAll());
        }
    }

    @Test
    void aKeyThatIsRevokedBeforeTheFirstEventPaysForIt() throws Exception {
        CountDownLatch revoked = new CountDownLatch(1);
        ModelServer.Behaviour slow =
                (_, reply) -> {
                    reply.stream();
                    Behaviours.await(revoked);
                    reply.event(MediaTexts.event(PARTIAL, ""));
                    reply.awaitGone();
                };
        try (MediaBench bench = MediaBench.start(folder, slow, Unit.IMAGES);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> answer =
                    threads.submit(() -> bench.send(GENERATIONS, STREAM));
            Calls.await("asked", () -> !bench.gateway.model.asked().isEmpty());
            bench.gateway.test.backend().keys().revoke(bench.gateway.keyId, "test");
            bench.gateway.time.pass(Duration.ofSeconds(2));
            revoked.countDown();
            assertEquals(401, answer.get().statusCode());
            assertEquals(
                    List.of(settled(Outcome.UPSTREAM_ERROR, "images=1", 1)),
                    bench.gateway.settled());
        }
    }

    @Test
    void aStreamOfNothingIsFree() {
        ModelServer.Behaviour nothing =
                (_, reply) -> {
                    reply.stream();
                    reply.part(": one moment\n\n");
                    reply.die();
                };
        try (MediaBench bench = MediaBench.start(folder, nothing, Unit.IMAGES)) {
            HttpResponse<String> answer = bench.send(GENERATIONS, STREAM);
            assertTrue(answer.body().contains("upstream_unavailable"), answer::body);
            assertEquals(MediaBench.CREDIT, bench.gateway.balanceAfterAll());
        }
    }

    @Test
    void soundWithoutAByteIsFree() {
        ModelServer.Behaviour silent = (_, reply) -> reply.whole(200, "audio/mpeg", new byte[0]);
        try (MediaBench bench = MediaBench.start(folder, silent, Unit.CHARACTERS)) {
            HttpResponse<String> answer =
                    bench.send("/v1/audio/speech", "\"input\":\"Hi\",\"voice\":\"alloy\"");
            assertEquals(200, answer.statusCode(), answer::body);
            assertEquals("", answer.body());
            assertEquals(MediaBench.CREDIT, bench.gateway.balanceAfterAll());
        }
    }

    @Test
    void whatWasHeardIsCountedWhereNothingIsTold() {
        ModelServer.Behaviour parts =
                (_, reply) -> {
                    reply.stream();
                    reply.event(MediaTexts.event("transcript.text.delta", "\"delta\":\"A weigh\""));
                    reply.event(MediaTexts.event("transcript.text.delta", "\"delta\":\"bridge\""));
                    reply.event(MediaTexts.event("transcript.text.done", ""));
                    reply.end();
                };
        try (MediaBench bench =
                MediaBench.start(folder, parts, Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS)) {
            String path = "/v1/audio/transcriptions";
            assertEquals(200, listen(bench, path, "true"));
            bench.gateway.model.behave((_, reply) -> reply.json(200, "{\"segments\":[]}"));
            assertEquals(200, listen(bench, path, "false"));
            assertEquals(
                    List.of(
                            settled("input_tokens=20 audio_input_tokens=20 output_tokens=4", 24),
                            settled("input_tokens=20 audio_input_tokens=20 output_tokens=8", 28)),
                    bench.gateway.settled());
        }
    }

    private static int listen(MediaBench bench, String path, String stream) {
        return bench.send(path, hear(MediaTexts.wav(2_000)).field("stream", stream)).statusCode();
    }

    @Test
    void aPictureThatIsTooLongForOneEventIsNotFree() {
        String picture = "\"b64_json\":\"" + "a".repeat(60_000) + "\"";
        ModelServer.Behaviour long_ =
                (_, reply) -> {
                    reply.stream();
                    reply.event(MediaTexts.event(PARTIAL, picture));
                    reply.awaitGone();
                };
        try (MediaBench bench = start(long_, GatewayTable.ANSWER_MAX_KIB, "2")) {
            assertTooLong(bench.send(GENERATIONS, STREAM));
            assertEquals(
                    List.of(settled(Outcome.UPSTREAM_ERROR, "images=1", 1)),
                    bench.gateway.settled());
        }
    }

    @Test
    void onlySoMuchOfStreamsIsInMemory() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ModelServer.Behaviour half =
                (_, reply) -> {
                    reply.stream();
                    reply.part("data: {\"b64_json\":\"" + "a".repeat(3_000));
                    Behaviours.await(end);
                    reply.part("\"}\n\n");
                    reply.event(MediaTexts.event("image_generation.completed", ""));
                    reply.end();
                };
        ModelServer.Behaviour whole =
                (_, reply) -> {
                    reply.stream();
                    String picture = "\"b64_json\":\"" + "a".repeat(2_000) + "\"";
                    reply.event(MediaTexts.event("image_generation.completed", picture));
                    reply.end();
                };
        try (MediaBench bench = start(half, GatewayTable.ANSWERS_MAX_KIB, "4");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first =
                    threads.submit(() -> bench.send(GENERATIONS, STREAM));
            Calls.await("asked", () -> !bench.gateway.model.asked().isEmpty());
            bench.gateway.model.behave(whole);
            Calls.await("no room", () -> bench.send(GENERATIONS, STREAM).statusCode() == 502);
            end.countDown();
            assertEquals(200, first.get().statusCode());
            for (int i = 0; i < 5; i++) {
                assertEquals(200, bench.send(GENERATIONS, STREAM).statusCode());
            }
        }
    }

    private MediaBench start(ModelServer.Behaviour behaviour, Setting<?> setting, String value) {
        return MediaBench.start(
                folder, behaviour, MediaBench.CREDIT, 0, Map.of(setting, value), Unit.IMAGES);
    }

    private static void assertTooLong(HttpResponse<String> answer) {
        assertEquals(502, answer.statusCode(), answer::body);
        assertTrue(answer.body().contains("answer_too_long"), answer::body);
    }
}
