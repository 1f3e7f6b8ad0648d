package io.weighbridge.backend.move;

import io.weighbridge.backend.platform.fault.Fault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which tables a store has, in an order in which they can be filled.
final class SqlTables {
    // Of the target alone, or about the schema.
    private static final Set<String> OWN =
            Set.of("schema_history", "store_owner", "store_write", "journal_frame");
    private static final String TARGET_COLUMNS =
            """
            SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
            JOIN information_schema.tables t
                ON t.table_schema = c.table_schema AND t.table_name = c.table_name
            WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
            ORDER BY c.table_name, c.ordinal_position
            """;
    private static final String TARGET_REFERENCES =
            """
            SELECT DISTINCT r.relname, f.relname FROM pg_constraint c
            JOIN pg_class r ON r.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
            WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
            """;
    private static final String SOURCE_COLUMNS =
            """
            SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'schema_history'
            """;

    private SqlTables() {}

    /// The tables of both, those that others refer to first.
    ///
    /// @throws Fault STORE_UNAVAILABLE when they are not the same
    static List<SqlTable> of(Connection source, Connection target) throws SQLException {
        Map<String, List<SqlTable.Column>> columns = new TreeMap<>();
        each(
                target,
                TARGET_COLUMNS,
                row -> {
                    if (!OWN.contains(row.getString(1))) {
                        columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                                .add(
                                        new SqlTable.Column(
                                                row.getString(2),
                                                SqlTable.Type.of(row.getString(3))));
                    }
                });
        requireSame(source, columns);
        Map<String, Set<String>> references = new HashMap<>();
        each(
                target,
                TARGET_REFERENCES,
                row ->
                        references
                                .computeIfAbsent(row.getString(1), name -> new TreeSet<>())
                                .add(row.getString(2)));
        List<SqlTable> ordered = new ArrayList<>();
        Set<String> done = new HashSet<>();
        columns.keySet().forEach(name -> add(name, columns, references, done, ordered));
        return ordered;
    }

    private static void add(
            String name,
            Map<String, List<SqlTable.Column>> columns,
            Map<String, Set<String>> references,
            Set<String> done,
            List<SqlTable> to) {
        if (done.add(name)) {
            for (String referred : references.getOrDefault(name, Set.of())) {
                add(referred, columns, references, done, to);
            }
            to.add(new SqlTable(name, columns.getOrDefault(name, List.of())));
        }
    }

    private static void requireSame(Connection source, Map<String, List<SqlTable.Column>> columns)
            throws SQLException {
        Set<String> here = new TreeSet<>();
        each(source, SOURCE_COLUMNS, row -> here.add(row.getString(1) + '.' + row.getString(2)));
        Set<String> there = new TreeSet<>();
        columns.forEach(
                (table, all) -> all.forEach(column -> there.add(table + '.' + column.name())));
        if (!here.equals(there)) {
            Set<String> differing = new TreeSet<>(here);
            differing.addAll(there);
            differing.removeIf(column -> here.contains(column) && there.contains(column));
            throw Fault.storeUnavailable(
                    "the two stores differ in " + differing + " (expected: the same version)",
                    null);
        }
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String sql, Row reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
