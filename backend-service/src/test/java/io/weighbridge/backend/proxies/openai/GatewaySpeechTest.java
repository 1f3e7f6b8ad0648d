package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.proxies.openai.MediaBench.settled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.MediaServer;
import io.weighbridge.backend.testkit.model.MediaTexts;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Speech through the whole service.
final class GatewaySpeechTest {
    private static final String SPEECH = "/v1/audio/speech";
    private static final String HELLO = "\"voice\":\"alloy\",\"input\":\"Hello!\"";

    @TempDir Path folder;

    /// A character is one, however many halves or bytes it has.
    @Test
    void charactersOfTheInputAreCharged() {
        try (MediaBench bench = MediaBench.start(folder, new MediaServer(), Unit.CHARACTERS)) {
            byte[] sound =
                    bench.bytes(
                            bench.json(
                                    SPEECH,
                                    "\"voice\":\"alloy\",\"input\":\"Grüße 🐈\","
                                            + "\"instructions\":\"Loud.\",\"speed\":2"));
            assertArrayEquals(MediaTexts.wav(500), sound);
            assertEquals(List.of(settled("characters=7", 7)), bench.gateway.settled());
        }
    }

    @Test
    void tokensOfAStreamAreThoseThatWereTold() {
        try (MediaBench bench =
                MediaBench.start(
                        folder, new MediaServer(), Unit.INPUT_TOKENS, Unit.AUDIO_OUTPUT_TOKENS)) {
            HttpResponse<String> answer = bench.send(SPEECH, HELLO + ",\"stream_format\":\"sse\"");
            assertTrue(answer.body().contains("\"cost\":\"0.045000000\""), answer::body);
            assertEquals(
                    List.of(settled("input_tokens=5 output_tokens=40 audio_output_tokens=40", 45)),
                    bench.gateway.settled());
        }
    }

    @Test
    void theLengthOfWavIsMeasured() {
        try (MediaBench bench =
                MediaBench.start(folder, new MediaServer(), Unit.AUDIO_MILLISECONDS)) {
            assertEquals(4_044, bench.bytes(bench.json(SPEECH, HELLO)).length);
            // The header is heard too.
            assertEquals(List.of(settled("audio_milliseconds=500", 500)), bench.gateway.settled());
        }
    }

    @Test
    void theLengthOfMp3IsMeasuredAndOfAnythingElseAsHeldFor() {
        ModelServer.Behaviour mp3 =
                (_, reply) -> reply.whole(200, "audio/mpeg", MediaTexts.mp3(100));
        try (MediaBench bench = MediaBench.start(folder, mp3, Unit.AUDIO_MILLISECONDS)) {
            assertEquals(41_700, bench.bytes(bench.json(SPEECH, HELLO)).length);
            long ms = bench.gateway.settled().getFirst().charge();
            assertTrue(Math.abs(ms - 2_612) < 20, () -> ms + " ms");
            bench.gateway.model.behave(
                    (_, reply) -> reply.whole(200, "audio/ogg", new byte[1_000]));
            assertEquals(1_000, bench.bytes(bench.json(SPEECH, HELLO)).length);
            assertEquals(2_500, bench.gateway.settled().getLast().charge());
        }
    }

    /// 300 ms for each character, as slow speakers have.
    @Test
    void whatCannotBeMeasuredIsNotCheaper() {
        String hello = "\"voice\":\"alloy\",\"input\":\"你好世界12\"";
        ModelServer.Behaviour opus = (_, reply) -> reply.whole(200, "audio/ogg", new byte[1_000]);
        try (MediaBench bench = MediaBench.start(folder, opus, Unit.AUDIO_MILLISECONDS)) {
            assertEquals(1_000, bench.bytes(bench.json(SPEECH, hello)).length);
            bench.gateway.model.behave(
                    (_, reply) -> reply.whole(200, "audio/wav", MediaTexts.wav(6 * 300)));
            assertEquals(14_444, bench.bytes(bench.json(SPEECH, hello)).length);
            assertEquals(
                    List.of(
                            settled("audio_milliseconds=7000", 7_000),
                            settled("audio_milliseconds=1800", 1_800)),
                    bench.gateway.settled());
        }
    }

    /// Plain samples say nothing of themselves: at another rate fewer are as long.
    @Test
    void plainSamplesAreNoShorterThanTheirText() {
        ModelServer.Behaviour few = (_, reply) -> reply.whole(200, "audio/pcm", new byte[4_800]);
        try (MediaBench bench = MediaBench.start(folder, few, Unit.AUDIO_MILLISECONDS)) {
            String pcm = HELLO + ",\"response_format\":\"pcm\"";
            assertEquals(4_800, bench.bytes(bench.json(SPEECH, pcm)).length);
            bench.gateway.model.behave(
                    (_, reply) -> reply.whole(200, "audio/pcm", new byte[48_000]));
            assertEquals(48_000, bench.bytes(bench.json(SPEECH, pcm)).length);
            bench.gateway.model.behave(
                    (_, reply) -> reply.whole(200, "audio/wav", MediaTexts.wav(1_000)));
            assertEquals(8_044, bench.bytes(bench.json(SPEECH, pcm)).length);
            assertEquals(
                    List.of(
                            settled("audio_milliseconds=420", 420),
                            settled("audio_milliseconds=1000", 1_000),
                            settled("audio_milliseconds=1000", 1_000)),
                    bench.gateway.settled());
        }
    }

    /// It is not kept until it is whole.
    @Test
    void soundIsPassedOnAsItComes() throws IOException {
        CountDownLatch heard = new CountDownLatch(1);
        ModelServer.Behaviour slow =
                (_, reply) -> {
                    reply.begin("audio/pcm");
                    reply.part(new byte[100]);
                    reply.part(new byte[100]);
                    Behaviours.await(heard);
                    reply.part(new byte[100]);
                    reply.end();
                };
        try (MediaBench bench = MediaBench.start(folder, slow, Unit.CHARACTERS)) {
            HttpResponse<InputStream> response = bench.gateway.open(bench.json(SPEECH, HELLO));
            try (InputStream in = response.body()) {
                assertEquals(0, in.read());
                // Its hold is kept meanwhile.
                bench.gateway.time.pass(Duration.ofMinutes(1));
                heard.countDown();
                assertEquals(299, in.readAllBytes().length);
            }
            assertEquals(List.of(settled("characters=6", 6)), bench.gateway.settled());
        }
    }

    @Test
    void soundThatBreaksIsBrokenOffAndCharged() {
        ModelServer.Behaviour breaking =
                (_, reply) -> {
                    reply.begin("audio/pcm");
                    for (int i = 0; i < 100; i++) {
                        reply.part(new byte[10_000]);
                    }
                    reply.die();
                };
        try (MediaBench bench = MediaBench.start(folder, breaking, Unit.CHARACTERS)) {
            assertThrows(UncheckedIOException.class, () -> bench.bytes(bench.json(SPEECH, HELLO)));
            assertEquals(
                    List.of(settled(Outcome.UPSTREAM_ERROR, "characters=6", 6)),
                    bench.gateway.settled());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"input\":\"\"",
                "\"input\":[\"a\"]",
                "\"input\":\"a\",\"speed\":0.1",
                "\"input\":\"a\",\"speed\":\"1\"",
                "\"input\":\"a\",\"stream_format\":\"both\"",
                "\"input\":\"a\",\"max_new_tokens\":100",
                "\"input\":\"a\",\"response_format\":\"pcm\",\"sample_rate\":8000",
                "\"input\":\"a\",\"response_format\":\"pcm\",\"channels\":1",
                "\"input\":\"a\",\"extra_params\":\"{}\"",
                "\"input\":\"a\",\"audio_length\":30",
                "\"input\":\"a\",\"text\":\"a long text\"",
                "\"Input\":\"a\",\"input\":\"a\""
            })
    void whatIsNotHeldForIsRefused(String fields) {
        try (MediaBench bench = MediaBench.start(folder, new MediaServer(), Unit.CHARACTERS)) {
            HttpResponse<String> answer = bench.send(SPEECH, fields);
            assertEquals(400, answer.statusCode(), answer::body);
            assertEquals(List.of(), bench.gateway.model.asked());
        }
    }

    @Test
    void withoutCreditNothingIsSpoken() {
        try (MediaBench bench =
                MediaBench.start(folder, new MediaServer(), 5, 0, Unit.CHARACTERS)) {
            HttpResponse<String> answer = bench.send(SPEECH, HELLO);
            assertEquals(402, answer.statusCode());
            assertTrue(answer.body().contains("insufficient_quota"), answer::body);
            assertEquals(200, bench.send(SPEECH, "\"input\":\"Hello\"").statusCode());
            assertEquals(0, bench.gateway.balanceAfterAll());
        }
    }
}
