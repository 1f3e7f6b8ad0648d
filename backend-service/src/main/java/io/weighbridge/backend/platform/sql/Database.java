package io.weighbridge.backend.platform.sql;

import com.zaxxer.hikari.HikariDataSource;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The store: SQLite in the data directory (`weighbridge.db`), or a PostgreSQL database. A lost
/// connection to the latter is opened anew by the next who needs it.
public final class Database implements AutoCloseable {
    /// The name of SQLite's file in the data directory.
    public static final String FILE_NAME = "weighbridge.db";

    // PostgreSQL takes no text with a NUL in it.
    private static final String NUL_IN_TEXT = "22021";
    // One at a time; longer only while PostgreSQL is away, or in a large fold.
    private static final long TURN_MS = 30_000;

    /// A transaction's work.
    @FunctionalInterface
    public interface Work<T> {
        /// Does it; throwing rolls back.
        T in(Connection connection) throws SQLException;
    }

    private final @Nullable PostgresOwner owner;
    private final ReentrantLock writeLock = new ReentrantLock(true);
    // Both guarded by writeLock.
    private final Link writer;
    private final @Nullable WriteMarks marks;
    private final LoneReader alone;
    private final LoneReader probe;
    private final HikariDataSource readers;
    private final Jdbi readerJdbi;
    private final GroupCommit group = new GroupCommit(this::writeGroup);
    private volatile boolean closing;

    private Database(Connector connector, @Nullable PostgresOwner owner) throws SQLException {
        TimeSource time = new SystemTime();
        this.owner = owner;
        this.writer = new Link(connector::writer, time);
        this.marks = owner == null ? null : new WriteMarks(owner, writer.get());
        this.alone = new LoneReader(new Link(connector::reader, time));
        this.probe = new LoneReader(new Link(connector::reader, time));
        this.readers = connector.readers();
        this.readerJdbi = Jdbis.on(readers);
        if (owner == null) {
            readerJdbi.setStatementBuilderFactory(new PooledStatements());
        }
    }

    /// Opens SQLite in this directory, making it if there is none, and brings its schema up to
    /// date.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it cannot be opened, is damaged, or was written by a
    ///     newer version
    public static Database open(Path directory) {
        return open(new StoreAddress.Embedded(directory));
    }

    /// Opens a store, and brings its schema up to date. From now on a PostgreSQL database is ours
    /// alone.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it cannot be opened, another service has it, or it was
    ///     written by a newer version
    public static Database open(StoreAddress address) {
        try {
            return switch (address) {
                case StoreAddress.Embedded embedded -> openSqlite(sqlite(embedded));
                case PostgresAddress postgres -> own(new PostgresConnector(postgres));
            };
        } catch (SQLException | FlywayException e) {
            throw Fault.storeUnavailable("cannot open " + address + ": " + e.getMessage(), e);
        }
    }

    private static SqliteConnector sqlite(StoreAddress.Embedded embedded) {
        return new SqliteConnector(embedded.directory().resolve(FILE_NAME));
    }

    private static Database openSqlite(SqliteConnector connector) {
        try {
            connector.requireIntact();
            connector.migrate();
            return new Database(connector, null);
        } catch (SQLException | FlywayException e) {
            throw SqliteCheck.explain(connector.file(), e);
        }
    }

    private static Database own(PostgresConnector connector) throws SQLException {
        PostgresOwner owner = PostgresOwner.take(connector);
        try {
            connector.migrate();
            owner.begin();
            return new Database(connector, owner);
        } catch (SQLException | RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    /// Opens an existing SQLite store for reading only; nothing is changed, another process may
    /// have it open.
    ///
    /// @throws Fault STORE_UNAVAILABLE when there is none
    public static Connection openReadOnly(Path directory) {
        return openReadOnly(new StoreAddress.Embedded(directory));
    }

    /// Opens an existing store for reading only; nothing is changed, a service may have it open. A
    /// transaction reads one snapshot.
    ///
    /// @throws Fault STORE_UNAVAILABLE when there is none
    public static Connection openReadOnly(StoreAddress address) {
        try {
            return switch (address) {
                case StoreAddress.Embedded embedded -> {
                    SqliteConnector connector = sqlite(embedded);
                    if (!connector.file().toFile().isFile()) {
                        throw Fault.storeUnavailable(
                                "no store: "
                                        + connector.file()
                                        + " (expected: a data directory of Weighbridge)",
                                null);
                    }
                    yield connector.snapshot();
                }
                case PostgresAddress postgres -> new PostgresConnector(postgres).snapshot();
            };
        } catch (SQLException e) {
            throw Fault.storeUnavailable("cannot read " + address + ": " + e.getMessage(), e);
        }
    }

    /// What keeps other services off; null for SQLite, where the data directory's lock does.
    public @Nullable PostgresOwner owner() {
        return owner;
    }

    /// Runs a transaction on the write connection; one at a time. Durable when it returns.
    ///
    /// @throws Fault STORE_UNAVAILABLE
    public <T> T write(Work<T> work) {
        awaitTurn();
        try {
            return transaction(work);
        } catch (SQLException e) {
            throw failed("writing", e);
        } finally {
            writeLock.unlock();
        }
    }

    private void awaitTurn() {
        try {
            if (!writeLock.tryLock(TURN_MS, TimeUnit.MILLISECONDS)) {
                throw Fault.storeUnavailable("another is still writing the store", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.storeUnavailable("interrupted while waiting to write the store", e);
        }
    }

    private <T> T transaction(Work<T> work) throws SQLException {
        Connection connection = writer.get();
        connection.setAutoCommit(false);
        try {
            if (marks != null) {
                marks.mark(connection);
            }
            T result = work.in(connection);
            commit(connection);
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
            return result;
        } catch (SQLException | RuntimeException e) {
            undo(connection, e);
            throw e;
        }
    }

    // SQLite may have ended the transaction itself, as it does when the disk is full; a lost
    // connection has none. Then there is nothing to end here, and the next one begins as ever.
    private static void undo(Connection connection, Exception cause) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        try {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            // An answer "not committed" leaves the connection open.
            if (marks == null
                    || !connection.isClosed()
                    || !marks.isLastWritten(writer, e, () -> closing)) {
                throw e;
            }
        }
    }

    /// The same with Jdbi.
    public <T> T inTransaction(Function<Handle, T> work) {
        try {
            return write(
                    connection -> {
                        try (Handle handle = writer.jdbi().open()) {
                            return work.apply(handle);
                        }
                    });
        } catch (JdbiException e) {
            throw failed("writing", e);
        }
    }

    /// The same in one transaction with what others write so at the same time: one commit is for
    /// all. What throws undoes its own work only; when the commit fails, all fail.
    public <T> T inGroup(Function<Handle, T> work) {
        try {
            return group.write(work);
        } catch (JdbiException e) {
            throw failed("writing", e);
        }
    }

    private void writeGroup(GroupCommit.Group units) {
        var _ =
                write(
                        connection -> {
                            try (Handle handle = writer.jdbi().open()) {
                                units.in(connection, handle);
                                return true;
                            }
                        });
    }

    /// Reads on a connection that no other reader uses: for whom everybody waits, and who
    /// therefore must not wait for others.
    public <T> T readAlone(Function<Handle, T> work) {
        return read(alone, work);
    }

    /// Whether it answers. Asked on a connection that serves nothing else: a store whose readers
    /// are all busy is there. The file of SQLite is opened anew for it: who has it open reads on
    /// from memory when it is damaged, and when it is deleted.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it does not
    public boolean answers() {
        String question = owner == null ? "SELECT count(*) > 0 FROM sqlite_schema" : "SELECT 1";
        try {
            if (owner == null) {
                probe.reopen();
            }
        } catch (SQLException e) {
            throw failed("reading", e);
        }
        return read(probe, handle -> handle.select(question).mapTo(int.class).one()) == 1;
    }

    private static <T> T read(LoneReader reader, Function<Handle, T> work) {
        try {
            return reader.read(work);
        } catch (SQLException | JdbiException e) {
            throw failed("reading", e);
        }
    }

    /// Reads on one snapshot.
    public <T> T read(Function<Handle, T> work) {
        try {
            return readerJdbi.inTransaction(work::apply);
        } catch (JdbiException e) {
            throw failed("reading", e);
        }
    }

    private static Fault failed(String what, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && NUL_IN_TEXT.equals(sql.getSQLState())) {
                return Fault.of(
                        ErrorCode.INVALID_FIELD,
                        "a text has a NUL character in it (expected: printable text)");
            }
        }
        return Fault.storeUnavailable(what + " the store failed: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        closing = true;
        writeLock.lock();
        try {
            readers.close();
            alone.close();
            probe.close();
            writer.close();
            if (owner != null) {
                owner.close();
            }
        } catch (SQLException e) {
            throw Fault.storeUnavailable("closing the store failed: " + e.getMessage(), e);
        } finally {
            writeLock.unlock();
        }
    }
}
