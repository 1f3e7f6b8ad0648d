package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.proxies.openai.MediaBench.hear;
import static io.weighbridge.backend.proxies.openai.MediaBench.settled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.MediaServer;
import io.weighbridge.backend.testkit.model.MediaTexts;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Transcriptions through the whole service.
final class GatewayHearingTest {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    @TempDir Path folder;

    private static ModelServer.Behaviour heard(String fields) {
        return (_, reply) -> reply.json(200, MediaTexts.heard(MediaServer.HEARD, fields));
    }

    @Test
    void tokensAreThoseThatWereTold() {
        try (MediaBench bench =
                MediaBench.start(
                        folder, new MediaServer(), Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS)) {
            HttpResponse<String> answer = bench.send(TRANSCRIPTIONS, hear(MediaTexts.wav(1_000)));
            assertEquals(200, answer.statusCode(), answer::body);
            assertTrue(answer.body().contains(MediaServer.HEARD), answer::body);
            assertEquals("0.026000000", answer.headers().firstValue("x-weighbridge-cost").get());
            assertEquals(
                    List.of(settled("input_tokens=22 audio_input_tokens=20 output_tokens=4", 26)),
                    bench.gateway.settled());
        }
    }

    /// The model server's word comes first, then what a file shows that nobody can write into a
    /// header.
    @ParameterizedTest
    @CsvSource({
        "2.4, true, 2400",
        "0.0004, true, 0",
        "9.5, false, 9500",
        "'', false, 1000",
    })
    void theLengthIsThatOfTheServerElseOfTheFile(String seconds, boolean isUsage, long ms) {
        String fields =
                seconds.isEmpty()
                        ? ""
                        : isUsage ? MediaTexts.durationUsage(seconds) : "\"duration\":" + seconds;
        try (MediaBench bench = MediaBench.start(folder, heard(fields), Unit.AUDIO_MILLISECONDS)) {
            HttpResponse<String> answer = bench.send(TRANSCRIPTIONS, hear(MediaTexts.wav(1_000)));
            assertEquals(200, answer.statusCode(), answer::body);
            assertEquals(List.of(settled("audio_milliseconds=" + ms, ms)), bench.gateway.settled());
        }
    }

    /// Of vLLM, which has its usage beside its choices and ends with the mark.
    @Test
    void aStreamInPartsOfAChatIsChargedByItsUsage() {
        ModelServer.Behaviour parts =
                Behaviours.events(
                        "{\"object\":\"transcription.chunk\",\"choices\":[{\"delta\":{}}]}",
                        "{\"choices\":[],\"usage\":" + ModelTexts.usage(50, 6) + "}",
                        ModelTexts.DONE);
        try (MediaBench bench =
                MediaBench.start(folder, parts, Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS)) {
            FormText form = hear(MediaTexts.wav(500)).field("stream", "true");
            String body = bench.send(TRANSCRIPTIONS, form).body();
            assertTrue(body.endsWith("data: [DONE]\n\n"), body);
            assertEquals(
                    List.of(settled("input_tokens=50 output_tokens=6", 56)),
                    bench.gateway.settled());
        }
    }

    /// It has all of the sound, and may have heard it.
    @Test
    void aServerThatDoesNotAnswerHasTheSoundAndItIsCharged() {
        CountDownLatch end = new CountDownLatch(1);
        try (MediaBench bench =
                MediaBench.start(
                        folder,
                        (_, _) -> Behaviours.await(end),
                        MediaBench.CREDIT,
                        7,
                        Map.of(GatewayTable.FIRST_BYTE_TIMEOUT_MS, "300"),
                        Unit.AUDIO_MILLISECONDS)) {
            assertEquals(504, bench.send(TRANSCRIPTIONS, hear(MediaTexts.wav(1_000))).statusCode());
            end.countDown();
            assertEquals(
                    List.of(settled(Outcome.UPSTREAM_ERROR, "audio_milliseconds=1000", 1_000)),
                    bench.gateway.settled());
        }
    }

    /// A header that says that there is next to nothing.
    @Test
    void aHeaderThatLiesMakesNothingCheaper() {
        byte[] lying = MediaTexts.wav(10_000);
        lying[40] = 1;
        lying[41] = 0;
        lying[42] = 0;
        lying[29] = 0x7F;
        lying[30] = 0x7F;
        byte[] other = new byte[40_000];
        System.arraycopy("fLaC".getBytes(StandardCharsets.US_ASCII), 0, other, 0, 4);
        ModelServer.Behaviour text =
                (_, reply) -> reply.whole(200, "text/plain", new byte[] {'H', 'i'});
        try (MediaBench bench = MediaBench.start(folder, text, Unit.AUDIO_MILLISECONDS)) {
            FormText form = hear(lying).field("response_format", "text");
            assertEquals("Hi", bench.send(TRANSCRIPTIONS, form).body());
            assertEquals("Hi", bench.send(TRANSCRIPTIONS, hear(other)).body());
            assertEquals(
                    List.of(
                            settled("audio_milliseconds=10000", 10_000),
                            settled("audio_milliseconds=10000", 10_000)),
                    bench.gateway.settled());
        }
    }

    @Test
    void theHoldIsForTheWholeFile() {
        try (MediaBench bench =
                MediaBench.start(
                        folder,
                        heard(MediaTexts.durationUsage("1")),
                        40_000,
                        7,
                        Unit.AUDIO_MILLISECONDS)) {
            // At 8 kbit a second it may be 40 seconds.
            HttpResponse<String> answer = bench.send(TRANSCRIPTIONS, hear(new byte[40_000]));
            assertEquals(402, answer.statusCode(), answer::body);
            assertEquals(List.of(), bench.gateway.model.asked());
            assertEquals(200, bench.send(TRANSCRIPTIONS, hear(new byte[39_900])).statusCode());
            assertEquals(40_000 - 1_007, bench.gateway.balanceAfterAll());
        }
    }

    @Test
    void aStreamIsChargedByItsLastEvent() {
        try (MediaBench bench =
                MediaBench.start(
                        folder, new MediaServer(), Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS)) {
            FormText form = hear(MediaTexts.wav(500)).field("stream", "true");
            HttpResponse<String> answer = bench.send(TRANSCRIPTIONS, form);
            assertTrue(answer.body().contains("transcript.text.delta"), answer::body);
            assertTrue(answer.body().contains("\"cost\":\"0.026000000\""), answer::body);
            assertEquals(26, bench.gateway.settled().getFirst().charge());
        }
    }

    @Test
    void aFormIsWrittenAnewForTheServerThatHasTheModel() throws IOException {
        Path models = folder.resolve("models.toml");
        try (ModelServer other = ModelServer.start(new MediaServer())) {
            Files.writeString(
                    models,
                    "[servers.one]\nurl = \""
                            + other.url()
                            + "\"\n[services.media]\nservers ="
                            + " [{ server = \"one\", model = \"org/whisper\" }]\n");
            try (MediaBench bench =
                    MediaBench.start(
                            folder,
                            new MediaServer(),
                            MediaBench.CREDIT,
                            0,
                            Map.of(GatewayTable.MODELS_FILE, models.toString()),
                            Unit.AUDIO_MILLISECONDS)) {
                FormText form =
                        hear("0123456789".getBytes(StandardCharsets.UTF_8))
                                .field("language", "de")
                                .field("temperature", "0.5");
                assertEquals(200, bench.send(TRANSCRIPTIONS, form).statusCode());
                String sent = other.asked().getLast().all();
                assertFalse(sent.contains(bench.gateway.key), () -> sent);
                assertFalse(sent.contains("--" + FormText.BOUNDARY), () -> sent);
                assertTrue(sent.contains("name=\"model\"\r\n\r\norg/whisper\r\n"), () -> sent);
                assertTrue(sent.contains("\r\n\r\n0123456789\r\n"), () -> sent);
                assertTrue(sent.contains("name=\"language\"\r\n\r\nde\r\n"), () -> sent);
            }
        }
    }

    @Test
    void aFormThatHasTwoReadingsIsRefused() {
        try (MediaBench bench =
                MediaBench.start(folder, new MediaServer(), Unit.AUDIO_MILLISECONDS)) {
            byte[] sound = MediaTexts.wav(100);
            for (FormText form :
                    List.of(
                            hear(sound).field("model", "dear"),
                            hear(sound).field("Model", "dear"),
                            hear(sound).field("model[]", "dear"),
                            hear(sound).file("model", "a", new byte[1]),
                            hear(sound).file("file", "b.wav", sound),
                            hear(sound).file("other", "b.wav", sound),
                            hear(sound).field("provider", "x"),
                            hear(sound).field("anything[size]", "x"),
                            hear(sound).field("anything", " {}"),
                            hear(sound).field("extra_body[model]", "x"),
                            hear(sound).field("_charset_", "utf-16"),
                            hear(sound).field("url", "https://example.com/long.mp3"),
                            new FormText().field("model", "media"),
                            new FormText().field("model", "media").field("file", "x"))) {
                HttpResponse<String> answer = bench.send(TRANSCRIPTIONS, form);
                assertEquals(400, answer.statusCode(), answer::body);
                assertTrue(answer.body().contains("invalid_request_error"), answer::body);
            }
            assertEquals(400, bench.send(TRANSCRIPTIONS, "\"file\":\"x\"").statusCode());
            assertEquals(List.of(), bench.gateway.model.asked());
            assertEquals(MediaBench.CREDIT, bench.gateway.balanceAfterAll());
        }
    }

    @Test
    void aFileThatIsTooLongIsRefused() {
        try (MediaBench bench =
                MediaBench.start(folder, new MediaServer(), Unit.AUDIO_MILLISECONDS)) {
            HttpResponse<String> answer = bench.send(TRANSCRIPTIONS, hear(new byte[11 << 20]));
            assertEquals(413, answer.statusCode());
            assertTrue(answer.body().contains("request_too_large"), answer::body);
        }
    }
}
