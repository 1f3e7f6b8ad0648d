package io.weighbridge.backend.proxies.media;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HexFormat;

/// How long the sound of a file is, as far as it can be seen without decoding it. No length that a
/// header tells is believed: WAV is measured by its bytes and how its samples are stored, MP3 by
/// its frames, as a decoder does it; of anything else, and of tags and what stands between frames,
/// the bytes count at a low bit rate. Nothing that decoders may read in two ways is measured.
///
/// @param mostMs for the hold: at 8 kbit a second where it is not measured
/// @param likelyMs for the charge where the model server does not tell: at 32 kbit a second
/// @param isMeasured whether both are measured
record SoundLength(long mostMs, long likelyMs, boolean isMeasured) {
    private static final long MOST_MS_PER_BYTE = 1;
    private static final long LIKELY_BYTES_PER_MS = 4;

    // Above the highest bit rate of MPEG audio; and two channels of 48,000 samples of 16 bits. A
    // file that a decoder reads otherwise than we do is at most so much cheaper.
    private static final long MP3_BYTES_PER_MS = 48;
    private static final long WAV_BYTES_PER_MS = 192;

    private static final int RIFF = 0x52494646;
    private static final int WAVE = 0x57415645;
    private static final int FORMAT = 0x666d7420;
    private static final int DATA = 0x64617461;
    // What writers put between format and samples.
    private static final int LIST = 0x4c495354;
    private static final int FACT = 0x66616374;
    private static final int WAV_HEAD = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int FORMAT_LENGTH = 16;
    private static final int EXTENSIBLE_LENGTH = 40;

    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final byte[] SUB_FORMAT =
            HexFormat.of().parseHex("000000001000800000aa00389b71");
    private static final int RATE_MAX = 384_000;
    private static final int CHANNELS_MAX = 2;
    private static final int BITS_MAX = 32;

    // Of another format that begins as WAV does.
    private static final int ACT_ZEROS_AT = 44;
    private static final int ACT_MARK_AT = 256;
    private static final byte ACT_MARK = (byte) 0x84;

    /// Measures what stands between two places.
    static SoundLength of(byte[] bytes, int from, int to) {
        long length = (long) to - from;
        Samples samples = samples(bytes, from, to);
        if (samples != null) {
            long sound = (long) to - samples.at;
            return measured(samples.ms(sound), sound, WAV_BYTES_PER_MS);
        }
        Mp3Frames frames = Mp3Frames.of(bytes, from, to);
        // A file that has frames only somewhere is something else.
        if (frames.ms() > 0 && frames.otherBytes() <= frames.frameBytes() / 8) {
            long others = frames.tagBytes() + frames.otherBytes();
            long ms = frames.ms() + Math.ceilDiv(others, LIKELY_BYTES_PER_MS);
            return measured(ms, length, MP3_BYTES_PER_MS);
        }
        return new SoundLength(
                Math.max(1, length * MOST_MS_PER_BYTE),
                Math.max(1, Math.ceilDiv(length, LIKELY_BYTES_PER_MS)),
                false);
    }

    private static SoundLength measured(long ms, long length, long mostBytesPerMs) {
        long atLeast = Math.max(1, Math.max(ms, Math.ceilDiv(length, mostBytesPerMs)));
        return new SoundLength(atLeast, atLeast, true);
    }

    /// Whole samples, by how they are stored, which no decoder can take otherwise.
    ///
    /// @param bytesPerSecond of them
    /// @param at where they begin
    record Samples(long bytesPerSecond, int at) {
        long ms(long length) {
            return Math.ceilDiv(length * 1_000, bytesPerSecond);
        }
    }

    /// The samples of a WAV; null for anything else. What its header says of their length is not
    /// read: all that follows counts.
    static @Nullable Samples samples(byte[] bytes, int from, int to) {
        boolean isWav =
                to - from >= WAV_HEAD && big(bytes, from) == RIFF && big(bytes, from + 8) == WAVE;
        if (!isWav || isAct(bytes, from, to)) {
            return null;
        }
        long at = (long) from + WAV_HEAD;
        while (at + CHUNK_HEAD + FORMAT_LENGTH <= to && big(bytes, (int) at) != FORMAT) {
            at = next(bytes, (int) at);
        }
        long data = at + CHUNK_HEAD + FORMAT_LENGTH <= to ? next(bytes, (int) at) : to;
        while (data + CHUNK_HEAD <= to && isBetween(big(bytes, (int) data))) {
            data = next(bytes, (int) data);
        }
        boolean hasSamples =
                data + CHUNK_HEAD <= to
                        && big(bytes, (int) data) == DATA
                        && !Mp3Frames.begin(bytes, (int) data + CHUNK_HEAD, to);
        long perSecond = hasSamples ? bytesPerSecond(bytes, (int) at) : 0;
        return perSecond > 0 ? new Samples(perSecond, (int) data + CHUNK_HEAD) : null;
    }

    private static boolean isAct(byte[] bytes, int from, int to) {
        boolean isAct = to - from > ACT_MARK_AT && bytes[from + ACT_MARK_AT] == ACT_MARK;
        for (int i = ACT_ZEROS_AT; isAct && i < ACT_MARK_AT; i++) {
            isAct = bytes[from + i] == 0;
        }
        return isAct;
    }

    private static boolean isBetween(int chunk) {
        return chunk == LIST || chunk == FACT;
    }

    private static long length(byte[] bytes, int chunk) {
        return Integer.toUnsignedLong(Integer.reverseBytes(big(bytes, chunk + 4)));
    }

    private static long next(byte[] bytes, int chunk) {
        long length = length(bytes, chunk);
        return chunk + CHUNK_HEAD + length + (length & 1);
    }

    private static long bytesPerSecond(byte[] bytes, int chunk) {
        int at = chunk + CHUNK_HEAD;
        int kind = small(bytes, at);
        int channels = small(bytes, at + 2);
        int rate = Integer.reverseBytes(big(bytes, at + 4));
        int bits = small(bytes, at + 14);
        if (kind == EXTENSIBLE && length(bytes, chunk) == EXTENSIBLE_LENGTH) {
            kind = subFormat(bytes, at, bits);
        }
        boolean isKnown =
                (kind == PCM && bits >= 8 && bits <= BITS_MAX && bits % 8 == 0)
                        || (kind == FLOAT && bits == BITS_MAX);
        boolean isRight =
                length(bytes, chunk) >= FORMAT_LENGTH
                        && channels >= 1
                        && channels <= CHANNELS_MAX
                        && rate >= 1
                        && rate <= RATE_MAX
                        && small(bytes, at + 12) == channels * bits / 8;
        return isKnown && isRight ? (long) rate * channels * (bits / 8) : 0;
    }

    // Some decoders take samples to be as long as they are said to count.
    private static int subFormat(byte[] bytes, int at, int bits) {
        int valid = small(bytes, at + 18);
        boolean isRight =
                (valid == 0 || valid == bits)
                        && Arrays.equals(SUB_FORMAT, Arrays.copyOfRange(bytes, at + 26, at + 40));
        return isRight ? small(bytes, at + 24) : 0;
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
