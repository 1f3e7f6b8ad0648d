package io.weighbridge.backend.proxies.media;

import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;
import java.io.OutputStream;

/// The first bytes of a picture, PNG, JPEG or WebP, which say how large it is. What comes behind
/// them is not kept.
final class PictureHead extends OutputStream {
    private static final int KEPT = 64 << 10;
    private static final long EDGE_MAX = 65_535;

    private static final int PNG = 0x89504E47;
    private static final int JPEG = 0xFFD8;
    private static final int RIFF = 0x52494646;
    private static final int WEBP = 0x57454250;
    private static final int LOSSY = 0x56503820;
    private static final int LOSSLESS = 0x5650384C;
    private static final int EXTENDED = 0x56503858;

    private final byte[] bytes = new byte[KEPT];
    private int length;

    /// Pixels of a picture, the text in Base64 where a reader stands; 0 where it cannot be seen.
    static long pixels(JsonParser parser) throws IOException {
        PictureHead head = new PictureHead();
        var _ = parser.readBinaryValue(head);
        return head.pixels();
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] part, int from, int partLength) {
        int kept = Math.min(partLength, KEPT - length);
        System.arraycopy(part, from, bytes, length, kept);
        length += kept;
    }

    /// Its pixels, 0 where they cannot be seen. What is missing of its bytes is zero.
    long pixels() {
        if (big(0, 4) == PNG) {
            return area(big(16, 4), big(20, 4));
        }
        if (big(0, 2) == JPEG) {
            return ofJpeg();
        }
        return big(0, 4) == RIFF && big(8, 4) == WEBP ? ofWebp() : 0;
    }

    // The segment that begins the picture has its size; others stand before it.
    private long ofJpeg() {
        int at = 2;
        while (at + 9 <= length && big(at, 1) == 0xFF) {
            int kind = (int) big(at + 1, 1);
            boolean isPicture =
                    kind >= 0xC0 && kind <= 0xCF && kind != 0xC4 && kind != 0xC8 && kind != 0xCC;
            if (isPicture) {
                return area(big(at + 7, 2), big(at + 5, 2));
            }
            at += 2 + (int) big(at + 2, 2);
        }
        return 0;
    }

    private long ofWebp() {
        return switch ((int) big(12, 4)) {
            case LOSSY -> area(little(26, 2) & 0x3FFF, little(28, 2) & 0x3FFF);
            case LOSSLESS -> area((little(21, 4) & 0x3FFF) + 1, (little(21, 4) >> 14 & 0x3FFF) + 1);
            case EXTENDED -> area(little(24, 3) + 1, little(27, 3) + 1);
            default -> 0;
        };
    }

    private static long area(long width, long height) {
        boolean isRight = width > 0 && height > 0 && width <= EDGE_MAX && height <= EDGE_MAX;
        return isRight ? width * height : 0;
    }

    private long big(int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = value << 8 | (bytes[i] & 0xFF);
        }
        // Four bytes as the constants above are.
        return count == 4 ? (int) value : value;
    }

    private long little(int at, int count) {
        long value = 0;
        for (int i = at + count - 1; i >= at; i--) {
            value = value << 8 | (bytes[i] & 0xFF);
        }
        return value;
    }
}
