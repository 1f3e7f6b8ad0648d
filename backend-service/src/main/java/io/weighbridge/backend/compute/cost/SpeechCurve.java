package io.weighbridge.backend.compute.cost;

import io.weighbridge.backend.compute.media.Whisper;

/// What a recording takes: each window of 30 seconds that it begins is heard whole, and what is
/// said in it is written word by word.
///
/// @param window of hearing one window
/// @param words of writing all words of a window that is full
public record SpeechCurve(Taken window, Taken words) implements MediaCurve {
    /// Of a window.
    public static final long WINDOW_MS = Whisper.WINDOW_SECONDS * 1_000;

    @Override
    public Taken taken(Ratio recordingMs) {
        Ratio windows = recordingMs.over(WINDOW_MS);
        return window.times(Ratio.of(windows.ceiling())).plus(words.times(windows));
    }
}
