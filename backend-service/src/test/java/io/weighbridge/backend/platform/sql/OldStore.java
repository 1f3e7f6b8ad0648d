package io.weighbridge.backend.platform.sql;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/// A store as an older version left it (migration 5), with grants and rollups, and what it has to
/// come to.
final class OldStore {
    private static final int VERSION = 5;
    private static final int ACCOUNTS = 100;
    private static final List<String> ROWS =
            List.of(
                    "INSERT INTO account SELECT 1000 + i, 1, 'account ' || i, 'account ' || i, 0,"
                            + " FALSE, '', 1 FROM numbers WHERE i <= "
                            + ACCOUNTS,
                    "INSERT INTO credit_grant SELECT 1000000 + i, 1001 + i % 100, 1, 1, 0, 1000, i, ''"
                            + " FROM numbers",
                    "INSERT INTO ledger_account SELECT 1000000 + i, 1001 + i % 100, 1 FROM numbers",
                    "INSERT INTO ledger_account SELECT 3, 0, -count(*) FROM numbers",
                    "INSERT INTO transfer SELECT i, 0, 1000, 1, 3, 1000000 + i, 1 FROM numbers",
                    "INSERT INTO account_entry SELECT 1001 + i % 100, i, 1000, 1, 1,"
                            + " (i - i % 100) / 100 + CASE WHEN i % 100 = 0 THEN 0 ELSE 1 END, NULL"
                            + " FROM numbers",
                    "INSERT INTO rollup SELECT 1, i * 60000, 1001 + i % 100, 1, 1 + i % 5, '', 1, 0, 0,"
                            + " 1, 2, 3, 4, 5, 6, 7, 8, 1 FROM numbers",
                    "UPDATE ledger_state SET last_at_ms = 1000,"
                            + " folded_sequence = (SELECT max(i) FROM numbers)",
                    "DROP TABLE numbers");
    // In an order that is the same however the rows came in.
    private static final List<String> CONTENT =
            List.of(
                    "SELECT * FROM account ORDER BY id",
                    "SELECT sequence, account_id, at_ms, kind, amount_nanos, balance_after_nanos FROM"
                            + " account_entry ORDER BY sequence",
                    "SELECT * FROM transfer ORDER BY sequence, line",
                    "SELECT * FROM ledger_account ORDER BY id",
                    "SELECT * FROM rollup ORDER BY bucket_at_ms",
                    "SELECT * FROM rollup_total ORDER BY bucket_at_ms, service_id",
                    "SELECT version, success FROM schema_history ORDER BY installed_rank");

    private OldStore() {}

    /// Makes one.
    ///
    /// @param kind of the scripts
    static void make(DataSource source, String kind, int rows) throws SQLException {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/" + kind)
                .table("schema_history")
                .target(Integer.toString(VERSION))
                .load()
                .migrate();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "CREATE TABLE numbers AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                            + " FROM n WHERE i < "
                            + rows
                            + ") SELECT i FROM n");
            for (String sql : ROWS) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    /// The last migration that is done.
    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM schema_history WHERE success")) {
            row.next();
            return row.getInt(1);
        }
    }

    /// All that counts, as numbers and a checksum of each table.
    static List<String> content(Connection connection) throws SQLException {
        List<String> content = new ArrayList<>();
        for (String sql : CONTENT) {
            long rows = 0;
            long sum = 1;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                    rows++;
                    for (int i = 1; i <= columns; i++) {
                        sum = 31 * sum + String.valueOf(row.getString(i)).hashCode();
                    }
                }
            }
            content.add(rows + " rows, " + sum + ": " + sql);
        }
        return content;
    }

    /// What tables and indexes there are.
    static List<String> schema(Connection connection, String sql) throws SQLException {
        List<String> schema = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                schema.add(row.getString(1));
            }
        }
        return schema;
    }
}
