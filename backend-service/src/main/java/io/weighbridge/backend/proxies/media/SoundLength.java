package io.weighbridge.backend.proxies.media;

/// How long the sound of a file is, as far as it can be seen without decoding it. No length that a
/// header tells is believed: WAV is measured by its bytes and how its samples are stored, MP3 by
/// its frames, as a decoder does it; of anything else, and of what stands between frames, the bytes
/// count at a low bit rate.
///
/// @param mostMs for the hold: at 8 kbit a second where it is not measured
/// @param likelyMs for the charge where the model server does not tell: at 32 kbit a second
/// @param isMeasured whether both are measured
record SoundLength(long mostMs, long likelyMs, boolean isMeasured) {
    private static final long MOST_MS_PER_BYTE = 1;
    private static final long LIKELY_BYTES_PER_MS = 4;

    private static final int RIFF = 0x52494646;
    private static final int WAVE = 0x57415645;
    private static final int FORMAT = 0x666d7420;
    private static final int WAV_HEAD = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int RATE_MAX = 384_000;
    private static final int CHANNELS_MAX = 8;

    /// Measures what stands between two places.
    static SoundLength of(byte[] bytes, int from, int to) {
        long wavBytesPerSecond = bytesPerSecond(bytes, from, to);
        if (wavBytesPerSecond > 0) {
            return measured(Math.ceilDiv((to - from) * 1_000L, wavBytesPerSecond));
        }
        Mp3Frames frames = Mp3Frames.of(bytes, from, to);
        // A file that has frames only somewhere is something else.
        if (frames.ms() > 0 && frames.otherBytes() <= frames.frameBytes() / 8) {
            return measured(frames.ms() + frames.otherBytes() / LIKELY_BYTES_PER_MS);
        }
        long length = (long) to - from;
        return new SoundLength(
                Math.max(1, length * MOST_MS_PER_BYTE),
                Math.max(1, Math.ceilDiv(length, LIKELY_BYTES_PER_MS)),
                false);
    }

    private static SoundLength measured(long ms) {
        long atLeast = Math.max(1, ms);
        return new SoundLength(atLeast, atLeast, true);
    }

    /// How many bytes a second of samples is, by how they are stored, which no decoder can take
    /// otherwise; 0 for anything but WAV with whole samples. What the header says of that itself is
    /// not read.
    static long bytesPerSecond(byte[] bytes, int from, int to) {
        boolean isWav =
                to - from >= WAV_HEAD && big(bytes, from) == RIFF && big(bytes, from + 8) == WAVE;
        long at = isWav ? from + WAV_HEAD : to;
        while (at + CHUNK_HEAD + 16 <= to) {
            int chunk = (int) at;
            if (big(bytes, chunk) == FORMAT) {
                return bytesPerSecond(bytes, chunk + CHUNK_HEAD);
            }
            long length = Integer.toUnsignedLong(Integer.reverseBytes(big(bytes, chunk + 4)));
            at += CHUNK_HEAD + length + (length & 1);
        }
        return 0;
    }

    private static long bytesPerSecond(byte[] bytes, int at) {
        int kind = small(bytes, at);
        int channels = small(bytes, at + 2);
        int rate = Integer.reverseBytes(big(bytes, at + 4));
        int bits = small(bytes, at + 14);
        boolean isKnown = kind == PCM || kind == FLOAT;
        boolean isRight =
                channels >= 1
                        && channels <= CHANNELS_MAX
                        && rate >= 1
                        && rate <= RATE_MAX
                        && bits >= 8
                        && bits <= 64
                        && bits % 8 == 0;
        return isKnown && isRight ? (long) rate * channels * (bits / 8) : 0;
    }

    private static int big(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }

    private static int small(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
    }
}
