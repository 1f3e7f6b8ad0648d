package io.weighbridge.backend.platform.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

/// What a store says of the migrations that it has had, with their checksums. Whether that is up to
/// date hangs on it and on the scripts of this process alone, so what Flyway found once it need not
/// find again in the next store.
///
/// @param rows the kind of store, then a row for each migration; the kind alone when there are none
record SchemaHistory(List<String> rows) {
    static final String TABLE = "schema_history";

    // Not when they were had.
    private static final String QUERY =
            "SELECT installed_rank, version, description, type, script, checksum, success FROM "
                    + TABLE
                    + " ORDER BY installed_rank";

    // Of this process. Safe for sharing.
    private static final Set<SchemaHistory> CURRENT = ConcurrentHashMap.newKeySet();

    SchemaHistory {
        rows = List.copyOf(rows);
    }

    /// Reads it; a store without one has none.
    ///
    /// @param kind of the store, whose scripts it has had
    static SchemaHistory of(DataSource source, String kind) {
        List<String> rows = new ArrayList<>();
        rows.add(kind);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                StringBuilder text = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    text.append(row.getString(i)).append('\n');
                }
                rows.add(text.toString());
            }
        } catch (SQLException e) {
            // No such table, or a store that cannot be read: Flyway says which.
            return new SchemaHistory(List.of(kind));
        }
        return new SchemaHistory(rows);
    }

    /// Whether a store with this very history was found up to date.
    boolean isCurrent() {
        return CURRENT.contains(this);
    }

    /// From now on it is known to be.
    void found() {
        if (rows.size() > 1) {
            CURRENT.add(this);
        }
    }
}
