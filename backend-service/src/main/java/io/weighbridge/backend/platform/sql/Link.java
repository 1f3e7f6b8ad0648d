package io.weighbridge.backend.platform.sql;

import io.weighbridge.backend.platform.time.TimeSource;

import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/// One connection, opened anew when it was lost. Guarded by its owner's lock.
final class Link implements AutoCloseable {
    // While the server is away, not every one of thousands of callers waits for it to be.
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /// Opens it.
    @FunctionalInterface
    interface Opener {
        Connection open() throws SQLException;
    }

    private record Failure(SQLException cause, long atNanos) {}

    private final Opener opener;
    private final TimeSource time;
    private @Nullable Connection connection;
    private @Nullable Jdbi jdbi;
    private @Nullable Failure failure;
    // Closed by its owner: nothing opens it again.
    private boolean ended;

    Link(Opener opener, TimeSource time) {
        this.opener = opener;
        this.time = time;
    }

    Connection get() throws SQLException {
        if (ended) {
            throw new SQLException("the store is closed");
        }
        Connection open = connection;
        if (open != null && !open.isClosed()) {
            return open;
        }
        Failure last = failure;
        if (last != null && time.nanos() - last.atNanos < AGAIN_NANOS) {
            throw new SQLException(last.cause.getMessage(), last.cause.getSQLState(), last.cause);
        }
        try {
            open = opener.open();
        } catch (SQLException e) {
            failure = new Failure(e, time.nanos());
            throw e;
        }
        failure = null;
        connection = open;
        // Transactions are begun and ended around Jdbi.
        KeptStatements statements = new KeptStatements(open);
        jdbi = Jdbis.on(open);
        jdbi.setStatementBuilderFactory(_ -> statements);
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        return open;
    }

    /// Jdbi on [#get].
    Jdbi jdbi() throws SQLException {
        Connection open = get();
        Jdbi its = jdbi;
        return its == null ? Jdbis.on(open) : its;
    }

    /// Whether there was a connection, and it is lost.
    boolean isLost() throws SQLException {
        return connection != null && connection.isClosed();
    }

    /// Closes the connection, so that the next use opens another.
    void drop() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void close() throws SQLException {
        ended = true;
        drop();
    }
}
