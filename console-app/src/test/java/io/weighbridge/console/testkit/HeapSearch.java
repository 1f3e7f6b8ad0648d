package io.weighbridge.console.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Looks for a text among all that is reachable in this process.
public final class HeapSearch {
    // How a heap dump marks an array of bytes.
    private static final byte BYTES = 8;

    private HeapSearch() {}

    /// Whether a string of one byte a character, with exactly this content, is reachable.
    ///
    /// @param masked the characters, each turned around by [#mask], so that the search itself
    ///     holds no such string
    public static boolean finds(byte[] masked) throws IOException {
        Path directory = Files.createTempDirectory("weighbridge-heap");
        Path file = directory.resolve("live.hprof");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpHeap(file.toString(), true);
            return contains(file, pattern(masked));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    /// A text that cannot be found as itself.
    public static byte[] mask(String text) {
        byte[] masked = new byte[text.length()];
        for (int i = 0; i < masked.length; i++) {
            masked[i] = (byte) ~text.charAt(i);
        }
        return masked;
    }

    // The array's length and type, and its content.
    private static byte[] pattern(byte[] masked) {
        ByteBuffer pattern = ByteBuffer.allocate(Integer.BYTES + 1 + masked.length);
        pattern.putInt(masked.length).put(BYTES);
        for (byte each : masked) {
            pattern.put((byte) ~each);
        }
        return pattern.array();
    }

    private static boolean contains(Path file, byte[] pattern) throws IOException {
        byte[] block = new byte[1 << 20];
        int kept = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int read = in.read(block, kept, block.length - kept);
                    read > 0;
                    read = in.read(block, kept, block.length - kept)) {
                int end = kept + read;
                if (isIn(block, end, pattern)) {
                    return true;
                }
                kept = Math.min(pattern.length - 1, end);
                System.arraycopy(block, end - kept, block, 0, kept);
            }
        }
        return false;
    }

    private static boolean isIn(byte[] block, int end, byte[] pattern) {
        for (int i = 0; i <= end - pattern.length; i++) {
            int same = 0;
            while (same < pattern.length && block[i + same] == pattern[same]) {
                same++;
            }
            if (same == pattern.length) {
                return true;
            }
        }
        return false;
    }
}
