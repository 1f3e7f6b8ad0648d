package io.weighbridge.backend.compute.measure;

import io.weighbridge.backend.platform.time.TimeSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Reads a file that `nvidia-smi` writes again and again: the service itself runs no programs.
final class SmiFile implements Pages {
    private static final int BYTES_MAX = 64 << 10;

    private final TimeSource time;
    private final long ageMsMax;

    /// @param ageMsMax an older file says nothing of now
    SmiFile(TimeSource time, long ageMsMax) {
        this.time = time;
        this.ageMsMax = ageMsMax;
    }

    @Override
    public byte[] get(Exporter exporter) throws IOException, GarbledException {
        try {
            Path file = Path.of(exporter.at());
            if (!Files.isRegularFile(file)) {
                throw new IOException("there is no such file");
            }
            long ageMs = time.wallMs() - Files.getLastModifiedTime(file).toMillis();
            if (Math.abs(ageMs) > ageMsMax) {
                throw new IOException("it was written " + ageMs / 1_000 + " s ago");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] answer = in.readNBytes(BYTES_MAX + 1);
                if (answer.length > BYTES_MAX) {
                    throw new GarbledException("more than " + BYTES_MAX + " bytes");
                }
                return answer;
            }
        } catch (InvalidPathException e) {
            throw new IOException("that is no file", e);
        }
    }
}
