package io.weighbridge.backend.platform.secrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

final class SecretBoxTest {
    private static final byte[] SECRET = "canary-of-a-secret".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path directory;

    @Test
    void opensWhatItSealedAlsoAfterARestart() {
        String sealed = new SecretBox(directory).seal(SECRET, "a");
        assertArrayEquals(SECRET, new SecretBox(directory).open(sealed, "a"));
        assertNotEquals(sealed, new SecretBox(directory).seal(SECRET, "a"));
    }

    @Test
    void opensNothingOfAnotherOwnerOrKeyAndNothingChanged(@TempDir Path other) {
        SecretBox box = new SecretBox(directory);
        String sealed = box.seal(SECRET, "a");
        closed(box, sealed, "b");
        char changed = sealed.charAt(20) == 'x' ? 'y' : 'x';
        closed(box, sealed.substring(0, 20) + changed + sealed.substring(21), "a");
        closed(box, "not base 64", "a");
        closed(box, "", "a");
        closed(new SecretBox(other), sealed, "a");
    }

    private static void closed(SecretBox box, String sealed, String owner) {
        Fault fault = assertThrows(Fault.class, () -> box.open(sealed, owner));
        assertEquals(ErrorCode.INTERNAL, fault.code());
        assertFalse(fault.logText().contains("canary"), fault.logText());
    }

    @Test
    void itsKeyIsForItsOwnerOnly() throws IOException {
        assertFalse(Files.exists(directory.resolve(SecretBox.FILE_NAME)));
        var _ = new SecretBox(directory).seal(SECRET, "a");
        Path key = directory.resolve(SecretBox.FILE_NAME);
        if (Files.getFileStore(key).supportsFileAttributeView("posix")) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        }
    }
}
