package io.weighbridge.backend.backup;

import io.weighbridge.backend.ledger.JournalSnapshot;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// One moment of a store that may be in use, as a file.
final class SqlBackup {
    private SqlBackup() {}

    /// Writes it; neither reading nor writing the store waits for that.
    ///
    /// @throws Fault STORE_UNAVAILABLE
    static void copy(Path dataDirectory, Path to) {
        try (Connection from = Database.openReadOnly(dataDirectory);
                PreparedStatement statement = from.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, to.toString());
            statement.execute();
        } catch (SQLException e) {
            throw Fault.storeUnavailable("the store cannot be copied: " + e.getMessage(), e);
        }
    }

    /// Proves that a copy is whole.
    ///
    /// @return the last fact that it has
    /// @throws Fault STORE_UNAVAILABLE when it is not
    static JournalSnapshot.Point check(Path directory) {
        try (Connection copy = Database.openReadOnly(directory);
                Statement statement = copy.createStatement()) {
            try (ResultSet found = statement.executeQuery("PRAGMA integrity_check(1)")) {
                if (!found.next() || !found.getString(1).equals("ok")) {
                    throw Fault.storeUnavailable(
                            "the copy of the store is damaged: " + found.getString(1), null);
                }
            }
            try (ResultSet state =
                    statement.executeQuery(
                            "SELECT folded_sequence, last_at_ms FROM ledger_state")) {
                state.next();
                return new JournalSnapshot.Point(state.getLong(1), state.getLong(2));
            }
        } catch (SQLException e) {
            throw Fault.storeUnavailable("the copy cannot be read: " + e.getMessage(), e);
        }
    }
}
