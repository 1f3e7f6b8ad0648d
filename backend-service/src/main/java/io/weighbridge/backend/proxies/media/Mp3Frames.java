package io.weighbridge.backend.proxies.media;

import org.jspecify.annotations.Nullable;

/// The frames of MPEG audio that bytes are made of, one behind the other, as a decoder walks them.
/// They begin with the first byte, or behind one tag; all are of one version, layer and rate. Bytes
/// of which that is not so have none.
///
/// @param ms of all frames
/// @param frameBytes of all frames
/// @param tagBytes what stands before them, such as a picture
/// @param otherBytes what is none of these, anything that a decoder looks through
record Mp3Frames(long ms, long frameBytes, long tagBytes, long otherBytes) {
    // kbit a second, by the header's four bits: of the first version layers 2 and 3, and both of
    // the others.
    private static final int[][] KBITS = {
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };
    private static final int[] RATES = {44_100, 48_000, 32_000};
    private static final int HEADER = 4;
    private static final int TAG_HEAD = 10;

    static Mp3Frames of(byte[] bytes, int from, int to) {
        Mp3Frames none = new Mp3Frames(0, 0, 0, to - from);
        int begin = from + tag(bytes, from, to);
        Frame first = first(bytes, begin, to);
        if (first == null) {
            return none;
        }
        long micros = 0;
        long framed = 0;
        int at = begin;
        while (at + HEADER <= to) {
            Frame frame = Frame.at(bytes, at);
            if (frame == null) {
                at++;
                continue;
            }
            if (frame.rate != first.rate || frame.kind != first.kind) {
                return none;
            }
            // The last one may be cut.
            int length = Math.min(frame.length, to - at);
            micros += frame.samples * 1_000_000L / frame.rate * length / frame.length;
            framed += length;
            at += length;
        }
        return new Mp3Frames(
                Math.ceilDiv(micros, 1_000L), framed, begin - from, to - begin - framed);
    }

    // A decoder that finds the name of a box of MP4 behind four bytes takes all for that.
    private static @Nullable Frame first(byte[] bytes, int at, int to) {
        if (at + 2 * HEADER > to) {
            return null;
        }
        boolean isBox = true;
        for (int i = at + HEADER; i < at + 2 * HEADER; i++) {
            isBox &= bytes[i] >= 'a' && bytes[i] <= 'z';
        }
        return isBox ? null : Frame.at(bytes, at);
    }

    /// Whether what stands here, or behind zeros, is how frames of MPEG audio begin: of MP3 or AAC.
    /// Some decoders take the samples of a WAV file for such.
    static boolean begin(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == 0) {
            at++;
        }
        return at + HEADER <= to
                && (Frame.at(bytes, at) != null
                        || (bytes[at] == (byte) 0xFF && (bytes[at + 1] & 0xF6) == 0xF0));
    }

    // Its length is in four times seven bits; where an eighth is set, decoders see no tag.
    private static int tag(byte[] bytes, int from, int to) {
        boolean isTag =
                to - from >= TAG_HEAD
                        && bytes[from] == 'I'
                        && bytes[from + 1] == 'D'
                        && bytes[from + 2] == '3'
                        && bytes[from + 3] != (byte) 0xFF
                        && bytes[from + 4] != (byte) 0xFF;
        int length = 0;
        for (int i = 6; isTag && i < TAG_HEAD; i++) {
            isTag = bytes[from + i] >= 0;
            length = length << 7 | bytes[from + i];
        }
        return isTag ? Math.min(to - from, TAG_HEAD + length) : 0;
    }

    /// @param kind its version and layer
    private record Frame(int kind, int length, int samples, int rate) {
        static @Nullable Frame at(byte[] bytes, int at) {
            if ((bytes[at] & 0xFF) != 0xFF || (bytes[at + 1] & 0xE0) != 0xE0) {
                return null;
            }
            int version = (bytes[at + 1] >> 3) & 3;
            int layer = 4 - ((bytes[at + 1] >> 1) & 3);
            int kbit = (bytes[at + 2] >> 4) & 15;
            int rateBits = (bytes[at + 2] >> 2) & 3;
            if (version == 1
                    || layer < 2
                    || layer > 3
                    || kbit == 0
                    || kbit == 15
                    || rateBits == 3) {
                return null;
            }
            boolean isFirst = version == 3;
            int rate = RATES[rateBits] / (isFirst ? 1 : version == 2 ? 2 : 4);
            int table = isFirst ? layer - 2 : 2;
            int samples = layer == 3 && !isFirst ? 576 : 1_152;
            int padding = (bytes[at + 2] >> 1) & 1;
            int length = samples / 8 * KBITS[table][kbit] * 1_000 / rate + padding;
            return new Frame(bytes[at + 1] & 0x1E, length, samples, rate);
        }
    }
}
