package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.proxies.openai.MediaBench.settled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.MediaServer;
import io.weighbridge.backend.testkit.model.MediaTexts;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Pictures through the whole service: what was made is charged, what may be made is held for.
final class GatewayImagesTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String PROMPT = "\"prompt\":\"A weighbridge.\"";
    private static final Unit[] TOKENS = {Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS};

    @TempDir Path folder;

    private static ModelServer.Behaviour images(int count, String fields) {
        return (_, reply) -> reply.json(200, MediaTexts.images(count, fields));
    }

    @Test
    void whatWasMadeIsCharged() throws IOException {
        try (MediaBench bench = MediaBench.start(folder, images(2, ""), Unit.IMAGES)) {
            HttpResponse<String> answer = bench.send(GENERATIONS, PROMPT + ",\"n\":3");
            assertEquals(200, answer.statusCode(), answer::body);
            assertEquals(MediaTexts.images(2, ""), answer.body());
            assertEquals("0.002000000", answer.headers().firstValue("x-weighbridge-cost").get());
            assertEquals(List.of(settled("images=2", 2)), bench.gateway.settled());
            String sent = bench.gateway.model.asked().getLast().body();
            assertEquals("{\"model\":\"media\"," + PROMPT + ",\"n\":3}", sent);
        }
    }

    @Test
    void tokensAreThoseThatWereTold() {
        String usage = MediaTexts.imageUsage(10, 300, 272);
        try (MediaBench bench = MediaBench.start(folder, images(1, usage), TOKENS)) {
            assertEquals(200, bench.send(GENERATIONS, PROMPT).statusCode());
            assertEquals(
                    List.of(
                            settled(
                                    "input_tokens=310 image_input_tokens=300 output_tokens=272"
                                            + " image_output_tokens=272",
                                    582)),
                    bench.gateway.settled());
        }
    }

    /// Without a usage it is what such a picture has: the prompt by its bytes.
    @Test
    void tokensThatAreNotToldAreEstimatedAndNotFree() {
        try (MediaBench bench = MediaBench.start(folder, images(1, ""), TOKENS)) {
            assertEquals(
                    200, bench.send(GENERATIONS, PROMPT + ",\"quality\":\"low\"").statusCode());
            assertEquals(
                    List.of(
                            settled(
                                    "input_tokens=4 output_tokens=476 image_output_tokens=476",
                                    480)),
                    bench.gateway.settled());
        }
    }

    @Test
    void aServicePricedByRequestsIsChargedForOne() {
        try (MediaBench bench = MediaBench.start(folder, images(4, ""), Unit.REQUESTS)) {
            assertEquals(200, bench.send(GENERATIONS, PROMPT + ",\"n\":4").statusCode());
            assertEquals(List.of(settled("requests=1", 1)), bench.gateway.settled());
        }
    }

    /// A fee alone would be held, and something else charged.
    @Test
    void aServicePricedByWhatNobodyCanKnowIsRefusedWhateverItsFee() {
        try (MediaBench bench =
                MediaBench.start(
                        folder, images(1, ""), MediaBench.CREDIT, 5, Unit.GPU_MILLISECONDS)) {
            HttpResponse<String> answer = bench.send(GENERATIONS, PROMPT);
            assertEquals(503, answer.statusCode());
            assertTrue(answer.body().contains("model_unpriced"), answer::body);
            assertEquals(List.of(), bench.gateway.model.asked());
        }
    }

    @Test
    void creditForFiveAdmitsFiveOfSixtyFour() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ModelServer.Behaviour slow =
                (_, reply) -> {
                    Behaviours.await(go);
                    reply.json(200, MediaTexts.images(2, ""));
                };
        try (MediaBench bench = MediaBench.start(folder, slow, 10, 0, Unit.IMAGES);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all =
                    IntStream.range(0, 64)
                            .mapToObj(
                                    _ ->
                                            threads.submit(
                                                    () ->
                                                            bench.send(
                                                                            GENERATIONS,
                                                                            PROMPT + ",\"n\":2")
                                                                    .statusCode()))
                            .toList();
            Calls.await("59 refused", () -> all.stream().filter(Future::isDone).count() == 59);
            go.countDown();
            int served = 0;
            for (Future<Integer> one : all) {
                served += one.get() == 200 ? 1 : 0;
            }
            assertEquals(5, served);
            assertEquals(0, bench.gateway.balanceAfterAll());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":0",
                "\"n\":11",
                "\"n\":\"2\"",
                "\"stream\":true,\"n\":2",
                "\"size\":\"9000x9000\"",
                "\"size\":\"1024X1024\"",
                "\"quality\":\"best\"",
                "\"width\":4096",
                "\"num_images\":4",
                "\"image_urls\":[\"https://example.com/a.png\"]",
                "\"svg\":{\"model\":\"dear\"}",
                "\"output_format\":\"gif\"",
                "\"image\":\"https://example.com/a.png\"",
                "\"provider\":{}",
                "\"Size\":\"auto\"",
                "\"layers\":4",
                "\"diffusers_kwargs\":\"{}\"",
                "\"Parameters\":{\"num_images\":4}",
                "\"anything\":{\"size\":\"4096x4096\"}",
                "\"anything\":[4]",
                "\"response_format\":\"zip\"",
                "\"partial_images\":4",
                "\"prompt\":\"\""
            })
    void whatIsNotHeldForIsRefused(String field) {
        try (MediaBench bench = MediaBench.start(folder, images(1, ""), Unit.IMAGES)) {
            String fields = field.contains("prompt") ? field : PROMPT + "," + field;
            HttpResponse<String> answer = bench.send(GENERATIONS, fields);
            assertEquals(400, answer.statusCode(), answer::body);
            assertTrue(answer.body().contains("invalid_value"), answer::body);
            assertEquals(List.of(), bench.gateway.model.asked());
        }
    }

    @Test
    void aStreamIsChargedBeforeItsLastEventIsTold() {
        try (MediaBench bench = MediaBench.start(folder, new MediaServer(), TOKENS)) {
            HttpResponse<String> answer =
                    bench.send(GENERATIONS, PROMPT + ",\"stream\":true,\"partial_images\":1");
            assertTrue(answer.body().contains("image_generation.partial_image"), answer::body);
            assertTrue(
                    answer.body().contains("\"weighbridge\":{\"cost\":\"0.282000000\""),
                    answer::body);
            assertEquals(
                    List.of(
                            settled(
                                    "input_tokens=10 output_tokens=272 image_output_tokens=272",
                                    282)),
                    bench.gateway.settled());
        }
    }

    /// What came of it was made.
    @Test
    void aStreamThatBreaksAfterAPictureIsNotFree() {
        ModelServer.Behaviour breaking =
                (_, reply) -> {
                    reply.stream();
                    reply.event(MediaTexts.event("image_generation.partial_image", ""));
                    reply.die();
                };
        try (MediaBench bench = MediaBench.start(folder, breaking, Unit.IMAGES)) {
            HttpResponse<String> answer = bench.send(GENERATIONS, PROMPT + ",\"stream\":true");
            assertTrue(answer.body().contains("upstream_unavailable"), answer::body);
            assertEquals(
                    List.of(settled(Outcome.UPSTREAM_ERROR, "images=1", 1)),
                    bench.gateway.settled());
        }
    }

    @Test
    void whoLeavesAStreamIsChargedForThePicture() throws IOException {
        CountDownLatch left = new CountDownLatch(1);
        ModelServer.Behaviour long_ =
                (_, reply) -> {
                    reply.stream();
                    reply.event(MediaTexts.event("image_generation.partial_image", ""));
                    Behaviours.await(left);
                    for (int i = 0; i < 2_000; i++) {
                        reply.event(
                                MediaTexts.event(
                                        "image_generation.partial_image",
                                        "\"b64_json\":\"" + "a".repeat(1_000) + "\""));
                    }
                    reply.event(
                            MediaTexts.event(
                                    "image_generation.completed", MediaTexts.imageUsage(7, 0, 99)));
                    reply.end();
                };
        try (MediaBench bench = MediaBench.start(folder, long_, TOKENS)) {
            HttpResponse<InputStream> response =
                    bench.gateway.open(bench.json(GENERATIONS, PROMPT + ",\"stream\":true"));
            try (InputStream in = response.body()) {
                assertEquals('d', in.read());
            }
            left.countDown();
            assertEquals(
                    List.of(
                            settled(
                                    Outcome.CLIENT_GONE,
                                    "input_tokens=7 output_tokens=99 image_output_tokens=99",
                                    106)),
                    bench.gateway.settled());
        }
    }

    @Test
    void aKeyThatIsRevokedEndsAStream() throws IOException {
        CountDownLatch revoked = new CountDownLatch(1);
        ModelServer.Behaviour slow =
                (_, reply) -> {
                    reply.stream();
                    reply.event(MediaTexts.event("image_generation.partial_image", ""));
                    Behaviours.await(revoked);
                    while (true) {
                        reply.event(MediaTexts.event("image_generation.partial_image", ""));
                    }
                };
        try (MediaBench bench = MediaBench.start(folder, slow, Unit.IMAGES)) {
            HttpResponse<InputStream> response =
                    bench.gateway.open(bench.json(GENERATIONS, PROMPT + ",\"stream\":true"));
            try (InputStream in = response.body()) {
                assertEquals('d', in.read());
                bench.gateway.test.backend().keys().revoke(bench.gateway.keyId, "test");
                bench.gateway.time.pass(Duration.ofSeconds(2));
                revoked.countDown();
                String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(rest.contains("invalid_api_key"), rest);
            }
            assertEquals(
                    List.of(settled(Outcome.UPSTREAM_ERROR, "images=1", 1)),
                    bench.gateway.settled());
        }
    }

    /// Nobody hears of it for longer than the hold lives: it is not free, and not charged by a
    /// guess.
    @Test
    void aCallThatNobodyEndsWaitsWithItsHold() throws IOException {
        CountDownLatch late = new CountDownLatch(1);
        ModelServer.Behaviour slow =
                (_, reply) -> {
                    Behaviours.await(late);
                    reply.json(200, MediaTexts.images(1, ""));
                };
        try (MediaBench bench = MediaBench.start(folder, slow, 10, 0, Unit.IMAGES)) {
            try (RawClient client = new RawClient(bench.gateway)) {
                String body = "{\"model\":\"media\"," + PROMPT + "}";
                client.send(
                        "POST "
                                + GENERATIONS
                                + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                + bench.gateway.key
                                + "\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);
                Calls.await("asked", () -> !bench.gateway.model.asked().isEmpty());
                bench.gateway.time.pass(Duration.ofHours(25));
                Calls.await("ended", () -> unrated(bench) == 1);
                assertEquals(1, held(bench));
                late.countDown();
                assertEquals("HTTP/1.1 502 Bad Gateway", client.line());
            }
            assertEquals(1, held(bench));
        }
    }

    private static long held(MediaBench bench) {
        return bench.gateway.test.balance(bench.gateway.account).heldNanos().orElseThrow()
                / Calls.TOKEN;
    }

    private long unrated(MediaBench bench) {
        bench.gateway.test.backend().ledger().atBarrier(() -> {});
        return SettledCalls.in(folder).size();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 500})
    void anErrorIsFree(int status) {
        ModelServer.Behaviour wrong =
                (_, reply) -> reply.json(status, "{\"error\":{\"message\":\"no\"}}");
        try (MediaBench bench = MediaBench.start(folder, wrong, Unit.IMAGES)) {
            assertEquals(
                    status == 401 ? 502 : status, bench.send(GENERATIONS, PROMPT).statusCode());
            assertEquals(MediaBench.CREDIT, bench.gateway.balanceAfterAll());
        }
    }

    @Test
    void picturesThatAreGivenComeAsAForm() {
        try (MediaBench bench = MediaBench.start(folder, new MediaServer(), TOKENS)) {
            FormText form =
                    new FormText()
                            .field("prompt", "A cat.")
                            .file("image[]", "../../a b.png", new byte[] {1, 2, 3})
                            .file("image[]", "b.png", new byte[] {4})
                            .field("model", "media")
                            .field("quality", "low");
            HttpResponse<String> answer = bench.send("/v1/images/edits", form);
            assertEquals(200, answer.statusCode(), answer::body);
            assertEquals(282, bench.gateway.settled().getFirst().charge());
            String sent = bench.gateway.model.asked().getLast().body();
            assertTrue(sent.contains("name=\"image[]\"; filename=\"_"), () -> sent);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"images\":[{\"image_url\":\"data:image/png;base64,AAAA\"}]', 200",
        "'\"images\":[{\"file_id\":\"file-1\"}]', 400",
        "'\"images\":[]', 400",
        "'\"image\":\"AAAA\"', 400"
    })
    void picturesThatAreGivenComeInJson(String images, int status) {
        try (MediaBench bench = MediaBench.start(folder, new MediaServer(), TOKENS)) {
            HttpResponse<String> answer = bench.send("/v1/images/edits", PROMPT + "," + images);
            assertEquals(status, answer.statusCode(), answer::body);
        }
    }

    @Test
    void variationsNeedNoPrompt() {
        try (MediaBench bench = MediaBench.start(folder, new MediaServer(), Unit.IMAGES)) {
            FormText form =
                    new FormText().field("model", "media").file("image", "a.png", new byte[] {1});
            assertEquals(200, bench.send("/v1/images/variations", form).statusCode());
            assertEquals(List.of(settled("images=1", 1)), bench.gateway.settled());
        }
    }
}
