package io.weighbridge.backend.platform.secrets;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.files.Directories;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/// A file of random bytes that only the owner may read, made when it is first asked for.
public final class SecretFile {
    private SecretFile() {}

    /// The secret in this file; makes it, durably, when there is none.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it cannot be read or made, or has another length
    public static byte[] readOrMake(Path directory, String name, int bytes) {
        Path file = directory.resolve(name);
        try {
            if (!Files.exists(file)) {
                make(directory, file, bytes);
            }
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != bytes) {
                throw Fault.storeUnavailable(
                        file + " has " + secret.length + " bytes (expected: " + bytes + ")", null);
            }
            return secret;
        } catch (IOException e) {
            throw Fault.storeUnavailable("cannot read or make " + file + ": " + e.getMessage(), e);
        }
    }

    // Under another name first, so that a crash leaves no half of it.
    private static void make(Path directory, Path file, int bytes) throws IOException {
        Files.createDirectories(directory);
        Path fresh = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        if (posix) {
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        byte[] secret = new byte[bytes];
        new SecureRandom().nextBytes(secret);
        Files.write(fresh, secret);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        Directories.force(directory);
    }
}
