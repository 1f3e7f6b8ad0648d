package io.weighbridge.backend.compute.media;

import java.util.List;

/// OpenAI's Whisper: recordings are cut into windows of 30 seconds, each filled up to its full
/// length, so a started window costs as much as a whole one.
///
/// @param width of a token
/// @param encoderLayers layers over the recording
/// @param decoderLayers layers over the words
/// @param inner width of the feed-forward networks
/// @param mels bands of the recording
/// @param words that it knows
/// @param frames of a window after it is halved: 1500
/// @param wordsMax of a window: 448
public record Whisper(
        long width,
        long encoderLayers,
        long decoderLayers,
        long inner,
        long mels,
        long words,
        long frames,
        long wordsMax) {
    /// Seconds of a window.
    public static final long WINDOW_SECONDS = 30;

    /// The work of hearing one window, with the keys and values that all its words look at.
    public List<Work> window() {
        Tally tally = new Tally();
        tally.product("convolution, first", 3 * mels, width, true, 2 * frames);
        tally.product("convolution, second", 3 * width, width, true, frames);
        tally.elements("positions", frames * width);
        for (long i = 0; i < encoderLayers; i++) {
            attention(tally, "encoder: ", frames, frames, frames);
            feed(tally, "encoder: ", frames);
            tally.elements("encoder: norms", 4 * width);
        }
        tally.elements("encoder: last norm", 2 * width);
        for (long i = 0; i < decoderLayers; i++) {
            tally.product("decoder: recording's key", width, width, false, frames);
            tally.product("decoder: recording's value", width, width, true, frames);
        }
        return tally.works();
    }

    /// The work of writing one word.
    ///
    /// @param before words of the window that are written already
    public List<Work> word(long before) {
        Tally tally = new Tally();
        tally.elements("positions", wordsMax * width);
        for (long i = 0; i < decoderLayers; i++) {
            attention(tally, "decoder: ", 1, 1, before + 1);
            tally.product("decoder: recording's query", width, width, true, 1);
            tally.attention("decoder: recording's scores and values", width, 1, frames);
            tally.product("decoder: recording's output", width, width, true, 1);
            feed(tally, "decoder: ", 1);
            tally.elements("decoder: norms", 6 * width);
        }
        tally.elements("decoder: last norm", 2 * width);
        // The head is the embedding.
        tally.product("embedding and head", width, words, false, 1);
        return tally.works();
    }

    // Keys have no bias.
    private void attention(Tally tally, String at, long asking, long made, long seen) {
        tally.product(at + "query", width, width, true, asking);
        tally.product(at + "key", width, width, false, made);
        tally.product(at + "value", width, width, true, made);
        tally.attention(at + "scores and values", width, asking, seen);
        tally.product(at + "output", width, width, true, asking);
    }

    private void feed(Tally tally, String at, long times) {
        tally.product(at + "up", width, inner, true, times);
        tally.product(at + "down", inner, width, true, times);
    }

    /// Elements that a window's keys and values take, and those of one word beside them.
    public long cacheElements(long written) {
        return Math.multiplyExact(
                Math.multiplyExact(2 * decoderLayers, width), Math.addExact(frames, written));
    }
}
