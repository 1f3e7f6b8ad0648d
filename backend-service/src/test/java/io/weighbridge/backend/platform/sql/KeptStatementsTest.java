package io.weighbridge.backend.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

final class KeptStatementsTest {
    private static final int MORE_THAN_ARE_KEPT = 300;

    @TempDir Path directory;
    @AutoClose private Connection connection;
    private KeptStatements kept;
    private Jdbi jdbi;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("kept.db"));
        kept = new KeptStatements(connection);
        jdbi = Jdbi.create(connection);
        jdbi.setStatementBuilderFactory(_ -> kept);
    }

    private static PreparedStatement ask(Handle handle, String sql, int id) {
        List<PreparedStatement> used = new ArrayList<>();
        int answer =
                handle.createQuery(sql)
                        .bind("id", id)
                        .map(
                                (row, context) -> {
                                    used.add(context.getStatement());
                                    return row.getInt(1);
                                })
                        .one();
        assertEquals(id, answer);
        return used.getFirst();
    }

    @Test
    void shouldAskAgainWithTheSameStatement() {
        try (Handle handle = jdbi.open()) {
            PreparedStatement first = ask(handle, "SELECT :id", 1);
            assertSame(first, ask(handle, "SELECT :id", 2));
            assertNotSame(first, ask(handle, "SELECT 0 + :id", 3));
            assertSame(first, ask(handle, "SELECT :id", 4));
        }
        assertEquals(2, kept.count());
    }

    @Test
    void shouldNotTakeOneThatIsInUse() {
        try (Handle handle = jdbi.open()) {
            int sum =
                    handle
                            .createQuery("SELECT :id UNION ALL SELECT 10")
                            .bind("id", 1)
                            .map(
                                    (row, context) ->
                                            row.getInt(1)
                                                    + handle.createQuery(
                                                                    "SELECT :id UNION ALL SELECT"
                                                                            + " 10")
                                                            .bind("id", 5)
                                                            .mapTo(int.class)
                                                            .list()
                                                            .getFirst())
                            .list()
                            .stream()
                            .mapToInt(Integer::intValue)
                            .sum();
            assertEquals(1 + 5 + 10 + 5, sum);
        }
    }

    @Test
    void shouldKeepABoundedNumber() {
        try (Handle handle = jdbi.open()) {
            for (int i = 0; i < MORE_THAN_ARE_KEPT; i++) {
                ask(handle, "SELECT " + i + " * 0 + :id", i);
            }
        }
        assertTrue(kept.count() < MORE_THAN_ARE_KEPT, () -> "kept: " + kept.count());
    }

    @Test
    void shouldHoldNoSnapshotOfResultsThatNobodyRead() throws SQLException {
        try (Handle handle = jdbi.open()) {
            handle.createQuery("PRAGMA journal_mode = WAL").mapTo(String.class).one();
            handle.execute("CREATE TABLE known (id INTEGER)");
            handle.execute("INSERT INTO known VALUES (1), (2)");
            handle.execute("SELECT id FROM known");
            try (Connection other =
                            DriverManager.getConnection(
                                    "jdbc:sqlite:" + directory.resolve("kept.db"));
                    Statement writing = other.createStatement()) {
                writing.execute("INSERT INTO known VALUES (3)");
            }
            assertEquals(3, count(handle));
        }
    }

    @Test
    void shouldLeaveNothingOfABatchThatFailed() {
        try (Handle handle = jdbi.open()) {
            handle.execute("CREATE TABLE known (id INTEGER)");
            try (PreparedBatch batch = handle.prepareBatch("INSERT INTO known VALUES (:id)")) {
                batch.bind("id", 1).add().bind("id", "of another kind than the first").add();
                assertThrows(ClassCastException.class, batch::execute);
            }
            try (PreparedBatch batch = handle.prepareBatch("INSERT INTO known VALUES (:id)")) {
                batch.bind("id", 2).add().execute();
            }
            assertEquals(1, count(handle));
        }
    }

    private static int count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM known").mapTo(int.class).one();
    }
}
