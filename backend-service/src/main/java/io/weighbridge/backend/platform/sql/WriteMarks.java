package io.weighbridge.backend.platform.sql;

import io.weighbridge.backend.platform.fault.Fault;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Numbers the writing transactions of a PostgreSQL store: refuses those of a service that does not
/// own the database any more, and tells whether one was committed whose connection broke. Guarded
/// by the database's write lock.
final class WriteMarks {
    private static final long PAUSE_MS = 250;
    private static final String MARK =
            """
            UPDATE store_write w SET number = ?
            FROM (SELECT epoch FROM store_owner WHERE id = 1 FOR SHARE) o
            WHERE w.id = 1 AND o.epoch = ?
            """;
    // Waits for a transaction of ours that may still be under way in the server.
    private static final String LAST =
            """
            SELECT w.number FROM store_write w JOIN store_owner o ON o.id = w.id
            WHERE w.id = 1 AND o.epoch = ? FOR UPDATE OF w
            """;

    private final PostgresOwner owner;
    private long number;

    /// @param writer connection to read the last number from
    WriteMarks(PostgresOwner owner, Connection writer) throws SQLException {
        this.owner = owner;
        this.number = last(writer);
    }

    /// Numbers the transaction that has just begun.
    ///
    /// @throws TakenOverException when the database has another owner
    void mark(Connection connection) throws SQLException {
        number++;
        try (PreparedStatement statement = connection.prepareStatement(MARK)) {
            statement.setLong(1, number);
            statement.setLong(2, owner.epoch());
            if (statement.executeUpdate() != 1) {
                throw owner.takenOver();
            }
        }
    }

    private long last(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST)) {
            statement.setLong(1, owner.epoch());
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw owner.takenOver();
                }
                return rows.getLong(1);
            }
        }
    }

    /// Whether the transaction that was marked last was committed. Waits until the server can tell:
    /// whoever wrote it must know, or what is in memory would differ from then on.
    ///
    /// @param givesUp whether nobody needs to know any more
    /// @throws Fault STORE_UNAVAILABLE when it gave up, or somebody else owns the database now
    boolean isLastWritten(Link writer, SQLException cause, BooleanSupplier givesUp) {
        try {
            while (!givesUp.getAsBoolean()) {
                try {
                    return last(writer.get()) == number;
                } catch (TakenOverException e) {
                    break;
                } catch (SQLException e) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Fault.undecided("the store was lost while it was written", cause);
    }
}
