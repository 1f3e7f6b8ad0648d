package io.weighbridge.backend.keys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Reads the text of a key that a client sent: checks its length and checksum, which covers every
/// character before it, then hashes it, into fields and without allocating. One reader serves one
/// thread.
public final class KeyReader {
    /// The longest key there is.
    public static final int LENGTH_MAX = 96;

    static final int RANDOM_LENGTH = 27;
    static final int CHECKSUM_LENGTH = 6;
    static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int TAIL_LENGTH = RANDOM_LENGTH + CHECKSUM_LENGTH;
    // Shortest head: one letter, '_', one letter, '_'.
    private static final int LENGTH_MIN = 4 + TAIL_LENGTH;
    private static final byte[] VALUE_OF = new byte[128];
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    static {
        Arrays.fill(VALUE_OF, (byte) -1);
        for (int i = 0; i < BASE_62.length(); i++) {
            VALUE_OF[BASE_62.charAt(i)] = (byte) i;
        }
    }

    private final MessageDigest sha256 = newSha256();
    private final CRC32 crc = new CRC32();
    private final byte[] text = new byte[LENGTH_MAX];
    private final byte[] digest = new byte[KeyDigest.BYTES];

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Reads a key. After true, [#a] to [#d] are its digest; after false it is no key of ours.
    public boolean read(String key) {
        int length = key.length();
        if (length < LENGTH_MIN || length > LENGTH_MAX) {
            return false;
        }
        int seen = 0;
        for (int i = 0; i < length; i++) {
            char c = key.charAt(i);
            seen |= c;
            text[i] = (byte) c;
        }
        return seen < 128 && hasRightChecksum(length) && hash(length);
    }

    private boolean hasRightChecksum(int length) {
        int tail = length - TAIL_LENGTH;
        if (text[tail - 1] != '_') {
            return false;
        }
        long stated = 0;
        for (int i = length - CHECKSUM_LENGTH; i < length; i++) {
            int value = VALUE_OF[text[i]];
            if (value < 0) {
                return false;
            }
            stated = stated * 62 + value;
        }
        crc.reset();
        crc.update(text, 0, length - CHECKSUM_LENGTH);
        return crc.getValue() == stated;
    }

    private boolean hash(int length) {
        sha256.update(text, 0, length);
        // Nothing of the key stays in memory longer than needed.
        Arrays.fill(text, 0, length, (byte) 0);
        try {
            sha256.digest(digest, 0, KeyDigest.BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes hold a SHA-256", e);
        }
        return true;
    }

    /// The first 64 bits of the digest of the key read last.
    public long a() {
        return (long) LONGS.get(digest, 0);
    }

    /// The second 64 bits.
    public long b() {
        return (long) LONGS.get(digest, 8);
    }

    /// The third 64 bits.
    public long c() {
        return (long) LONGS.get(digest, 16);
    }

    /// The fourth 64 bits.
    public long d() {
        return (long) LONGS.get(digest, 24);
    }
}
