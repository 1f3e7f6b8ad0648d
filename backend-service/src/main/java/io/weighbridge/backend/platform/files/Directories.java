package io.weighbridge.backend.platform.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Directories on the disk.
public final class Directories {
    private Directories() {}

    /// Makes a directory that only its owner may look into, where the system knows such. One that
    /// exists stays as it is.
    public static void makeForOwner(Path directory) throws IOException {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        };
        Files.createDirectories(directory, posix ? owner : new FileAttribute<?>[0]);
    }

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
