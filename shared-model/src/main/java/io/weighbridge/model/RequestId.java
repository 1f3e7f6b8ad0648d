package io.weighbridge.model;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/// The caller's id of one call: a UUID of version 7 (RFC 9562, section 5.7), whose first 48 bits
/// are milliseconds since 1970. It is also the id of the call's usage record.
///
/// @param hi the first 64 bits: 48 of time, 4 of version, 12 random
/// @param lo the last 64 bits: 2 of variant, 62 random
public record RequestId(long hi, long lo) implements Comparable<RequestId> {
    /// Length of the text form.
    public static final int TEXT_LENGTH = 36;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /// A new id for this instant. Random, not monotonic within a millisecond; not for secrets.
    public static RequestId next(long nowMs) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long hi = (nowMs << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        long lo = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new RequestId(hi, lo);
    }

    /// Reads the usual text form (hex digits of either case). Null when it is not a UUID of version
    /// 7.
    public static @Nullable RequestId parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return null;
        }
        long hi = 0;
        long lo = 0;
        int digits = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            char c = text.charAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return null;
                }
                continue;
            }
            int digit = hexDigit(c);
            if (digit < 0) {
                return null;
            }
            if (digits < 16) {
                hi = (hi << 4) | digit;
            } else {
                lo = (lo << 4) | digit;
            }
            digits++;
        }
        return isVersion7(hi, lo) ? new RequestId(hi, lo) : null;
    }

    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' && c < 128 ? lower - 'a' + 10 : -1;
    }

    /// Whether these bits say version 7 of the RFC's variant.
    public static boolean isVersion7(long hi, long lo) {
        return (hi & 0xf000L) == 0x7000L && (lo & 0xc000_0000_0000_0000L) == 0x8000_0000_0000_0000L;
    }

    /// The instant in the id, in milliseconds since 1970.
    public long atMs() {
        return hi >>> 16;
    }

    @Override
    public int compareTo(RequestId other) {
        int byHi = Long.compareUnsigned(hi, other.hi);
        return byHi != 0 ? byHi : Long.compareUnsigned(lo, other.lo);
    }

    /// The usual text form, in lower case.
    @Override
    public String toString() {
        byte[] text = new byte[TEXT_LENGTH];
        int at = 0;
        for (int i = 0; i < 32; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                text[at++] = '-';
            }
            long half = i < 16 ? hi : lo;
            text[at++] = HEX[(int) (half >>> (60 - 4 * (i & 15))) & 15];
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
