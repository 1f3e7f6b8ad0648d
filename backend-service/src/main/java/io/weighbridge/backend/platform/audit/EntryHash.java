package io.weighbridge.backend.platform.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// The hash of an audit entry: SHA-256 of the hash before it, its numbers (8 bytes each,
/// big-endian) and its texts (4 bytes of length, then UTF-8), all in the order of the store's
/// columns. So it covers every entry before it, and no two different entries have the same bytes.
/// For one thread.
public final class EntryHash {
    /// Bytes of a hash.
    public static final int BYTES = 32;

    private final MessageDigest digest;
    private ByteBuffer bytes = ByteBuffer.allocate(4_096);

    /// A hash to be computed.
    public EntryHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The hash before the first entry.
    public static byte[] none() {
        return new byte[BYTES];
    }

    /// Begins with another entry.
    public EntryHash begin(byte[] previous) {
        bytes.clear();
        bytes.put(previous);
        return this;
    }

    /// Adds a number.
    public EntryHash add(long number) {
        room(Long.BYTES);
        bytes.putLong(number);
        return this;
    }

    /// Adds a text.
    public EntryHash add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds a text's UTF-8.
    public EntryHash add(byte[] text) {
        room(Integer.BYTES + text.length);
        bytes.putInt(text.length).put(text);
        return this;
    }

    private void room(int wanted) {
        if (bytes.remaining() < wanted) {
            int size = Math.max(2 * bytes.capacity(), bytes.position() + wanted);
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), size)).position(bytes.position());
        }
    }

    /// The hash of what was added.
    public byte[] end() {
        digest.update(bytes.array(), 0, bytes.position());
        return digest.digest();
    }
}
