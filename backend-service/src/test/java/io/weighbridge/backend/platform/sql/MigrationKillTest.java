package io.weighbridge.backend.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The process dies in the middle of the migrations of an older store, again and again: the next
/// start goes on where it was, by itself, and comes to what an undisturbed one comes to.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it sends SIGKILL")
final class MigrationKillTest {
    // The long migrations: what is done before them.
    private static final int BEFORE_ENTRIES = 5;
    private static final int BEFORE_TOTALS = 9;
    private static final String SQLITE_SCHEMA =
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1";
    private static final String POSTGRES_SCHEMA =
            """
            SELECT table_name || ' ' || column_name || ' ' || data_type
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1
            """;

    private static final int ATTEMPTS = 10;

    @TempDir Path scratch;

    private static SQLiteDataSource sqlite(Path directory) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(0);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
        return source;
    }

    private static void kill(Process child) throws InterruptedException {
        child.destroyForcibly();
        assertTrue(child.waitFor(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldGoOnWhereItWasKilledOnSqlite() throws Exception {
        Path killed = Files.createDirectory(scratch.resolve("killed"));
        OldStore.make(sqlite(killed), "sqlite", 300_000);
        Path undisturbed = Files.createDirectory(scratch.resolve("undisturbed"));
        Files.copy(killed.resolve(Database.FILE_NAME), undisturbed.resolve(Database.FILE_NAME));
        Database.open(undisturbed).close();
        Path old = scratch.resolve("old.db");
        Files.copy(killed.resolve(Database.FILE_NAME), old);
        for (int version : new int[] {BEFORE_ENTRIES, BEFORE_TOTALS}) {
            for (int attempt = 1; !killInside(killed, version, 0); attempt++) {
                assertTrue(attempt < ATTEMPTS, "the migration after " + version + " was missed");
                restore(killed, old);
            }
            for (int delayMs : new int[] {20, 60}) {
                var _ = killInside(killed, version, delayMs);
            }
        }
        Database.open(killed).close();
        try (Connection left = sqlite(killed).getConnection();
                Connection right = sqlite(undisturbed).getConnection()) {
            assertEquals(OldStore.content(right), OldStore.content(left));
            assertEquals(
                    OldStore.schema(right, SQLITE_SCHEMA), OldStore.schema(left, SQLITE_SCHEMA));
        }
        try (TestBackend test = TestBackend.start(killed)) {
            LedgerSums.check(test, killed);
        }
    }

    // A busy machine may let a migration begin and end before anybody looks.
    private static void restore(Path directory, Path old) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(directory.resolve(Database.FILE_NAME + suffix));
        }
        Files.copy(old, directory.resolve(Database.FILE_NAME));
    }

    // Inside is: the store says that this is the last migration done, and somebody is writing. With
    // a delay it may be over by then, and there is nothing more to kill. Returns whether it was
    // inside.
    private static boolean killInside(Path directory, int version, int delayMs)
            throws IOException, SQLException, InterruptedException {
        try (Connection connection = sqlite(directory).getConnection();
                Statement statement = connection.createStatement()) {
            if (delayMs > 0 && !isAt(connection, version)) {
                return false;
            }
            Process child = MigrationChild.start(directory.toString());
            boolean[] isInside = {false};
            try {
                Calls.await(
                        "in the migration after " + version + ", or all of them done",
                        () -> {
                            boolean isDone = !child.isAlive();
                            isInside[0] =
                                    !isDone && isWriting(statement) && isAt(connection, version);
                            return isDone || isInside[0];
                        });
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMs));
                kill(child);
            } finally {
                child.destroyForcibly();
            }
            return isInside[0] && (delayMs > 0 || isAt(connection, version));
        }
    }

    private static boolean isAt(Connection connection, int version) {
        try {
            return OldStore.version(connection) == version;
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean isWriting(Statement statement) {
        try {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    private static PGSimpleDataSource postgres(PostgresAddress address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        return source;
    }

    @Test
    void shouldGoOnWhereItWasKilledOnPostgres() throws Exception {
        PostgresAddress killed = TestPostgres.bareDatabase();
        PostgresAddress undisturbed = TestPostgres.bareDatabase();
        for (PostgresAddress store : List.of(killed, undisturbed)) {
            OldStore.make(postgres(store), "postgresql", 20_000);
        }
        Database.open(undisturbed).close();
        killInside(killed, BEFORE_ENTRIES, "account_entry");
        killInside(killed, BEFORE_TOTALS, "rollup");
        Database.open(killed).close();
        try (Connection left = TestPostgres.connect(killed);
                Connection right = TestPostgres.connect(undisturbed)) {
            assertEquals(OldStore.content(right), OldStore.content(left));
            assertEquals(
                    OldStore.schema(right, POSTGRES_SCHEMA),
                    OldStore.schema(left, POSTGRES_SCHEMA));
        }
        try (TestBackend test = TestBackend.start(scratch.resolve("data"), killed)) {
            LedgerSums.check(test, killed);
        }
    }

    // Somebody reads a table that the migration changes, so that it stops there.
    private static void killInside(PostgresAddress store, int version, String table)
            throws IOException, SQLException, InterruptedException {
        try (Connection reader = TestPostgres.connect(store);
                Connection watch = TestPostgres.connect(store);
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
            Process child =
                    MigrationChild.start(
                            store + "?sslmode=disable", Objects.requireNonNull(store.password()));
            try {
                Calls.await("it waits for " + table, () -> isWaited(watch, table));
                kill(child);
                assertEquals(version, OldStore.version(watch), "killed in the middle");
            } finally {
                child.destroyForcibly();
            }
            reader.rollback();
        }
    }

    private static boolean isWaited(Connection connection, String table) {
        try {
            return LedgerSums.number(
                            connection,
                            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '"
                                    + table
                                    + "'::regclass")
                    > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
