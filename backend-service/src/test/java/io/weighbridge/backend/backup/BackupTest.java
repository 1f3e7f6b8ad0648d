package io.weighbridge.backend.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.ledger.check.LedgerReport;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

final class BackupTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final String LOCK = "weighbridge.lock";

    @TempDir Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    private Path backup() {
        return folder.resolve("backup");
    }

    /// A small installation with something of each kind.
    private void fill() {
        try (TestBackend test = TestBackend.start(data())) {
            test.chat();
            Account account = test.account("Acme", 1_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            String hold =
                    test.gate()
                            .authorize(Calls.chat(key, 10, 10).build())
                            .getAdmitted()
                            .getHoldId();
            var _ = test.gate().settle(Calls.settle(hold, 10, 5).build());
            var _ = test.gate().authorize(Calls.chat(key, 10, 10).build());
        }
    }

    @Test
    void shouldHoldEverythingThatWasAnsweredBeforeWhileTheServiceIsBusy() throws Exception {
        Queue<String> settled = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        List<List<String>> before = new ArrayList<>();
        List<Backup.Report> reports = new ArrayList<>();
        try (TestBackend test = TestBackend.start(data());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            test.chat();
            for (int caller = 0; caller < 4; caller++) {
                var _ = callers.submit(() -> call(test, settled, over));
            }
            try {
                for (int i = 0; i < 4; i++) {
                    int enough = 50 * (i + 1);
                    Calls.await("some calls", () -> settled.size() > enough);
                    before.add(List.copyOf(settled));
                    reports.add(Backup.make(data(), folder.resolve("backup" + i), true, NOW));
                }
            } finally {
                over.set(true);
            }
        }
        for (int i = 0; i < before.size(); i++) {
            Path restored = folder.resolve("restored" + i);
            Backup.Report report = Backup.restore(folder.resolve("backup" + i), restored, LOCK);
            assertEquals(reports.get(i).lastSequence(), report.lastSequence());
            LedgerReport ledger = LedgerCheck.of(restored);
            assertEquals(List.of(), ledger.problems());
            assertTrue(ledger.foldedSequence() <= report.lastSequence());
            try (TestBackend test = TestBackend.start(restored)) {
                for (String hold : before.get(i)) {
                    assertTrue(test.gate().settle(Calls.settle(hold, 10, 5).build()).getRepeated());
                }
                LedgerSums.check(test, restored);
            }
        }
    }

    // Accounts and keys are made all the time: nothing in the journal's copy may be about one that
    // the store's copy does not have.
    private static boolean call(TestBackend test, Queue<String> settled, AtomicBoolean over) {
        int made = 0;
        while (!over.get()) {
            Account account =
                    test.account(
                            Thread.currentThread().threadId() + "-" + made++, 1_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            for (int i = 0; i < 5; i++) {
                String hold =
                        test.gate()
                                .authorize(Calls.chat(key, 10, 10).build())
                                .getAdmitted()
                                .getHoldId();
                var _ = test.gate().settle(Calls.settle(hold, 10, 5).build());
                settled.add(hold);
            }
        }
        return true;
    }

    @Test
    void shouldFindEveryFlippedByte(TestReporter reporter) throws IOException {
        fill();
        var _ = Backup.make(data(), backup(), true, NOW);
        BackupFiles.requireIntact(backup());
        int flips = 0;
        try (Stream<Path> files = Files.walk(backup()).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                // Every byte of what is small; of the store every 499th, so eight in each page.
                int stride = Files.size(file) < 8_192 ? 1 : 499;
                try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    for (long at = 0; at < channel.size(); at += stride) {
                        flip(channel, at, 1 << (at % 8));
                        Fault fault =
                                assertThrows(
                                        Fault.class, () -> BackupFiles.requireIntact(backup()));
                        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
                        assertTrue(
                                fault.text()
                                        .startsWith(backup().relativize(file).toString() + ": "),
                                fault::text);
                        flip(channel, at, 1 << (at % 8));
                        flips++;
                    }
                }
            }
        }
        BackupFiles.requireIntact(backup());
        reporter.publishEntry("flipped bytes, each found", String.valueOf(flips));
    }

    private static void flip(FileChannel channel, long at, int bit) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, at);
        one.put(0, (byte) (one.get(0) ^ bit));
        channel.write(one.flip(), at);
    }

    @Test
    void shouldRestoreNothingOfADamagedBackup() throws IOException {
        fill();
        var _ = Backup.make(data(), backup(), false, NOW);
        Path manifest = backup().resolve(BackupManifest.FILE_NAME);
        byte[] kept = Files.readAllBytes(manifest);
        Files.delete(manifest);
        assertRefused("from: ");
        Files.write(manifest, kept);
        Path surplus = Files.createFile(backup().resolve("surplus"));
        assertRefused("surplus: ");
        Files.delete(surplus);
        Path store = backup().resolve(Database.FILE_NAME);
        Path elsewhere = Files.move(store, folder.resolve("elsewhere"));
        assertRefused(Database.FILE_NAME + ": missing");
        Files.move(elsewhere, store);
        assertTrue(Backup.restore(backup(), folder.resolve("restored"), LOCK).files() >= 2);
    }

    private void assertRefused(String begin) throws IOException {
        Path restored = folder.resolve("restored");
        Fault fault = assertThrows(Fault.class, () -> Backup.restore(backup(), restored, LOCK));
        assertTrue(fault.text().startsWith(begin), fault::text);
        assertFalse(Files.exists(restored));
    }

    @Test
    void shouldNeverWriteOverAnything() throws IOException {
        fill();
        var _ = Backup.make(data(), backup(), false, NOW);
        List<String> names = BackupFiles.names(data());
        assertThrows(Fault.class, () -> Backup.restore(backup(), data(), LOCK));
        assertThrows(Fault.class, () -> Backup.make(data(), backup(), false, NOW));
        assertThrows(Fault.class, () -> Backup.make(data(), data(), false, NOW));
        assertEquals(names, BackupFiles.names(data()));
        BackupFiles.requireIntact(backup());
    }

    @Test
    void shouldTakeSecretsAlongOnlyWhenAsked() throws IOException {
        fill();
        var _ = Backup.make(data(), backup(), false, NOW);
        assertFalse(Files.exists(backup().resolve(Backup.SECRETS)));
        Path full = folder.resolve("full");
        assertTrue(Backup.make(data(), full, true, NOW).withSecrets());
        Path restored = folder.resolve("restored");
        var _ = Backup.restore(full, restored, LOCK);
        assertEquals(
                -1,
                Files.mismatch(
                        data().resolve("secrets/hold.key"), restored.resolve("secrets/hold.key")));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such modes")
    void shouldLetOnlyTheOwnerAtItsFiles() throws IOException {
        fill();
        var _ = Backup.make(data(), backup(), true, NOW);
        var _ = Backup.restore(backup(), folder.resolve("restored"), LOCK);
        for (Path place : List.of(backup(), folder.resolve("restored"))) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.toList()) {
                    assertEquals(
                            Files.isDirectory(file) ? "rwx------" : "rw-------",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                            file::toString);
                }
            }
        }
    }
}
