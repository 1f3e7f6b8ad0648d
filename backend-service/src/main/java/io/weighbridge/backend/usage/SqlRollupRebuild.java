package io.weighbridge.backend.usage;

import io.weighbridge.model.PriceLine;
import io.weighbridge.model.Units;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Makes the rollups anew, within one transaction of somebody else's, by the same additions as the
/// fold. Memory stays bounded: sums are written every so many facts. Days of which records were
/// deleted are left as they are.
final class SqlRollupRebuild {
    private static final int FLUSH_FACTS = 20_000;
    private static final List<String> TABLES =
            List.of(
                    "rollup",
                    "rollup_unit",
                    "rollup_total",
                    "rollup_total_unit",
                    "rollup_tag",
                    "rollup_tag_unit",
                    "moved_units");
    // Rollups from before this cannot be made anew: some of their records are gone.
    private static final String KEPT_FROM_ROW = "SELECT kept_from_ms FROM usage_retention";
    private static final String KEPT_FROM = '(' + KEPT_FROM_ROW + ')';
    private static final String CHANGED =
            """
            INSERT INTO use_day (day_ms, changes)
            SELECT day_ms, 1 FROM (
                SELECT bucket_at_ms AS day_ms FROM rollup_total WHERE granularity = 3
                UNION SELECT bucket_at_ms - bucket_at_ms % 86400000 FROM rollup_total
                    WHERE granularity = 2
                UNION SELECT bucket_at_ms - bucket_at_ms % 86400000 FROM moved_units) AS days
            WHERE TRUE
            ON CONFLICT (day_ms) DO UPDATE SET changes = use_day.changes + 1
            """;
    private static final String RECORDS =
            "SELECT * FROM usage_record WHERE settled_at_ms >= " + KEPT_FROM + " ORDER BY sequence";
    // Whose bucket a later fact counts in, its record says.
    private static final String RATINGS =
            """
            SELECT u.sequence AS record_sequence, u.account_id, u.key_id, u.service_id, u.subject,
                u.settled_at_ms, u.tags, u.cost_basis, u.predicted_cost_nanos, u.measured_cost_nanos,
                u.upstream_cost_nanos, g.*
            FROM usage_rating g JOIN request r ON r.id = g.request_id
                JOIN usage_record u ON u.sequence = r.sequence
            WHERE g.at_ms >=
            """
                    + KEPT_FROM;
    private static final String REFUNDS =
            """
            SELECT u.sequence AS record_sequence, u.account_id, u.key_id, u.service_id, u.subject,
                u.settled_at_ms, u.tags, u.cost_basis, u.predicted_cost_nanos, u.measured_cost_nanos,
                u.upstream_cost_nanos, f.*
            FROM usage_refund f JOIN request r ON r.id = f.request_id
                JOIN usage_record u ON u.sequence = r.sequence
            WHERE f.at_ms >=
            """
                    + KEPT_FROM;

    private final Connection connection;
    private final SqlUsageRows rows;
    private final long keptFromMs;
    private long facts;

    private SqlRollupRebuild(Connection connection, long keptFromMs) throws SQLException {
        this.connection = connection;
        this.keptFromMs = keptFromMs;
        this.rows = new SqlUsageRows(connection);
    }

    @FunctionalInterface
    private interface Addition {
        void add(ResultSet row) throws SQLException;
    }

    static RollupStore.Rebuilt run(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            // Also of days of which nothing is made anew.
            sql.execute(CHANGED);
            for (String table : TABLES) {
                sql.execute("CREATE TEMP TABLE old_" + table + " AS SELECT * FROM " + table);
                sql.execute("DELETE FROM " + table + " WHERE bucket_at_ms >= " + KEPT_FROM);
            }
            // The sums of a key have all records that there are from now on, and so have costs.
            sql.execute("UPDATE rollup_tag_key SET from_sequence = 0");
            sql.execute("UPDATE ledger_state SET costs_from_sequence = 0");
            SqlRollupRebuild rebuild = new SqlRollupRebuild(connection, keptFromMs(sql));
            long records = rebuild.addAll(RECORDS, rebuild::addRecord);
            long ratings = rebuild.addAll(RATINGS, rebuild::addRating);
            long refunds = rebuild.addAll(REFUNDS, rebuild::addRefund);
            rebuild.rows.flush();
            RollupStore.Rebuilt rebuilt =
                    new RollupStore.Rebuilt(
                            records,
                            ratings,
                            refunds,
                            count(sql, "SELECT * FROM %s"),
                            difference(sql, "old_%1$s", "%1$s"),
                            difference(sql, "%1$s", "old_%1$s"));
            for (String table : TABLES) {
                sql.execute("DROP TABLE old_" + table);
            }
            return rebuilt;
        }
    }

    private static long keptFromMs(Statement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery(KEPT_FROM_ROW)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long difference(Statement sql, String those, String without)
            throws SQLException {
        return count(sql, "SELECT * FROM " + those + " EXCEPT SELECT * FROM " + without);
    }

    // Rows of this query on each of the tables.
    private static long count(Statement sql, String rows) throws SQLException {
        long sum = 0;
        for (String table : TABLES) {
            String of = rows.formatted(table);
            try (ResultSet count =
                    sql.executeQuery("SELECT count(*) FROM (" + of + ") AS counted")) {
                count.next();
                sum += count.getLong(1);
            }
        }
        return sum;
    }

    private long addAll(String query, Addition addition) throws SQLException {
        long added = 0;
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            while (row.next()) {
                addition.add(row);
                added++;
                if (++facts % FLUSH_FACTS == 0) {
                    rows.flush();
                }
            }
        }
        return added;
    }

    private void addRecord(ResultSet row) throws SQLException {
        rows.addToRollups(SqlUsageStore.fromRow(row));
    }

    private void addRating(ResultSet row) throws SQLException {
        SqlTagRows.Source of = SqlTagRows.Source.fromRow(row);
        Units told = Units.parse(row.getString("units"));
        // The hour of an older call is left as it is, and has them.
        if (of.settledAtMs() >= keptFromMs) {
            rows.addUsed(place(row), of, told);
        }
        rows.addRatingToRollups(
                place(row),
                of,
                row.getLong("at_ms"),
                told,
                new Charge(
                        row.getLong("price_book_id"),
                        PriceLine.parseAll(row.getString("lines")),
                        row.getLong("price_nanos"),
                        row.getLong("fee_nanos"),
                        row.getLong("charge_nanos")),
                row.getLong("overrun_nanos"));
    }

    private void addRefund(ResultSet row) throws SQLException {
        rows.addRefundToRollups(
                place(row),
                SqlTagRows.Source.fromRow(row),
                row.getLong("at_ms"),
                row.getLong("amount_nanos"));
    }

    private static SqlUsageRows.Place place(ResultSet row) throws SQLException {
        return new SqlUsageRows.Place(
                row.getLong("account_id"),
                row.getLong("key_id"),
                row.getLong("service_id"),
                row.getString("subject"));
    }
}
