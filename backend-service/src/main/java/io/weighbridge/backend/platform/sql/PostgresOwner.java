package io.weighbridge.backend.platform.sql;

import io.weighbridge.backend.platform.fault.Fault;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/// Keeps every other service off a PostgreSQL database: by an advisory lock that lasts as long as a
/// connection, and by an epoch that each owner counts up and every writing transaction compares,
/// so that one that lost its connection and does not know it yet writes nothing any more.
///
/// Used by one thread at a time: whoever opens the store, then the ledger's writer, then whoever
/// closes it.
public final class PostgresOwner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresOwner.class);
    // One for the whole database; PostgreSQL keeps those of other databases apart.
    private static final long LOCK = 0x5765_6967_6862_7267L;
    private static final int TRIES = 50;
    private static final long PAUSE_MS = 100;
    private static final String END_OLD =
            """
            SELECT pg_terminate_backend(l.pid) FROM pg_locks l
            JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.pid = ? AND a.backend_start = ?::timestamptz
            """;

    // The process in the server that has the lock.
    private record Backend(int pid, String startedAt) {}

    private final PostgresConnector connector;
    private volatile Connection connection;
    private volatile Backend backend;
    private volatile long epoch;

    private PostgresOwner(PostgresConnector connector, Connection connection) throws SQLException {
        this.connector = connector;
        this.connection = connection;
        this.backend = backend(connection);
    }

    /// Takes the lock. One that was just left, or whose process was just killed, is waited for.
    ///
    /// @throws Fault STORE_UNAVAILABLE when another service has it
    static PostgresOwner take(PostgresConnector connector) throws SQLException {
        Connection connection = connector.owner();
        try {
            for (int left = TRIES; !tryLock(connection); left--) {
                if (left == 0) {
                    throw Fault.storeUnavailable(
                            connector.address() + " is in use by another Weighbridge process",
                            null);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            warnIfVolatile(connection, connector.address());
            return new PostgresOwner(connector, connection);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.close();
            throw Fault.storeUnavailable("interrupted while waiting for the database", e);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void warnIfVolatile(Connection connection, PostgresAddress address)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT current_setting('fsync') || current_setting("
                                        + "'full_page_writes')")) {
            rows.next();
            if (!rows.getString(1).equals("onon")) {
                LOG.warn(
                        "{} runs with fsync or full_page_writes off: a loss of power can lose"
                                + " charges that were answered (expected: both on)",
                        address);
            }
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ')')) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static Backend backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT pid, backend_start::text FROM pg_stat_activity"
                                        + " WHERE pid = pg_backend_pid()")) {
            rows.next();
            return new Backend(rows.getInt(1), rows.getString(2));
        }
    }

    /// Begins an epoch: from now on nobody before us can write. Waits for who is just writing.
    void begin() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "UPDATE store_owner SET epoch = epoch + 1 WHERE id = 1"
                                        + " RETURNING epoch")) {
            rows.next();
            epoch = rows.getLong(1);
        }
    }

    /// The number that every writing transaction must find in `store_owner`, and lock.
    public long epoch() {
        return epoch;
    }

    /// The connection that has the lock. When it is lost so is the lock: see [#retake].
    public Connection connection() {
        return connection;
    }

    /// What another service's epoch is answered with.
    public TakenOverException takenOver() {
        return new TakenOverException(connector.address());
    }

    /// Takes the lock again after the connection was lost.
    ///
    /// @throws TakenOverException for ever
    /// @throws SQLException not yet; nothing was changed
    public void retake() throws SQLException {
        close();
        Connection fresh = connector.owner();
        try {
            requireEpoch(fresh);
            if (!tryLock(fresh)) {
                // Our own old connection may hang in the server with something half done.
                endOld(fresh);
                throw new SQLException("the lock of " + connector.address() + " is not free yet");
            }
            requireEpoch(fresh);
            backend = backend(fresh);
            connection = fresh;
        } catch (SQLException | RuntimeException e) {
            fresh.close();
            throw e;
        }
    }

    private void requireEpoch(Connection fresh) throws SQLException {
        try (Statement statement = fresh.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT epoch FROM store_owner WHERE id = 1")) {
            if (!rows.next() || rows.getLong(1) != epoch) {
                throw takenOver();
            }
        }
    }

    private void endOld(Connection fresh) throws SQLException {
        try (PreparedStatement statement = fresh.prepareStatement(END_OLD)) {
            statement.setInt(1, backend.pid);
            statement.setString(2, backend.startedAt);
            statement.execute();
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection could not be closed", e);
        }
    }
}
