package io.weighbridge.backend.proxies.media;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.wire.PromptSize;
import io.weighbridge.backend.proxies.wire.RequestReader;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.util.List;
import java.util.Set;

/// Reads what a request wants to have written down.
final class HearingRequests {
    private static final long MOST_INPUT_TOKENS_PER_SECOND = 50;
    private static final long LIKELY_INPUT_TOKENS_PER_SECOND = 10;
    // What Whisper writes of half a minute at most.
    private static final long WINDOW_TOKENS = 448;
    private static final long WINDOW_MS = 30_000;
    private static final long LIKELY_OUTPUT_TOKENS_PER_SECOND = 4;

    // Where other servers look for the sound.
    private static final List<String> ELSEWHERE =
            List.of("audio", "audio_url", "file_id", "file_path", "file_url", "url");

    private HearingRequests() {}

    /// Reads one.
    ///
    /// @throws Fault INVALID_FIELD
    static MediaRequest read(MediaEndpoint endpoint, MediaFields fields, String subject) {
        fields.requireNone(ELSEWHERE, "a file alone");
        fields.requireFiles(Set.of("file"));
        if (fields.files().size() != 1 || !fields.files().getFirst().name().equals("file")) {
            throw Fault.invalid("file", fields.files().size() + " files", "one");
        }
        SoundLength length = fields.files().getFirst().sound();
        boolean isStream =
                endpoint == MediaEndpoint.TRANSCRIPTIONS
                        && RequestReader.flag(fields.root(), "stream", "stream");
        long sound = tokens(length.mostMs(), MOST_INPUT_TOKENS_PER_SECOND);
        Units most =
                Units.of(Unit.INPUT_TOKENS, sound + fields.bytes() + MediaSize.TEMPLATE_TOKENS)
                        .with(Unit.AUDIO_INPUT_TOKENS, sound)
                        .with(Unit.OUTPUT_TOKENS, (length.mostMs() / WINDOW_MS + 1) * WINDOW_TOKENS)
                        .with(Unit.AUDIO_MILLISECONDS, length.mostMs());
        long heard = tokens(length.likelyMs(), LIKELY_INPUT_TOKENS_PER_SECOND);
        long asked = PromptSize.likely(PromptSize.bytes(fields.text("prompt", "")));
        Units sent =
                Units.of(Unit.INPUT_TOKENS, heard + asked)
                        .with(Unit.AUDIO_INPUT_TOKENS, heard)
                        .with(Unit.AUDIO_MILLISECONDS, length.likelyMs());
        Units made =
                Units.of(
                        Unit.OUTPUT_TOKENS,
                        tokens(length.likelyMs(), LIKELY_OUTPUT_TOKENS_PER_SECOND));
        Units known =
                length.isMeasured()
                        ? Units.of(Unit.AUDIO_MILLISECONDS, length.likelyMs())
                        : Units.NONE;
        return new MediaRequest(
                endpoint,
                RequestReader.model(fields.root()),
                isStream,
                subject,
                new MediaSize(most, sent, made, known),
                0,
                false);
    }

    private static long tokens(long ms, long perSecond) {
        return Math.ceilDiv(ms * perSecond, 1_000);
    }
}
