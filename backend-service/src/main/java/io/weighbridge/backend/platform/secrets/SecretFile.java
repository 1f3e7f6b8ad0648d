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
import java.util.function.Supplier;

/// A file with a secret that only the owner may read, made when it is first asked for.
public final class SecretFile {
    private SecretFile() {}

    /// The secret in this file; makes it, durably, when there is none.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it cannot be read or made, or has another length
    public static byte[] readOrMake(Path directory, String name, int bytes) {
        byte[] secret =
                readOrMake(
                        directory,
                        name,
                        () -> {
                            byte[] fresh = new byte[bytes];
                            new SecureRandom().nextBytes(fresh);
                            return fresh;
                        });
        if (secret.length != bytes) {
            throw Fault.storeUnavailable(
                    directory.resolve(name)
                            + " has "
                            + secret.length
                            + " bytes (expected: "
                            + bytes
                            + ")",
                    null);
        }
        return secret;
    }

    /// The same for a secret that is not just random bytes.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it cannot be read or made
    public static byte[] readOrMake(Path directory, String name, Supplier<byte[]> making) {
        Path file = directory.resolve(name);
        try {
            if (!Files.exists(file)) {
                make(directory, file, making.get());
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Fault.storeUnavailable("cannot read or make " + file + ": " + e.getMessage(), e);
        }
    }

    /// Writes a secret, over an older one.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it cannot be written
    public static void write(Path file, byte[] secret) {
        Path directory = file.toAbsolutePath().getParent();
        try {
            make(directory == null ? Path.of(".") : directory, file, secret);
        } catch (IOException e) {
            throw Fault.storeUnavailable("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    // Under another name first, so that a crash leaves no half of it.
    private static void make(Path directory, Path file, byte[] secret) throws IOException {
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
        Files.write(fresh, secret);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        Directories.force(directory);
    }
}
