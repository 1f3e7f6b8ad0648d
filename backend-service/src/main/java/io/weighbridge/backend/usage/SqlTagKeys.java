package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.sql.Database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which keys of tags are summed, in SQL beside the sums: whoever writes them, or makes them anew,
/// need not know the settings.
public final class SqlTagKeys {
    // With the fact after the last that is in SQL the sums of a new key begin.
    private static final String ADD =
            """
            INSERT INTO rollup_tag_key (tag_key, from_sequence)
            SELECT ?, folded_sequence + 1 FROM ledger_state
            """;
    private static final List<String> TABLES =
            List.of("rollup_tag", "rollup_tag_unit", "rollup_tag_key");

    /// @param fromSequence records before it are not in the sums
    record Summed(String key, long fromSequence) {}

    private SqlTagKeys() {}

    /// Makes these the keys that are summed from now on. The sums of those that are no longer among
    /// them are deleted. Before anything is folded.
    public static void keep(Database database, List<String> keys) {
        // Most starts change nothing, and need not write.
        if (Set.copyOf(keysIn(database)).equals(Set.copyOf(keys))) {
            return;
        }
        var _ =
                database.write(
                        connection -> {
                            keep(connection, keys);
                            return true;
                        });
    }

    /// The keys, in their order.
    static List<String> keysIn(Database database) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT tag_key FROM rollup_tag_key ORDER BY tag_key")
                                .mapTo(String.class)
                                .list());
    }

    private static void keep(Connection connection, List<String> keys) throws SQLException {
        List<String> before = read(connection).stream().map(Summed::key).toList();
        for (String key : before) {
            if (!keys.contains(key)) {
                for (String table : TABLES) {
                    run(connection, "DELETE FROM " + table + " WHERE tag_key = ?", key);
                }
            }
        }
        for (String key : keys) {
            if (!before.contains(key)) {
                run(connection, ADD, key);
            }
        }
    }

    private static void run(Connection connection, String sql, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key);
            statement.executeUpdate();
        }
    }

    static List<Summed> read(Connection connection) throws SQLException {
        List<Summed> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT tag_key, from_sequence FROM rollup_tag_key"
                                        + " ORDER BY tag_key")) {
            while (row.next()) {
                keys.add(new Summed(row.getString(1), row.getLong(2)));
            }
        }
        return keys;
    }
}
