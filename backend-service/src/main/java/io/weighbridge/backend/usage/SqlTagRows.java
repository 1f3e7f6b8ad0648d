package io.weighbridge.backend.usage;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.backend.usage.SqlTagKeys.Summed;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Writes the sums by tag, of the keys that are summed. For one connection and one thread at a
/// time; [#flush] within the same transaction as what is counted.
///
/// The values of a day that have sums of their own are the first ones that records of that day
/// came with, in the order of records. What happens later to a record counts under the name that
/// its record has, whenever that is.
final class SqlTagRows {
    /// So many values of an account, key and day of UTC have sums of their own.
    static final int VALUES_MAX = 200;

    private static final int DAYS_KEPT = 1_000;
    private static final Granularity[] GRANULARITIES = {Granularity.HOUR, Granularity.DAY};
    private static final List<String> KEY =
            List.of("tag_key", "granularity", "bucket_at_ms", "account_id", "tag_value");
    // Only a record counts as a call: what else has a row came later, to a name of another day.
    private static final String VALUES =
            """
            SELECT tag_value FROM rollup_tag
            WHERE tag_key = ? AND granularity = 3 AND bucket_at_ms = ? AND account_id = ?
                AND calls > 0
            """;
    private static final String RECORD =
            """
            SELECT u.sequence AS record_sequence, u.account_id, u.settled_at_ms, u.tags,
                u.cost_basis, u.predicted_cost_nanos, u.measured_cost_nanos, u.upstream_cost_nanos
            FROM request r JOIN usage_record u ON u.sequence = r.sequence WHERE r.id = ?
            """;

    /// What of a record says where it counts.
    ///
    /// @param isCosted whether what the call cost is known
    record Source(long sequence, long accountId, long settledAtMs, String tags, boolean isCosted) {
        static Source of(UsageRecord record) {
            return new Source(
                    record.sequence(),
                    record.call().accountId(),
                    record.settledAtMs(),
                    record.call().tags(),
                    record.costNanos() != CallCost.UNKNOWN);
        }

        static Source fromRow(ResultSet row) throws SQLException {
            return new Source(
                    row.getLong("record_sequence"),
                    row.getLong("account_id"),
                    row.getLong("settled_at_ms"),
                    row.getString("tags"),
                    UsageRecord.costNanos(
                                    SqlUsageStore.costFromRow(row),
                                    row.getLong("upstream_cost_nanos"))
                            != CallCost.UNKNOWN);
        }
    }

    private record Day(String key, long dayMs, long accountId) {}

    private record Cell(
            String key, Granularity granularity, long atMs, long accountId, String value) {
        private static final Comparator<Cell> ORDER =
                Comparator.comparing(Cell::key)
                        .thenComparing(Cell::granularity)
                        .thenComparingLong(Cell::atMs)
                        .thenComparingLong(Cell::accountId)
                        .thenComparing(Cell::value);
    }

    private final Connection connection;
    private final List<Summed> keys;
    private final Map<Day, Set<String>> days = new HashMap<>();
    private final Map<Cell, RollupSums> sums = new HashMap<>();
    private @Nullable Statements prepared;

    private record Statements(
            PreparedStatement values,
            PreparedStatement record,
            PreparedStatement rollup,
            PreparedStatement unit) {
        static Statements on(Connection connection) throws SQLException {
            return new Statements(
                    connection.prepareStatement(VALUES),
                    connection.prepareStatement(RECORD),
                    connection.prepareStatement(
                            SqlRollupRows.addition("rollup_tag", KEY, SqlRollupRows.SUMS)),
                    connection.prepareStatement(
                            SqlRollupRows.addition(
                                    "rollup_tag_unit", SqlRollupRows.with(KEY), List.of("count"))));
        }
    }

    SqlTagRows(Connection connection) throws SQLException {
        this.connection = connection;
        this.keys = SqlTagKeys.read(connection);
    }

    /// Whether any key is summed at all.
    boolean isOn() {
        return !keys.isEmpty();
    }

    private Statements statements() throws SQLException {
        Statements now = prepared;
        if (now == null) {
            now = Statements.on(connection);
            prepared = now;
        }
        return now;
    }

    /// Counts a record. Records come in their order.
    void countRecord(UsageRecord record, Consumer<RollupSums> gain) throws SQLException {
        if (isOn() && !record.call().tags().isEmpty()) {
            count(Source.of(record), record.settledAtMs(), true, gain);
        }
    }

    /// Counts what became of a record later, under the record's name.
    void countLater(Source record, long atMs, Consumer<RollupSums> gain) throws SQLException {
        if (isOn() && !record.tags.isEmpty()) {
            count(record, atMs, false, gain);
        }
    }

    /// The record of a request, which is in SQL.
    Source recordOf(RequestId id) throws SQLException {
        PreparedStatement find = statements().record;
        find.setBytes(1, SqlBytes.of(id));
        try (ResultSet row = find.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("no usage record of " + id);
            }
            return Source.fromRow(row);
        }
    }

    private void count(Source record, long atMs, boolean isRecord, Consumer<RollupSums> gain)
            throws SQLException {
        for (Summed summed : keys) {
            String value =
                    record.sequence < summed.fromSequence()
                            ? null
                            : TagKeys.value(record.tags, summed.key());
            if (value != null) {
                String name = nameOf(summed.key(), record, value, isRecord);
                for (Granularity granularity : GRANULARITIES) {
                    Cell cell =
                            new Cell(
                                    summed.key(),
                                    granularity,
                                    granularity.bucketMs(atMs),
                                    record.accountId,
                                    name);
                    gain.accept(sums.computeIfAbsent(cell, added -> new RollupSums()));
                }
            }
        }
    }

    private String nameOf(String key, Source record, String value, boolean mayAdd)
            throws SQLException {
        Day day = new Day(key, Granularity.DAY.bucketMs(record.settledAtMs), record.accountId);
        Set<String> values = days.get(day);
        if (values == null) {
            values = read(day);
            days.put(day, values);
        }
        if (mayAdd && values.size() < VALUES_MAX && !value.equals(TagKeys.OTHER)) {
            values.add(value);
        }
        return values.contains(value) ? value : TagKeys.OTHER;
    }

    private Set<String> read(Day day) throws SQLException {
        PreparedStatement read = statements().values;
        read.setString(1, day.key);
        read.setLong(2, day.dayMs);
        read.setLong(3, day.accountId);
        Set<String> values = new HashSet<>();
        try (ResultSet row = read.executeQuery()) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        values.remove(TagKeys.OTHER);
        return values;
    }

    /// Writes all that was counted.
    void flush() throws SQLException {
        if (sums.isEmpty()) {
            return;
        }
        Statements to = statements();
        List<Map.Entry<Cell, RollupSums>> cells = new ArrayList<>(sums.entrySet());
        cells.sort(Map.Entry.comparingByKey(Cell.ORDER));
        for (Map.Entry<Cell, RollupSums> each : cells) {
            bind(to.rollup, each.getKey());
            SqlRollupRows.bindSums(to.rollup, KEY.size(), each.getValue());
            to.rollup.addBatch();
            for (Map.Entry<Unit, Long> other : each.getValue().otherUnits.entrySet()) {
                bind(to.unit, each.getKey());
                to.unit.setInt(KEY.size() + 1, other.getKey().number());
                to.unit.setLong(KEY.size() + 2, other.getValue());
                to.unit.addBatch();
            }
        }
        to.rollup.executeBatch();
        to.unit.executeBatch();
        sums.clear();
        // All of them are in SQL now.
        if (days.size() > DAYS_KEPT) {
            days.clear();
        }
    }

    private static void bind(PreparedStatement statement, Cell cell) throws SQLException {
        statement.setString(1, cell.key);
        statement.setInt(2, cell.granularity.number());
        statement.setLong(3, cell.atMs);
        statement.setLong(4, cell.accountId);
        statement.setString(5, cell.value);
    }
}
