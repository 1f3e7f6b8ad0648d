package io.weighbridge.backend.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.RefusalReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;

final class ProgressTest {
    @TempDir Path directory;

    private static BitSet rows(int... rows) {
        BitSet set = new BitSet();
        for (int row : rows) {
            set.set(row);
        }
        return set;
    }

    @Test
    void shouldRememberRefusedRowsAndForgetALineThatWasCutOff() throws IOException {
        try (Progress progress = Progress.open(directory, "f", rows(1))) {
            progress.refused(2, RefusalReason.REVOKED_KEY);
            progress.refused(30, RefusalReason.INSUFFICIENT_CREDIT);
        }
        Path file = directory.resolve("demo-refused-f.csv");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 3));
        try (Progress progress = Progress.open(directory, "f", rows(1))) {
            assertTrue(progress.isDone(1));
            assertTrue(progress.isDone(2));
            assertFalse(progress.isDone(30));
            assertEquals(Map.of(RefusalReason.REVOKED_KEY, 1L), progress.refusals());
            progress.refused(4, RefusalReason.REVOKED_KEY);
        }
        assertEquals("2,REVOKED_KEY\n4,REVOKED_KEY\n", Files.readString(file));
    }

    @Test
    void shouldKeepSourcesApart() throws IOException {
        try (Progress progress = Progress.open(directory, "f", rows())) {
            progress.refused(2, RefusalReason.REVOKED_KEY);
        }
        try (Progress other = Progress.open(directory, "g", rows())) {
            assertFalse(other.isDone(2));
        }
    }

    @Test
    void shouldFindRowsChargedTwiceOrLostOrBoth() throws IOException {
        try (Progress progress = Progress.open(directory, "f", rows(1))) {
            progress.started(2);
            progress.charged(2);
            progress.started(3);
            progress.refused(3, RefusalReason.REVOKED_KEY);
            assertTrue(progress.against(rows(1, 2), rows()).isRight());
            assertEquals(1, progress.against(rows(1, 2), rows(2)).chargedTwice());
            assertEquals(1, progress.against(rows(1, 2, 3), rows()).both());
            assertEquals(1, progress.against(rows(1), rows()).missing());
            assertEquals(1, progress.against(rows(2), rows()).missing());
            progress.started(5);
            assertEquals(1, progress.against(rows(1, 2), rows()).missing());
        }
    }
}
