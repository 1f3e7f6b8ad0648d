package io.weighbridge.backend.proxies.media;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.wire.PromptSize;
import io.weighbridge.backend.proxies.wire.RequestReader;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// Reads how much a request wants to have spoken.
final class SpeechRequests {
    /// Tokens that a second of speech is.
    static final long TOKENS_PER_SECOND = 25;

    // A slow speaker; and characters that are words, or more of them, as digits are.
    private static final long MOST_MS_PER_LETTER = 250;
    private static final long MOST_MS_PER_WORD = 1_000;
    private static final String SIGNS = "#$%&*+/<=>@^_|~";
    // What is behind letters and punctuation: signs, and the writings of East Asia.
    private static final int WORDS_FROM = 0x2070;
    private static final long LIKELY_MS_PER_CHARACTER = 70;
    private static final long PAUSE_MS = 1_000;
    private static final BigDecimal SLOWEST = new BigDecimal("0.25");
    private static final BigDecimal FASTEST = BigDecimal.valueOf(4);

    // Where other servers look for the text.
    private static final List<String> ELSEWHERE =
            List.of("inputs", "prompt", "segments", "ssml", "text", "texts");

    // Other samples than those that are measured without a header.
    private static final List<String> SAMPLES =
            List.of(
                    "bit_depth",
                    "bits_per_sample",
                    "channels",
                    "num_channels",
                    "rate",
                    "sample_rate",
                    "sampling_rate");

    private SpeechRequests() {}

    /// Reads one.
    ///
    /// @throws Fault INVALID_FIELD
    static MediaRequest read(MediaFields fields, String subject) {
        fields.requireNone(ELSEWHERE, "input alone");
        String input = fields.text("input", "");
        if (input.isEmpty()) {
            throw Fault.invalid("input", "none", "a text");
        }
        long characters = input.codePointCount(0, input.length());
        BigDecimal speed = speed(fields.root().path("speed"));
        String format = fields.text("stream_format", "audio");
        if (!format.equals("audio") && !format.equals("sse")) {
            throw Fault.invalid("stream_format", Check.shown(format), "audio or sse");
        }
        boolean isPlain = fields.text("response_format", "mp3").equals("pcm");
        if (isPlain) {
            fields.requireNone(SAMPLES, "none with pcm, which has 24,000 samples of two bytes");
        }
        long likelyText =
                PromptSize.likely(
                        PromptSize.bytes(input)
                                + PromptSize.bytes(fields.text("instructions", "")));
        Units known = Units.of(Unit.CHARACTERS, characters);
        Units longest = spoken(slowed(mostMs(input), speed) + PAUSE_MS);
        Units most =
                longest.with(Unit.INPUT_TOKENS, fields.bytes() + MediaSize.TEMPLATE_TOKENS)
                        .with(Unit.CHARACTERS, characters);
        return new MediaRequest(
                MediaEndpoint.SPEECH,
                RequestReader.model(fields.root()),
                format.equals("sse"),
                subject,
                new MediaSize(most, known.with(Unit.INPUT_TOKENS, likelyText), longest, known),
                0,
                isPlain);
    }

    private static long mostMs(String input) {
        return input.codePoints()
                .mapToLong(
                        character ->
                                character >= WORDS_FROM
                                                || Character.isDigit(character)
                                                || SIGNS.indexOf(character) >= 0
                                        ? MOST_MS_PER_WORD
                                        : MOST_MS_PER_LETTER)
                .sum();
    }

    /// How long so many characters are likely to be.
    static long likelyMs(long characters) {
        return characters * LIKELY_MS_PER_CHARACTER;
    }

    /// What so much speech is.
    static Units spoken(long ms) {
        long tokens = Math.ceilDiv(ms * TOKENS_PER_SECOND, 1_000);
        return Units.of(Unit.OUTPUT_TOKENS, tokens)
                .with(Unit.AUDIO_OUTPUT_TOKENS, tokens)
                .with(Unit.AUDIO_MILLISECONDS, ms);
    }

    // A server that knows no speed speaks as it always does.
    private static long slowed(long ms, BigDecimal speed) {
        return speed.compareTo(BigDecimal.ONE) >= 0
                ? ms
                : BigDecimal.valueOf(ms).divide(speed, 0, RoundingMode.CEILING).longValueExact();
    }

    private static BigDecimal speed(JsonNode speed) {
        if (speed.isMissingNode() || speed.isNull()) {
            return BigDecimal.ONE;
        }
        boolean isRight =
                speed.isNumber()
                        && speed.decimalValue().compareTo(SLOWEST) >= 0
                        && speed.decimalValue().compareTo(FASTEST) <= 0;
        if (!isRight) {
            throw Fault.invalid("speed", Check.shown(speed.toString()), "0.25 to 4");
        }
        return speed.decimalValue();
    }
}
