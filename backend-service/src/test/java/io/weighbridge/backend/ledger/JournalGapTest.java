package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/// A journal that begins after what SQL ends with: facts between them are missing, and a start
/// would lose their charges without a word.
final class JournalGapTest {
    @TempDir Path directory;
    private long folded;

    @BeforeEach
    void fill() throws IOException {
        try (TestBackend test = TestBackend.start(directory)) {
            new LedgerTraffic(test).round();
        }
        // A start begins a segment of its own, and the one before is not needed any more.
        TestBackend.start(directory).close();
        assertEquals(1, segments().size());
        folded = LedgerCheck.of(directory).foldedSequence();
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(Ledger.JOURNAL))) {
            return files.sorted().toList();
        }
    }

    private void setFolded(long sequence) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE ledger_state SET folded_sequence = " + sequence);
        }
    }

    @Test
    void refusesToStartAndSaysWhatIsMissing() throws IOException, SQLException {
        String name = segments().getFirst().getFileName().toString();
        long begin = Long.parseLong(name.substring(0, name.indexOf('.')));
        assertEquals(folded + 1, begin);
        // As SQL was before the last fact of the segment that is missing now.
        setFolded(begin - 2);
        Fault fault = assertThrows(Fault.class, () -> TestBackend.start(directory));
        assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
        String expected =
                "the store ends with fact " + (begin - 2) + ": the facts between them are missing";
        assertTrue(fault.logText().contains(expected), fault::toString);
        assertTrue(fault.logText().contains("begins with fact " + begin), fault::toString);
        setFolded(begin - 1);
        TestBackend.start(directory).close();
    }

    @Test
    void startsWithoutAnyJournalWhereTheStoreEnds() throws IOException {
        for (Path segment : segments()) {
            Files.delete(segment);
        }
        try (TestBackend test = TestBackend.start(directory)) {
            test.account("New", 5);
            test.backend().ledger().awaitFolded();
        }
        assertTrue(LedgerCheck.of(directory).foldedSequence() > folded);
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
    }
}
