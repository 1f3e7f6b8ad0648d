package io.weighbridge.backend.platform.secrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

final class SecretFileTest {
    @TempDir Path directory;

    private byte[] read() {
        return SecretFile.readOrMake(directory.resolve("secrets"), "hold.key", 16);
    }

    private Path file() {
        return directory.resolve("secrets").resolve("hold.key");
    }

    @Test
    void shouldMakeItOnceAndKeepIt() {
        byte[] made = read();
        assertEquals(16, made.length);
        assertArrayEquals(made, read());
        byte[] other = SecretFile.readOrMake(directory, "other.key", 16);
        assertFalse(Arrays.equals(made, other));
    }

    @Test
    void shouldLetOnlyTheOwnerReadIt() throws IOException {
        Assumptions.assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
        read();
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void shouldRefuseASecretOfAnotherLength() throws IOException {
        read();
        for (int length : new int[] {0, 15, 17}) {
            Files.write(file(), new byte[length]);
            Fault fault = assertThrows(Fault.class, this::read);
            assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
            // Made anew it would orphan every hold that is out.
            assertEquals(length, Files.size(file()));
        }
    }

    @Test
    void shouldStartOverAfterACrashWhileMakingIt() throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(file().resolveSibling("hold.key.new"), new byte[3]);
        assertArrayEquals(read(), read());
        assertFalse(Files.exists(file().resolveSibling("hold.key.new")));
    }
}
