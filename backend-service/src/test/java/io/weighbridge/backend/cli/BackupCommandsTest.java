package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

final class BackupCommandsTest {
    @TempDir Path folder;

    @Test
    void shouldBackUpARunningServiceAndRestoreItElsewhere() throws IOException {
        Path data = folder.resolve("data");
        Path backup = folder.resolve("backup");
        Path restored = folder.resolve("restored");
        try (TestBackend test = TestBackend.start(data)) {
            Account account = test.account("Acme", 7 * Calls.TOKEN);
            Console made = Console.run("backup", "-d", data.toString(), "--to", backup.toString());
            assertEquals(0, made.status(), made.err());
            assertTrue(made.out().contains("everything up to fact 1, of 20"), made.out());
            assertTrue(made.out().contains("secrets     omitted"), made.out());
            assertTrue(test.balance(account).balanceNanos() > 0);
        }
        assertEquals(0, Console.run("verify-backup", "--from", backup.toString()).status());
        Console again =
                Console.run("restore", "--from", backup.toString(), "-d", restored.toString());
        assertEquals(0, again.status(), again.err());
        assertTrue(again.out().contains("The ledger balances."), again.out());
        assertTrue(again.out().contains("Put the folder secrets"), again.out());
        try (TestBackend test = TestBackend.start(restored)) {
            assertTrue(test.backend().ledger().isHealthy());
        }
        Console full =
                Console.run("restore", "--from", backup.toString(), "-d", restored.toString());
        assertEquals(1, full.status());
        assertTrue(full.err().startsWith("error: data: " + restored), full.err());
        Files.writeString(backup.resolve("MANIFEST"), " ", StandardOpenOption.APPEND);
        Console damaged = Console.run("verify-backup", "--from", backup.toString());
        assertEquals(1, damaged.status());
        assertTrue(damaged.err().contains("MANIFEST: it was changed"), damaged.err());
    }
}
