package io.weighbridge.backend.move;

import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.ledger.check.LedgerReport;
import io.weighbridge.backend.ledger.check.SqlLedgerCheck;
import io.weighbridge.backend.ledger.journal.JournalReader;
import io.weighbridge.backend.ledger.journal.SqlJournal;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Copies a stopped store and its journal into an empty PostgreSQL database, all in one
/// transaction: after anything that goes wrong the target is as empty as before.
public final class SqlMove {
    // Tables that have a row in every new store, and which of their rows are more than that.
    private static final Map<String, String> IN_EVERY_STORE =
            Map.of(
                    "ledger_state", "folded_sequence > 0",
                    "audit_head", "sequence > 0",
                    "usage_retention", "kept_from_ms > 0");

    private final Path dataDirectory;
    private final Connection source;
    private final Connection target;

    private SqlMove(Path dataDirectory, Connection source, Connection target) {
        this.dataDirectory = dataDirectory;
        this.source = source;
        this.target = target;
    }

    /// Copies and compares. The caller has the locks of both, and the journal folded.
    ///
    /// @param dataDirectory with the store and the journal
    /// @throws Fault STORE_UNAVAILABLE when the target is not empty, or anything differs afterwards
    public static Moved run(Path dataDirectory, Database target) {
        LedgerReport before = LedgerCheck.of(dataDirectory);
        if (!before.balanced()) {
            throw Fault.storeUnavailable(
                    "the ledger does not balance: " + before.problems().getFirst(), null);
        }
        try (Connection source = Database.openReadOnly(new StoreAddress.Embedded(dataDirectory))) {
            source.setAutoCommit(false);
            return target.write(
                    connection -> {
                        try {
                            return new SqlMove(dataDirectory, source, connection).copy(before);
                        } catch (IOException e) {
                            throw Fault.storeUnavailable(
                                    "the journal cannot be read: " + e.getMessage(), e);
                        }
                    });
        } catch (SQLException e) {
            throw Fault.storeUnavailable("the store cannot be read: " + e.getMessage(), e);
        }
    }

    private Moved copy(LedgerReport before) throws SQLException, IOException {
        List<SqlTable> tables = SqlTables.of(source, target);
        for (SqlTable table : tables) {
            requireEmpty(table.name());
        }
        requireEmpty("journal_frame");
        switchTriggers(tables, "DISABLE");
        try (Statement statement = target.createStatement()) {
            // The source's come instead.
            for (String table : IN_EVERY_STORE.keySet()) {
                statement.execute("DELETE FROM " + table);
            }
        }
        List<Moved.Table> copied = new ArrayList<>();
        for (SqlTable table : tables) {
            copied.add(table.copy(source, target));
        }
        switchTriggers(tables, "ENABLE");
        long groups = copyJournal(before.foldedSequence());
        for (int i = 0; i < tables.size(); i++) {
            requireSame(copied.get(i), tables.get(i).sum(target));
        }
        LedgerReport after = SqlLedgerCheck.of(target);
        if (!after.equals(before)) {
            throw Fault.storeUnavailable(
                    "the ledger differs after the copy: " + after + " (expected: " + before + ')',
                    null);
        }
        return new Moved(copied, groups, after);
    }

    private void requireEmpty(String table) throws SQLException {
        try (Statement statement = target.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM "
                                        + table
                                        + " WHERE "
                                        + IN_EVERY_STORE.getOrDefault(table, "TRUE"))) {
            rows.next();
            if (rows.getLong(1) > 0) {
                throw Fault.storeUnavailable(
                        "the target has "
                                + rows.getLong(1)
                                + " rows in "
                                + table
                                + " (expected: an empty database)",
                        null);
            }
        }
    }

    // They guard against what a service may never do; this fills tables as they are.
    private void switchTriggers(List<SqlTable> tables, String how) throws SQLException {
        try (Statement statement = target.createStatement()) {
            for (SqlTable table : tables) {
                statement.execute("ALTER TABLE \"" + table.name() + "\" " + how + " TRIGGER USER");
            }
        }
    }

    // Open holds are nowhere else.
    private long copyJournal(long foldedSequence) throws IOException, SQLException {
        long[] groups = {0};
        try (SqlJournal.Copy copy = SqlJournal.copyTo(target)) {
            long next =
                    JournalReader.read(
                            dataDirectory.resolve(Ledger.JOURNAL),
                            foldedSequence + 1,
                            (first, facts, payload) -> {
                                copy.add(first, facts, payload);
                                groups[0]++;
                            });
            if (next <= foldedSequence && groups[0] > 0) {
                throw Fault.storeUnavailable(
                        "the journal ends with fact "
                                + (next - 1)
                                + ", the store with fact "
                                + foldedSequence
                                + " (expected: one start and stop of the service before the move)",
                        null);
            }
        }
        return groups[0];
    }

    private static void requireSame(Moved.Table read, Moved.Table found) {
        if (!read.equals(found)) {
            throw Fault.storeUnavailable(
                    "the copy differs: " + found + " (expected: " + read + ')', null);
        }
    }
}
