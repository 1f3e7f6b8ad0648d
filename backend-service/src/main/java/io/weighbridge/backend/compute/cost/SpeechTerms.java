package io.weighbridge.backend.compute.cost;

import io.weighbridge.backend.platform.fault.Check;

/// How a model writes down speech.
///
/// @param wordsPerWindow tokens that it writes of 30 seconds of speech, 1 to [#WORDS_MAX]
/// @param recordingMs length of a usual recording, 1 to [#RECORDING_MS_MAX]
public record SpeechTerms(long wordsPerWindow, long recordingMs) implements MediaTerms {
    /// The most tokens that Whisper writes of a window.
    public static final long WORDS_MAX = 448;

    /// A day.
    public static final long RECORDING_MS_MAX = 86_400_000;

    @Override
    public void check() {
        Check.range("terms.speech.words_per_window", wordsPerWindow, 1, WORDS_MAX);
        Check.range("terms.speech.recording_ms", recordingMs, 1, RECORDING_MS_MAX);
    }
}
