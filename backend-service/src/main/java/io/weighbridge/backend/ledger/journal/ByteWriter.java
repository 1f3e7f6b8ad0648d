package io.weighbridge.backend.ledger.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow as they are written. For one thread; reused from group to group.
public final class ByteWriter {
    private byte[] bytes = new byte[64 << 10];
    private int length;

    /// Begins again.
    public void clear() {
        length = 0;
    }

    /// What was written; valid until the next write.
    public byte[] bytes() {
        return bytes;
    }

    /// How many bytes were written.
    public int length() {
        return length;
    }

    private void need(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /// One byte.
    public void u8(int value) {
        need(1);
        bytes[length++] = (byte) value;
    }

    /// Eight bytes, for numbers that are random.
    public void i64(long value) {
        need(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    /// One to ten bytes, the fewer the nearer to 0 (zigzag).
    public void number(long value) {
        need(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /// A text with its length before it.
    public void text(String value) {
        if (value.isEmpty()) {
            u8(0);
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        need(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }
}
