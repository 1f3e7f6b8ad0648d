package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

final class GunzipTest {
    private static final int HEAD_BYTES = 10;

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    // With all that a head may have: extra bytes, a name, a comment and a checksum.
    private static byte[] withLongHead(byte[] packed) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(packed, 0, 3);
        all.write(0x1E);
        all.write(packed, 4, HEAD_BYTES - 4);
        all.writeBytes(new byte[] {3, 0, 'a', 'b', 'c', 'n', 0, 'c', 'o', 0, 7, 7});
        all.write(packed, HEAD_BYTES, packed.length - HEAD_BYTES);
        return all.toByteArray();
    }

    @Test
    void unpacksWhereverItIsCutAndOneAfterTheOther() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(withLongHead(packed("Grüße, ")));
        both.writeBytes(packed("𝄞"));
        byte[] all = both.toByteArray();
        for (int at = 0; at <= all.length; at++) {
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            try (Gunzip gunzip = new Gunzip(1_000)) {
                got.writeBytes(gunzip.add(Arrays.copyOf(all, at)));
                got.writeBytes(gunzip.add(Arrays.copyOfRange(all, at, all.length)));
            }
            assertEquals("Grüße, 𝄞", got.toString(StandardCharsets.UTF_8), "cut at " + at);
        }
    }

    @Test
    void refusesWhatIsNoneAndWhatBecomesTooLong() throws IOException {
        try (Gunzip gunzip = new Gunzip(1_000)) {
            assertThrows(
                    IOException.class,
                    () -> gunzip.add("{\"id\":\"c1\"}".getBytes(StandardCharsets.UTF_8)));
        }
        byte[] bomb = packed("a".repeat(1_000_000));
        try (Gunzip gunzip = new Gunzip(1_000)) {
            assertThrows(IOException.class, () -> gunzip.add(bomb));
        }
        byte[] damaged = packed("some text that is long enough to be packed");
        Arrays.fill(damaged, HEAD_BYTES, damaged.length, (byte) 0xFF);
        try (Gunzip gunzip = new Gunzip(1_000)) {
            assertThrows(IOException.class, () -> gunzip.add(damaged));
        }
    }
}
