package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.EntryHash;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// A log under the hands of somebody who may do anything with the database: triggers are gone.
final class TamperedLog implements AuditChain, AutoCloseable {
    static final List<String> NUMBERS =
            List.of("at_ms", "actor_kind", "actor_id", "role", "session_id");
    static final List<String> TEXTS =
            List.of(
                    "actor_name",
                    "peer",
                    "method",
                    "action",
                    "target",
                    "before",
                    "after",
                    "reason");

    private final Connection connection;

    /// @param entries that it has at first
    TamperedLog(Path directory, int entries) throws SQLException {
        Database.open(directory).close();
        connection =
                DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
        connection.setAutoCommit(false);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < entries; i++) {
            SqlAuditTrail.append(
                    connection,
                    List.of(
                            Change.by(
                                    Changes.ACT,
                                    1_000 + i,
                                    "test.change",
                                    "test_" + random.nextInt(5),
                                    "",
                                    "{\"text\":\"ä\u0000" + random.nextLong() + "\"}",
                                    "")));
        }
        for (String trigger :
                List.of(
                        "audit_entry_is_immutable",
                        "audit_entry_is_kept",
                        "audit_entry_is_appended",
                        "audit_head_rises",
                        "audit_head_is_kept",
                        "audit_checkpoint_is_immutable",
                        "audit_checkpoint_is_kept")) {
            run("DROP TRIGGER " + trigger);
        }
        connection.commit();
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void set(long sequence, String column, Object value) throws SQLException {
        String sql = "UPDATE audit_entry SET " + column + " = ? WHERE sequence = " + sequence;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setObject(1, value);
            update.executeUpdate();
        }
    }

    void swap(long one, long other) throws SQLException {
        run("UPDATE audit_entry SET sequence = -1 WHERE sequence = " + one);
        run("UPDATE audit_entry SET sequence = " + one + " WHERE sequence = " + other);
        run("UPDATE audit_entry SET sequence = " + other + " WHERE sequence = -1");
    }

    /// Puts a copy of an entry before another one.
    void insert(long copied, long before) throws SQLException {
        run("CREATE TEMP TABLE copy AS SELECT * FROM audit_entry WHERE sequence = " + copied);
        run("UPDATE audit_entry SET sequence = -sequence - 1 WHERE sequence >= " + before);
        run("UPDATE audit_entry SET sequence = -sequence WHERE sequence < 0");
        run("UPDATE copy SET sequence = " + before);
        run("INSERT INTO audit_entry SELECT * FROM copy");
        run("DROP TABLE copy");
    }

    /// Closes gaps, computes every hash anew and sets the head: as the service itself would have.
    void makeConsistent() throws SQLException {
        List<Long> sequences = new ArrayList<>();
        scan(Long.MIN_VALUE, Long.MAX_VALUE, row -> sequences.add(row.sequence()));
        for (int i = 0; i < sequences.size(); i++) {
            run(
                    "UPDATE audit_entry SET sequence = "
                            + (i + 1)
                            + " WHERE sequence = "
                            + sequences.get(i));
        }
        Map<Long, byte[]> hashes = new HashMap<>();
        byte[][] last = {EntryHash.none()};
        scan(
                1,
                Long.MAX_VALUE,
                row -> {
                    EntryHash hashing = new EntryHash().begin(last[0]);
                    row.addTo(hashing);
                    last[0] = hashing.end();
                    hashes.put(row.sequence(), last[0]);
                });
        for (Map.Entry<Long, byte[]> each : hashes.entrySet()) {
            set(each.getKey(), "hash", each.getValue());
        }
        run(
                "UPDATE audit_head SET sequence = "
                        + hashes.size()
                        + ", hash = x'"
                        + HexFormat.of().formatHex(last[0])
                        + "'");
    }

    void undo() throws SQLException {
        connection.rollback();
    }

    @Override
    public Bounds bounds() {
        return SqlAuditRows.bounds(connection);
    }

    @Override
    public synchronized void scan(long from, long to, Consumer<Row> rows) {
        SqlAuditRows.scan(connection, from, to, rows);
    }

    @Override
    public List<Checkpoint> checkpoints() {
        return SqlAuditRows.checkpoints(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
