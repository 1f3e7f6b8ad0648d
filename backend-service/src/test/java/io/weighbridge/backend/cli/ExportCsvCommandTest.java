package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

final class ExportCsvCommandTest {
    @TempDir Path data;
    @TempDir Path folder;
    @AutoClose private TestBackend test;
    private Account account;

    @BeforeEach
    void start() {
        test = TestBackend.start(data);
        var _ = test.chat();
        account = test.account("Acme", 1_000_000_000_000L);
        String secret = test.key(account).secret();
        for (int i = 0; i < 3; i++) {
            var _ = GateCalls.call(test, secret, "chat", 10, 10);
        }
    }

    private Console export(Role role, String what, Path file, String... filter) throws IOException {
        Path token = Files.createTempFile(data, "operator", ".token");
        var _ = Files.writeString(token, test.tokens().operator(role));
        return Console.run(
                Stream.concat(
                                Stream.of(
                                        "export-csv",
                                        what,
                                        "--to=" + file,
                                        "--address=127.0.0.1:" + test.backend().port(),
                                        "--token-file=" + token),
                                Stream.of(filter))
                        .toArray(String[]::new));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void usageIsSavedWhole() throws IOException {
        Path file = folder.resolve("usage.csv");
        Console result =
                export(
                        Role.VIEWER,
                        "usage",
                        file,
                        "--service=chat",
                        "--account=" + IdKind.ACCOUNT.format(account.id()),
                        "--from=2000-01-01T00:00:00Z");
        assertEquals(0, result.status(), result.err());
        assertEquals("Wrote 3 rows to " + file + ".\n", result.out());
        assertTrue(result.err().matches("3 rows, \\d+ KiB\n"), result.err());
        assertEquals(4, Files.readAllLines(file).size());
        assertEquals(List.of("usage.csv"), files());
    }

    @Test
    void aStatementIsSavedOverAnOlderOne() throws IOException {
        Path file = Files.writeString(folder.resolve("acme.csv"), "older");
        String whose = "--account=" + IdKind.ACCOUNT.format(account.id());
        Console result = export(Role.SUPPORT, "statement", file, whose);
        assertEquals(0, result.status(), result.err());
        assertEquals(5, Files.readAllLines(file).size());
        assertEquals(
                0,
                export(Role.SUPPORT, "statement", file, whose, "--until=2000-01-01T00:00:00Z")
                        .status());
        assertEquals(1, Files.readAllLines(file).size());
    }

    @Test
    void theAuditLogSaysHowFarItIs() throws IOException {
        Path file = folder.resolve("audit.csv");
        Console result = export(Role.FINANCE, "audit", file);
        assertEquals(0, result.status(), result.err());
        int rows = Files.readAllLines(file).size() - 1;
        assertTrue(rows >= 5);
        assertTrue(result.err().startsWith(rows + " of " + rows + " rows, "), result.err());
        assertEquals(0, export(Role.FINANCE, "audit", file, "--action=key.").status());
        assertEquals(2, Files.readAllLines(file).size());
    }

    @Test
    void whatIsRefusedLeavesNoFileAndTheOlderOne() throws IOException {
        Path older = Files.writeString(folder.resolve("older.csv"), "older");
        Console result = export(Role.SUPPORT, "audit", older);
        assertEquals(1, result.status());
        assertTrue(result.err().endsWith(" [PERMISSION_DENIED]\n"), result.err());
        assertEquals(1, export(Role.ADMIN, "usage", older, "--service=nothing").status());
        assertEquals("older", Files.readString(older));
        assertEquals(List.of("older.csv"), files());
        Console nowhere = export(Role.ADMIN, "usage", folder.resolve("no/where.csv"));
        assertEquals(1, nowhere.status());
        assertTrue(nowhere.err().startsWith("error: --to: cannot write "), nowhere.err());
    }
}
