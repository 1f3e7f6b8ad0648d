package io.weighbridge.backend.keys;

import java.nio.ByteBuffer;

/// The SHA-256 of a key's text, as four longs in its byte order.
public record KeyDigest(long a, long b, long c, long d) {
    /// Length in bytes.
    public static final int BYTES = 32;

    /// Reads 32 bytes.
    public static KeyDigest of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new KeyDigest(
                buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /// The 32 bytes.
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
    }
}
