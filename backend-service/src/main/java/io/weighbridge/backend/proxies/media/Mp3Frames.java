package io.weighbridge.backend.proxies.media;

import org.jspecify.annotations.Nullable;

/// The frames of MPEG audio that bytes are made of, one behind the other, as a decoder walks them.
///
/// @param ms of all frames
/// @param frameBytes of all frames
/// @param otherBytes what is none: tags, pictures, anything that a decoder looks through
record Mp3Frames(long ms, long frameBytes, long otherBytes) {
    // kbit a second, by the header's four bits: of the first version layers 2 and 3, and both of
    // the
    // others.
    private static final int[][] KBITS = {
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };
    private static final int[] RATES = {44_100, 48_000, 32_000};
    private static final int HEADER = 4;
    private static final int TAG_HEAD = 10;

    static Mp3Frames of(byte[] bytes, int from, int to) {
        long micros = 0;
        long framed = 0;
        int begin = from + tag(bytes, from, to);
        int at = begin;
        while (at + HEADER <= to) {
            Frame frame = Frame.at(bytes, at);
            if (frame == null) {
                at++;
                continue;
            }
            // The last one may be cut.
            int length = Math.min(frame.length, to - at);
            micros += frame.samples * 1_000_000L / frame.rate * length / frame.length;
            framed += length;
            at += length;
        }
        return new Mp3Frames(Math.ceilDiv(micros, 1_000L), framed, to - begin - framed);
    }

    // What stands before the frames, such as a picture: its length is in four times seven bits.
    private static int tag(byte[] bytes, int from, int to) {
        boolean isTag =
                to - from >= TAG_HEAD
                        && bytes[from] == 'I'
                        && bytes[from + 1] == 'D'
                        && bytes[from + 2] == '3';
        if (!isTag) {
            return 0;
        }
        int length = 0;
        for (int i = 6; i < TAG_HEAD; i++) {
            length = length << 7 | (bytes[from + i] & 0x7F);
        }
        return Math.min(to - from, TAG_HEAD + length);
    }

    private record Frame(int length, int samples, int rate) {
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
            return new Frame(length, samples, rate);
        }
    }
}
