package io.weighbridge.backend.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.Cable;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.PostgresServer;
import io.weighbridge.backend.testkit.TestPostgres;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Connections to PostgreSQL that are lost, and whose database is another's.
final class PostgresDatabaseTest {
    private static void addPlan(Connection connection, int id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO plan (id, version, name, created_at_ms) VALUES ("
                            + id
                            + ", 1, 'plan "
                            + id
                            + "', 0)");
        }
    }

    private static boolean hasPlan(Database database, int id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT count(*) FROM plan WHERE id = :id")
                                .bind("id", id)
                                .mapTo(Long.class)
                                .one()
                                .equals(1L));
    }

    @Test
    void shouldTellWhatWasCommittedWhenTheAnswerIsLost() throws IOException {
        PostgresAddress store = TestPostgres.database();
        try (Cable cable = Cable.to(store.port());
                Database database =
                        Database.open(PostgresServer.address(store.database(), cable.port()))) {
            for (int i = 1; i <= 5; i++) {
                int id = i;
                boolean written =
                        database.write(
                                connection -> {
                                    addPlan(connection, id);
                                    // The commit is carried out, and its answer is lost.
                                    cable.loseAnswers();
                                    var _ = Thread.ofVirtual().start(() -> cutAndMend(cable));
                                    return true;
                                });
                assertTrue(written);
                assertTrue(hasPlan(database, id));
            }
        }
    }

    private static void cutAndMend(Cable cable) {
        Calls.await("a lost answer", () -> cable.lostBytes() > 0);
        cut(cable);
        cable.mend();
    }

    private static void cut(Cable cable) {
        try {
            cable.cut();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldTellWhatWasNotCommitted() throws IOException {
        PostgresAddress store = TestPostgres.database();
        try (Cable cable = Cable.to(store.port());
                Database database =
                        Database.open(PostgresServer.address(store.database(), cable.port()))) {
            Fault fault =
                    assertThrows(
                            Fault.class,
                            () ->
                                    database.write(
                                            connection -> {
                                                addPlan(connection, 1);
                                                cut(cable);
                                                cable.mend();
                                                return true;
                                            }));
            assertEquals(ErrorCode.STORE_UNAVAILABLE, fault.code());
            assertFalse(hasPlan(database, 1));
            boolean written =
                    database.write(
                            connection -> {
                                addPlan(connection, 1);
                                return true;
                            });
            assertTrue(written, "it goes on with a new connection");
            assertTrue(hasPlan(database, 1));
        }
    }

    @Test
    void shouldWriteNothingForAFormerOwner() throws SQLException {
        PostgresAddress store = TestPostgres.database();
        try (Database database = Database.open(store)) {
            try (Connection other = TestPostgres.connect(store);
                    Statement statement = other.createStatement()) {
                statement.execute("UPDATE store_owner SET epoch = epoch + 1");
            }
            Fault fault =
                    assertThrows(
                            Fault.class,
                            () ->
                                    database.write(
                                            connection -> {
                                                addPlan(connection, 1);
                                                return true;
                                            }));
            assertTrue(fault.logText().contains("another service"), fault::logText);
            assertFalse(hasPlan(database, 1));
        }
    }

    @Test
    void shouldRefuseANulCharacterAsAWrongText() {
        try (Database database = Database.open(TestPostgres.database())) {
            Fault fault =
                    assertThrows(
                            Fault.class,
                            () ->
                                    database.read(
                                            handle ->
                                                    handle.createQuery(
                                                                    "SELECT id FROM plan WHERE name"
                                                                            + " = :name")
                                                            .bind("name", "a\0b")
                                                            .mapTo(Long.class)
                                                            .list()));
            assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        }
    }

    @Test
    void shouldRefuseTextsThatAreNotUtf8() {
        PostgresAddress store = TestPostgres.bareDatabase();
        String latin = store.database() + "_latin";
        TestPostgres.execute(
                "CREATE DATABASE "
                        + latin
                        + " TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
        Fault fault = assertThrows(Fault.class, () -> Database.open(store.withDatabase(latin)));
        assertTrue(fault.logText().contains("LATIN1"), fault::logText);
    }
}
