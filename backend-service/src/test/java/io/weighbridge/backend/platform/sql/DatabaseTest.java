package io.weighbridge.backend.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

final class DatabaseTest {
    private static final String ADD_PLAN =
            "INSERT INTO plan (id, version, name, created_at_ms) VALUES (1, 1, 'basic', 0)";

    @TempDir Path directory;

    private static List<String> tables(Database database) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                                + " ORDER BY name")
                                .mapTo(String.class)
                                .list());
    }

    private static long plans(Database database) {
        return database.read(
                handle -> handle.createQuery("SELECT count(*) FROM plan").mapTo(Long.class).one());
    }

    @Test
    void shouldKeepSchemaAndRowsWhenReopened() {
        List<String> made;
        try (Database database = Database.open(directory)) {
            made = tables(database);
            assertTrue(made.containsAll(List.of("account", "transfer", "usage_record", "rate")));
            database.inTransaction(handle -> handle.execute(ADD_PLAN));
        }
        try (Database database = Database.open(directory)) {
            assertEquals(made, tables(database));
            assertEquals(1, plans(database));
        }
    }

    @Test
    void shouldRefuseAStoreOfANewerVersion() throws SQLException {
        Database.open(directory).close();
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO schema_history (installed_rank, version, description, type, script,"
                            + " checksum, installed_by, execution_time, success) VALUES (9999,"
                            + " '9999', 'later', 'SQL', 'V9999__later.sql', 1, '', 1, 1)");
        }
        Fault fault = assertThrows(Fault.class, () -> Database.open(directory).close());
        assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
        assertTrue(fault.logText().contains("9999"), fault.logText());
    }

    @Test
    void shouldRefuseAStoreThatHadAnotherScriptEvenAfterOneThatHadOurs() throws SQLException {
        Database.open(directory).close();
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE schema_history SET checksum = checksum + 1 WHERE version = '0003'");
        }
        Fault fault = assertThrows(Fault.class, () -> Database.open(directory).close());
        assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
        assertTrue(fault.logText().contains("checksum"), fault.logText());
    }

    @Test
    void shouldRefuseAFileThatIsNoStore() throws IOException {
        Files.writeString(directory.resolve(Database.FILE_NAME), "not a database ".repeat(100));
        Fault fault = assertThrows(Fault.class, () -> Database.open(directory).close());
        assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
    }

    @Test
    void shouldRollBackWhatFails() {
        try (Database database = Database.open(directory)) {
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            database.inTransaction(
                                    handle -> {
                                        handle.execute(ADD_PLAN);
                                        throw new IllegalStateException("broken off");
                                    }));
            Fault fault =
                    assertThrows(
                            Fault.class,
                            () ->
                                    database.write(
                                            connection -> {
                                                try (var statement = connection.createStatement()) {
                                                    statement.execute(ADD_PLAN);
                                                    return statement.execute(ADD_PLAN);
                                                }
                                            }));
            assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
            assertEquals(0, plans(database));
            int added = database.inTransaction(handle -> handle.execute(ADD_PLAN));
            assertEquals(1, added);
            assertEquals(1, plans(database));
        }
    }

    @Test
    void shouldSayWhatToDoWithADamagedStore() throws IOException {
        Database.open(directory).close();
        Path file = directory.resolve(Database.FILE_NAME);
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(3);
        byte[] noise = new byte[4096];
        for (int page : new int[] {0, 1, good.length / 4096 / 2}) {
            random.nextBytes(noise);
            byte[] bad = good.clone();
            System.arraycopy(noise, 0, bad, page * 4096, noise.length);
            Files.write(file, bad);
            Fault fault = assertThrows(Fault.class, () -> Database.open(directory).close());
            assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
            assertTrue(fault.logText().contains(file + " is damaged: "), fault.logText());
            assertTrue(fault.logText().contains("weighbridge restore"), fault.logText());
        }
    }

    @Test
    void shouldOnlyReadAStoreThatIsThere() throws SQLException {
        assertThrows(Fault.class, () -> Database.openReadOnly(directory).close());
        Database.open(directory).close();
        try (Connection connection = Database.openReadOnly(directory);
                var statement = connection.createStatement()) {
            assertThrows(SQLException.class, () -> statement.execute(ADD_PLAN));
        }
    }
}
