package io.weighbridge.backend.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/// A backup keeps the service from deleting what it has not read yet.
final class JournalPinTest {
    private static final int GROUPS = 50;

    @Test
    void shouldKeepSegmentsWhileABackupReadsThem(@TempDir Path directory) throws IOException {
        try (FileJournal journal =
                FileJournal.open(
                        directory, JournalDisk.REAL, 1, (first, facts, payload) -> {}, 600)) {
            try (JournalPin _ = JournalPin.take(directory)) {
                for (int i = 1; i <= GROUPS; i++) {
                    journal.append(i, 1, new byte[100], 100);
                    journal.force();
                }
                int segments = JournalReader.segments(directory).size();
                assertTrue(segments > 5);
                journal.trim(GROUPS);
                assertEquals(segments, JournalReader.segments(directory).size());
                assertThrows(IOException.class, () -> JournalPin.take(directory));
            }
            journal.trim(GROUPS);
            assertTrue(JournalReader.segments(directory).size() <= 2);
        }
    }
}
