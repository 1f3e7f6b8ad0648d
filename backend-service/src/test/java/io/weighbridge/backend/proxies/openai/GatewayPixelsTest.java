package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.proxies.openai.MediaBench.settled;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.MediaTexts;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

/// How large pictures were, through the whole service.
final class GatewayPixelsTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String PROMPT = "\"prompt\":\"A weighbridge.\"";

    @TempDir Path folder;

    private static ModelServer.Behaviour images(int count, String fields) {
        return (_, reply) -> reply.json(200, MediaTexts.images(count, fields));
    }

    /// The size that was told counts; where none was, and the picture shows none, nobody knows that
    /// it is as small as it was asked for.
    @ParameterizedTest
    @CsvSource({
        "1024x1536, 512x512, 1572864",
        "'', 512x512, 1835008",
        "auto, 512x512, 1835008",
        "'', 2048x2048, 4194304",
        "'', auto, 1835008"
    })
    void pixelsAreThoseOfTheSizeServed(String told, String asked, long pixels) {
        String size = told.isEmpty() ? "" : "\"size\":\"" + told + "\"";
        try (MediaBench bench = MediaBench.start(folder, images(1, size), Unit.PIXELS)) {
            assertEquals(
                    200,
                    bench.send(GENERATIONS, PROMPT + ",\"size\":\"" + asked + "\"").statusCode());
            assertEquals(List.of(settled("pixels=" + pixels, pixels)), bench.gateway.settled());
        }
    }

    /// One that shows its size, and one that does not.
    @ParameterizedTest
    @CsvSource({"false, 262144", "true, 2097152"})
    void aPictureShowsItsSizeWhereNoneIsTold(boolean hasOther, long pixels) {
        String png = "\"iVBORw0KGgoAAAANSUhEUgAAAgAAAAIA\"";
        String data =
                "{\"data\":[{\"b64_json\":"
                        + png
                        + "}"
                        + (hasOther ? ",{\"url\":\"https://example.com/a\"}" : "")
                        + "]}";
        try (MediaBench bench =
                MediaBench.start(folder, (_, reply) -> reply.json(200, data), Unit.PIXELS)) {
            assertEquals(200, bench.send(GENERATIONS, PROMPT + ",\"n\":2").statusCode());
            assertEquals(List.of(settled("pixels=" + pixels, pixels)), bench.gateway.settled());
        }
    }

    /// Of vLLM-Omni, whose stream has whole answers.
    @Test
    void aStreamOfWholeAnswersIsChargedForAllTheirPictures() {
        String chunk = "{\"object\":\"image.edit.chunk\",\"type\":\"image\",\"data\":";
        ModelServer.Behaviour chunks =
                Behaviours.events(
                        "{\"object\":\"image.edit.chunk\",\"type\":\"ar_delta\",\"delta\":\"a\"}",
                        chunk + "[{\"b64_json\":\"aGk=\"},{}],\"size\":\"512x512\"}",
                        chunk + "[{\"b64_json\":\"aGk=\"}],\"size\":\"1024x1024\"}",
                        "[DONE]");
        try (MediaBench bench = MediaBench.start(folder, chunks, Unit.IMAGES, Unit.PIXELS)) {
            assertEquals(200, bench.send(GENERATIONS, PROMPT + ",\"stream\":true").statusCode());
            assertEquals(
                    List.of(settled("images=3 pixels=1572864", 1_572_867)),
                    bench.gateway.settled());
        }
    }
}
