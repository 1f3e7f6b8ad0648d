package io.weighbridge.backend.platform.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Directories on the disk.
public final class Directories {
    private Directories() {}

    /// Returns when the names in this directory are on the disk. Without this the name of a new or
    /// renamed file could be lost with the power although its content was forced.
    public static void force(Path directory) throws IOException {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return; // Windows has no such call; NTFS journals its names.
        }
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
