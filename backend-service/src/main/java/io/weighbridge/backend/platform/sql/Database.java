package io.weighbridge.backend.platform.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.weighbridge.backend.platform.fault.Fault;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The embedded SQLite store: `weighbridge.db` in the data directory.
public final class Database implements AutoCloseable {
    /// The name of the file in the data directory.
    public static final String FILE_NAME = "weighbridge.db";

    // Older ones can corrupt a write-ahead log that two connections write (fixed in 3.51.3).
    private static final int[] SQLITE_LEAST = {3, 51, 3};
    private static final int READERS = 4;
    private static final int BUSY_TIMEOUT_MS = 10_000;
    private static final int PAGE_CACHE_KIB = 64 * 1024;
    private static final int CHECKPOINT_PAGES = 8_000;

    /// A transaction's work.
    @FunctionalInterface
    public interface Work<T> {
        /// Does it; throwing rolls back.
        T in(Connection connection) throws SQLException;
    }

    private final ReentrantLock writeLock = new ReentrantLock(true);
    // Guarded by writeLock.
    private final Connection writer;
    private final Jdbi writerJdbi;
    private final ReentrantLock aloneLock = new ReentrantLock();
    // Guarded by aloneLock.
    private final Connection alone;
    private final Jdbi aloneJdbi;
    private final HikariDataSource readers;
    private final Jdbi readerJdbi;

    private Database(Connection writer, Connection alone, HikariDataSource readers) {
        this.writer = writer;
        this.writerJdbi = Jdbi.create(writer);
        this.alone = alone;
        this.aloneJdbi = Jdbi.create(alone);
        this.readers = readers;
        this.readerJdbi = Jdbi.create(readers);
    }

    /// Opens the store in this directory, making it if there is none, and brings its schema up to
    /// date.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it cannot be opened, is damaged, or was written by a
    ///     newer version
    public static Database open(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        SQLiteDataSource source = source(file, false);
        try {
            SqliteCheck.requireIntact(source, file);
            migrate(source);
            Connection writer = source.getConnection();
            requireRecentSqlite(writer);
            return new Database(writer, source(file, true).getConnection(), readers(file));
        } catch (SQLException | FlywayException e) {
            throw SqliteCheck.explain(file, e);
        }
    }

    /// Opens an existing store for reading only; nothing is changed, another process may have it
    /// open.
    ///
    /// @throws Fault STORE_UNAVAILABLE when there is none
    public static Connection openReadOnly(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        if (!file.toFile().isFile()) {
            throw Fault.storeUnavailable(
                    "no store: " + file + " (expected: a data directory of Weighbridge)", null);
        }
        try {
            return source(file, true).getConnection();
        } catch (SQLException e) {
            throw Fault.storeUnavailable("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static SQLiteDataSource source(Path file, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        if (!readOnly) {
            // A reader takes what it finds: a copy made by a backup has no write-ahead log.
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        }
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setCacheSize(-PAGE_CACHE_KIB);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, "67108864");
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static void migrate(SQLiteDataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/sqlite")
                .failOnMissingLocations(true)
                .table("schema_history")
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
    }

    private static HikariDataSource readers(Path file) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store-readers");
        config.setDataSource(source(file, true));
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setReadOnly(true);
        config.setConnectionTimeout(BUSY_TIMEOUT_MS);
        return new HikariDataSource(config);
    }

    private static void requireRecentSqlite(Connection connection) throws SQLException {
        String version;
        try (var rows = connection.createStatement().executeQuery("SELECT sqlite_version()")) {
            rows.next();
            version = rows.getString(1);
        }
        String[] parts = version.split("\\.", -1);
        for (int i = 0; i < SQLITE_LEAST.length; i++) {
            int part = Integer.parseInt(parts[i]);
            if (part != SQLITE_LEAST[i]) {
                if (part > SQLITE_LEAST[i]) {
                    break;
                }
                throw Fault.storeUnavailable(
                        "SQLite: " + version + " (expected: 3.51.3 or newer)", null);
            }
        }
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
        }
    }

    /// Runs a transaction on the write connection; one at a time. Durable when it returns.
    public <T> T write(Work<T> work) {
        writeLock.lock();
        try {
            writer.setAutoCommit(false);
            try {
                T result = work.in(writer);
                writer.commit();
                writer.setAutoCommit(true);
                return result;
            } catch (SQLException | RuntimeException e) {
                undo(e);
                throw e;
            }
        } catch (SQLException e) {
            throw Fault.storeUnavailable("writing the store failed: " + e.getMessage(), e);
        } finally {
            writeLock.unlock();
        }
    }

    // SQLite may have ended the transaction itself, as it does when the disk is full. Then there is
    // nothing to end here, and the next one begins as ever.
    private void undo(Exception cause) {
        try {
            writer.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        try {
            writer.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /// The same with Jdbi.
    public <T> T inTransaction(Function<Handle, T> work) {
        writeLock.lock();
        try (Handle handle = writerJdbi.open()) {
            return handle.inTransaction(work::apply);
        } catch (JdbiException e) {
            throw Fault.storeUnavailable("writing the store failed: " + e.getMessage(), e);
        } finally {
            writeLock.unlock();
        }
    }

    /// Reads on a connection that no other reader uses: for whom everybody waits, and who
    /// therefore must not wait for others.
    public <T> T readAlone(Function<Handle, T> work) {
        aloneLock.lock();
        try (Handle handle = aloneJdbi.open()) {
            return work.apply(handle);
        } catch (JdbiException e) {
            throw Fault.storeUnavailable("reading the store failed: " + e.getMessage(), e);
        } finally {
            aloneLock.unlock();
        }
    }

    /// Reads on one snapshot.
    public <T> T read(Function<Handle, T> work) {
        try {
            return readerJdbi.inTransaction(work::apply);
        } catch (JdbiException e) {
            throw Fault.storeUnavailable("reading the store failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        writeLock.lock();
        try {
            readers.close();
            alone.close();
            writer.close();
        } catch (SQLException e) {
            throw Fault.storeUnavailable("closing the store failed: " + e.getMessage(), e);
        } finally {
            writeLock.unlock();
        }
    }
}
