package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Starts from what a crash can leave: SQL behind the journal, and the journal's end lost although
/// SQL has it.
final class RecoveryImagesTest {
    @TempDir Path directory;
    @TempDir Path image;
    private final HandTime time = HandTime.now();
    private long accountId;
    private String key = "";
    private String settledLater = "";
    private String releasedLater = "";
    private String stillOpen = "";

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    // Two runs: after the first three holds are open; the second settles one and releases one.
    private void runTwice(Path afterFirst) throws IOException {
        try (TestBackend test = TestBackend.start(directory, time)) {
            test.chat();
            Account account = test.account("Acme", 1_000 * Calls.TOKEN);
            accountId = account.id();
            key = test.key(account).secret();
            settledLater = hold(test);
            releasedLater = hold(test);
            stillOpen = hold(test);
        }
        copy(directory, afterFirst);
        try (TestBackend test = TestBackend.start(directory, time)) {
            test.gate().settle(Calls.settle(settledLater, 10, 5).build());
            test.gate().release(Calls.release(releasedLater));
            for (int i = 0; i < 30; i++) {
                test.gate().settle(Calls.settle(hold(test), 10, 5).build());
            }
            LedgerSums.check(test, directory);
        }
    }

    private String hold(TestBackend test) {
        return test.gate().authorize(Calls.chat(key, 10, 10).build()).getAdmitted().getHoldId();
    }

    private void assertIsAsAfterTheSecondRun(boolean openIsKnown) {
        try (TestBackend test = TestBackend.start(image, time)) {
            var balance = test.backend().accounts().balance(accountId, 0);
            assertEquals((1_000 - 31 * 15) * Calls.TOKEN, balance.balanceNanos());
            assertEquals(openIsKnown ? 20 * Calls.TOKEN : 0, balance.heldNanos().orElseThrow());
            assertTrue(test.gate().settle(Calls.settle(settledLater, 10, 5).build()).getRepeated());
            assertEquals(
                    "HOLD_RELEASED",
                    Calls.outcome(
                            () -> test.gate().settle(Calls.settle(releasedLater, 1, 1).build())));
            time.pass(3_600_000);
            Calls.await("over", () -> test.backend().ledger().holds(accountId).isEmpty());
            LedgerSums.check(test, image);
            assertEquals(
                    (1_000 - 31 * 15 - 10) * Calls.TOKEN,
                    test.backend().accounts().balance(accountId, 0).balanceNanos(),
                    "only what was still open is billed, its input");
            assertTrue(test.gate().settle(Calls.settle(stillOpen, 10, 9).build()).getUnrated());
        }
    }

    @Test
    void shouldReplayOnceWhatSqlLacks() throws IOException {
        runTwice(image);
        delete(image.resolve("journal"));
        Files.delete(image.resolve("journal"));
        copy(directory.resolve("journal"), image.resolve("journal"));
        assertIsAsAfterTheSecondRun(true);
    }

    @Test
    void shouldNotBringBackWhatSqlKnowsToBeOverWhenTheJournalsEndIsLost() throws IOException {
        Path afterFirst = Files.createDirectories(image.resolve("a"));
        runTwice(afterFirst);
        Path second = Files.createDirectories(image.resolve("b"));
        copy(directory, second);
        delete(second.resolve("journal"));
        Files.delete(second.resolve("journal"));
        copy(afterFirst.resolve("journal"), second.resolve("journal"));
        image = second;
        // Twice: what was still open must also outlive the start after that.
        try (TestBackend test = TestBackend.start(image, time)) {
            assertEquals(1, test.backend().ledger().holds(accountId).size());
            time.pass(1_000);
            test.backend().accounts().balance(accountId, 0);
        }
        assertIsAsAfterTheSecondRun(true);
    }

    @Test
    void shouldRefuseToStartWhenTheMiddleOfTheJournalIsDamaged() throws IOException {
        runTwice(image);
        List<Path> segments;
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            segments = files.sorted().toList();
        }
        Path newest = segments.getLast();
        byte[] bytes = Files.readAllBytes(newest);
        bytes[64 + 24 + 3] ^= 1;
        Files.write(newest, bytes);
        var refused =
                org.junit.jupiter.api.Assertions.assertThrows(
                        io.weighbridge.backend.platform.fault.Fault.class,
                        () -> TestBackend.start(directory, time));
        assertTrue(refused.logText().contains("damaged"), refused.logText());
    }
}
