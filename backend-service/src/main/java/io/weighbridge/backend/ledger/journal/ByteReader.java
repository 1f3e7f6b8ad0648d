package io.weighbridge.backend.ledger.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads what [ByteWriter] wrote.
public final class ByteReader {
    private final ByteBuffer bytes;

    public ByteReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// Whether there is more.
    public boolean hasMore() {
        return bytes.hasRemaining();
    }

    /// One byte.
    public int u8() {
        return bytes.get() & 0xff;
    }

    /// Eight bytes.
    public long i64() {
        return bytes.getLong();
    }

    /// A number of one to ten bytes.
    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte part = bytes.get();
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IllegalStateException("a number of more than 10 bytes");
    }

    /// A text.
    public String text() {
        long length = number();
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] utf8 = new byte[(int) length];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
