package io.weighbridge.backend.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.CRC32C;

/// One group of facts as a row of `journal_frame`.
///
/// @param sequence of its first fact
/// @param facts how many there are
/// @param payload holds them
@SuppressWarnings("ArrayRecordComponent") // Nobody compares frames as a whole, and it is large.
record SqlJournalFrame(long sequence, int facts, byte[] payload) {
    // Frames may have some megabytes each.
    private static final int FETCH_ROWS = 16;

    long nextSequence() {
        return sequence + facts;
    }

    long checksum() {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(16).putLong(sequence).putLong(facts).flip());
        crc.update(payload);
        return crc.getValue();
    }

    /// Visits every group, oldest first, within a transaction of the connection.
    ///
    /// @param emptySequence what to answer when there is no fact at all
    /// @param firstNeeded what its first fact may be at the latest
    /// @return the sequence after the last fact
    /// @throws JournalDamagedException when acknowledged facts are missing
    static long read(
            Connection connection, long emptySequence, long firstNeeded, FrameVisitor visitor)
            throws SQLException, IOException {
        long next = -1;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT sequence, facts, checksum, payload FROM journal_frame"
                                    + " ORDER BY sequence")) {
                while (rows.next()) {
                    SqlJournalFrame frame =
                            new SqlJournalFrame(rows.getLong(1), rows.getInt(2), rows.getBytes(4));
                    frame.require(next, firstNeeded, rows.getLong(3));
                    visitor.frame(frame.sequence, frame.facts, ByteBuffer.wrap(frame.payload));
                    next = frame.nextSequence();
                }
            }
        }
        return next < 0 ? emptySequence : next;
    }

    private void require(long expected, long firstNeeded, long checksum)
            throws JournalDamagedException {
        if (expected < 0 && sequence > firstNeeded) {
            throw new JournalDamagedException(
                    "it begins with fact "
                            + sequence
                            + ", the store ends with fact "
                            + (firstNeeded - 1)
                            + ": the facts between them are missing");
        }
        if (expected >= 0 && sequence != expected) {
            throw new JournalDamagedException(
                    "journal_frame has fact " + sequence + " (expected: " + expected + ")");
        }
        if (checksum != checksum()) {
            throw new JournalDamagedException(
                    "journal_frame is damaged at fact " + sequence + ": the checksum differs");
        }
    }

    /// Writes it by a statement that takes its sequence, number of facts, checksum and payload, and
    /// what else was set before.
    ///
    /// @return whether it was written
    boolean insert(PreparedStatement statement) throws SQLException {
        statement.setLong(1, sequence);
        statement.setLong(2, facts);
        statement.setLong(3, checksum());
        statement.setBytes(4, payload);
        return statement.executeUpdate() == 1;
    }
}
