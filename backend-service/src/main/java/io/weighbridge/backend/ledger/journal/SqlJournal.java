package io.weighbridge.backend.ledger.journal;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PostgresOwner;
import io.weighbridge.backend.platform.sql.TakenOverException;
import io.weighbridge.backend.platform.time.Periodic;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;

/// A journal in PostgreSQL: a group is one row, inserted and committed by one statement on the
/// connection that holds the database's lock. So what was answered is wherever the database is, and
/// outlives the machine that the service runs on.
///
/// Owned by the ledger's writer thread; [#trim] and [#oldest] may be called by others, so the list
/// of segments is guarded by this object's monitor. A segment here is only a run of rows.
public final class SqlJournal implements Journal {
    private static final long SEGMENT_BYTES = 16 << 20;
    private static final int ALIVE_S = 2;
    private static final Duration TRIM_PAUSE = Duration.ofSeconds(1);
    // The lock on the epoch's row keeps a new owner waiting until this is committed.
    private static final String INSERT =
            """
            INSERT INTO journal_frame (sequence, facts, checksum, payload)
            SELECT ?, ?, ?, ? FROM store_owner WHERE id = 1 AND epoch = ? FOR SHARE
            """;
    private static final String LAST =
            "SELECT sequence, facts, checksum FROM journal_frame ORDER BY sequence DESC LIMIT 1";

    private final Database database;
    private final PostgresOwner owner;
    private final Periodic trimming;
    // First sequences of the segments, oldest first; the last is the present one.
    private final Deque<Long> segments = new ArrayDeque<>();
    private volatile long trimBelow;
    private long trimmedBelow;
    private long segmentBytes;
    private long nextSequence;
    // Appended, and not known to be in the database.
    private @Nullable SqlJournalFrame pending;
    private @Nullable PreparedStatement insert;

    private SqlJournal(Database database, PostgresOwner owner, long first, long nextSequence) {
        this.database = database;
        this.owner = owner;
        this.nextSequence = nextSequence;
        if (first < nextSequence) {
            segments.add(first);
        }
        this.trimming = Periodic.start("journal-trim", TRIM_PAUSE, this::deleteTrimmed);
    }

    /// Opens the journal of a PostgreSQL store.
    public static JournalSource in(Database database) {
        return (emptySequence, visitor) -> open(database, emptySequence, visitor);
    }

    private static SqlJournal open(Database database, long emptySequence, FrameVisitor visitor)
            throws IOException {
        PostgresOwner owner = Objects.requireNonNull(database.owner());
        Connection connection = owner.connection();
        long[] first = {Long.MAX_VALUE};
        try {
            connection.setAutoCommit(false);
            long next =
                    SqlJournalFrame.read(
                            connection,
                            emptySequence,
                            emptySequence,
                            (sequence, facts, payload) -> {
                                first[0] = Math.min(first[0], sequence);
                                visitor.frame(sequence, facts, payload);
                            });
            connection.rollback();
            connection.setAutoCommit(true);
            if (next < emptySequence) {
                throw new JournalDamagedException(
                        "it ends with fact "
                                + (next - 1)
                                + ", the store with fact "
                                + (emptySequence - 1)
                                + ": both are written to one database, so a part of it is missing");
            }
            return new SqlJournal(database, owner, first[0], next);
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Visits every group that a transaction of this connection sees, oldest first.
    ///
    /// @return the sequence after the last fact
    /// @throws JournalDamagedException when acknowledged facts are missing
    public static long read(Connection connection, long emptySequence, FrameVisitor visitor)
            throws SQLException, IOException {
        return SqlJournalFrame.read(connection, emptySequence, Long.MAX_VALUE, visitor);
    }

    /// Takes groups of another journal over.
    public static final class Copy implements AutoCloseable {
        private final PreparedStatement insert;

        private Copy(PreparedStatement insert) {
            this.insert = insert;
        }

        /// Adds a group as it is.
        public void add(long firstSequence, int facts, ByteBuffer payload) throws IOException {
            byte[] bytes = new byte[payload.remaining()];
            payload.duplicate().get(bytes);
            try {
                new SqlJournalFrame(firstSequence, facts, bytes).insert(insert);
            } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public void close() throws SQLException {
            insert.close();
        }
    }

    /// Begins to take groups over, within a transaction of this connection.
    public static Copy copyTo(Connection connection) throws SQLException {
        return new Copy(
                connection.prepareStatement(
                        "INSERT INTO journal_frame (sequence, facts, checksum, payload)"
                                + " VALUES (?, ?, ?, ?)"));
    }

    @Override
    public long nextSequence() {
        return nextSequence;
    }

    @Override
    public void append(long firstSequence, int facts, byte[] payload, int length) {
        if (firstSequence != nextSequence || length > PAYLOAD_MAX || pending != null) {
            throw new IllegalArgumentException(
                    "group of fact "
                            + firstSequence
                            + ", "
                            + length
                            + " bytes (expected: fact "
                            + nextSequence
                            + ", at most "
                            + PAYLOAD_MAX
                            + " bytes)");
        }
        pending = new SqlJournalFrame(firstSequence, facts, Arrays.copyOf(payload, length));
        nextSequence += facts;
    }

    private synchronized void isDurable(SqlJournalFrame frame) {
        if (segments.isEmpty() || segmentBytes >= SEGMENT_BYTES) {
            segments.add(frame.sequence());
            segmentBytes = 0;
        }
        segmentBytes += frame.payload().length;
        pending = null;
    }

    @Override
    public void force() throws IOException {
        SqlJournalFrame frame = pending;
        if (frame == null) {
            return;
        }
        try {
            PreparedStatement statement = insert();
            statement.setLong(5, owner.epoch());
            if (!frame.insert(statement)) {
                throw owner.takenOver();
            }
        } catch (SQLException | RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        isDurable(frame);
    }

    private PreparedStatement insert() throws SQLException {
        PreparedStatement prepared = insert;
        if (prepared == null) {
            prepared = owner.connection().prepareStatement(INSERT);
            insert = prepared;
        }
        return prepared;
    }

    @Override
    public void check() throws IOException {
        try {
            if (!owner.connection().isValid(ALIVE_S)) {
                throw new IOException("the database does not answer");
            }
        } catch (SQLException | RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    // With the lock taken again nothing of the old connection can come later: what is not there now
    // never will be.
    @Override
    public void recover() throws IOException {
        insert = null;
        try {
            owner.retake();
            resolvePending();
        } catch (TakenOverException e) {
            throw new JournalLostException(e.getMessage(), e);
        } catch (SQLException | RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    // Also requires that what was answered before is there: a server that took over from another
    // may lack what was not copied in time.
    private void resolvePending() throws SQLException, JournalLostException {
        SqlJournalFrame frame = pending;
        long forced = frame == null ? nextSequence : frame.sequence();
        long next = forced;
        boolean there = false;
        try (Statement statement = owner.connection().createStatement();
                ResultSet last = statement.executeQuery(LAST)) {
            if (last.next()) {
                next = last.getLong(1) + last.getInt(2);
                there =
                        frame != null
                                && last.getLong(1) == frame.sequence()
                                && last.getInt(2) == frame.facts()
                                && last.getLong(3) == frame.checksum();
            } else if (hasFrames()) {
                throw lost(0, forced);
            }
        }
        if (!there && next != forced) {
            throw lost(next, forced);
        }
        if (there) {
            isDurable(Objects.requireNonNull(frame));
        } else {
            pending = null;
            nextSequence = forced;
        }
    }

    private static JournalLostException lost(long next, long expected) {
        return new JournalLostException(
                "the database's last fact is "
                        + (next - 1)
                        + " (expected: "
                        + (expected - 1)
                        + ", which was answered)",
                null);
    }

    private synchronized boolean hasFrames() {
        return !segments.isEmpty();
    }

    @Override
    public synchronized void trim(long firstNeeded) {
        while (segments.size() > 1 && oldest().nextFirstSequence() <= firstNeeded) {
            segments.removeFirst();
        }
        if (!segments.isEmpty()) {
            trimBelow = segments.getFirst();
        }
    }

    // Off the writer's thread, which everybody waits for.
    private void deleteTrimmed() {
        long below = trimBelow;
        if (below > trimmedBelow) {
            database.write(
                    connection -> {
                        try (PreparedStatement delete =
                                connection.prepareStatement(
                                        "DELETE FROM journal_frame WHERE sequence < ?")) {
                            delete.setLong(1, below);
                            return delete.executeUpdate();
                        }
                    });
            trimmedBelow = below;
        }
    }

    @Override
    public synchronized Oldest oldest() {
        if (segments.isEmpty()) {
            return new Oldest(nextSequence, nextSequence);
        }
        var iterator = segments.iterator();
        long first = iterator.next();
        return new Oldest(first, iterator.hasNext() ? iterator.next() : first);
    }

    @Override
    public void close() {
        // The connection is the owner's.
        trimming.close();
    }
}
