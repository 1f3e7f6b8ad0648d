package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.sql.DayChanges;
import io.weighbridge.backend.usage.SqlUsageRows.Place;
import io.weighbridge.model.Units;

import org.jdbi.v3.core.Handle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Moves units that a later rating tells to the hour in which they were used. For one connection
/// and one thread at a time; [#flush] within the same transaction as the rating.
final class SqlMovedUnits {
    private static final List<String> KEY =
            List.of("bucket_at_ms", "account_id", "key_id", "service_id");
    private static final List<String> COLUMNS =
            List.of(
                    "input_tokens",
                    "cached_input_tokens",
                    "output_tokens",
                    "images",
                    "pixels",
                    "audio_ms");
    private static final String ADD = SqlRollupRows.addition("moved_units", KEY, COLUMNS);

    private record Cell(long atMs, long accountId, long keyId, long serviceId) {}

    private final Connection connection;
    private final DayChanges days;
    private final Map<Cell, long[]> moved =
            new TreeMap<>(
                    Comparator.comparingLong(Cell::atMs)
                            .thenComparingLong(Cell::accountId)
                            .thenComparingLong(Cell::keyId)
                            .thenComparingLong(Cell::serviceId));

    SqlMovedUnits(Connection connection, DayChanges days) {
        this.connection = connection;
        this.days = days;
    }

    /// Takes units from the hour in which they were told.
    void take(long atMs, Place place, Units told) {
        add(atMs, place, told, -1);
    }

    /// Gives units to the hour in which they were used.
    void give(long atMs, Place place, Units told) {
        add(atMs, place, told, 1);
    }

    private void add(long atMs, Place place, Units told, int sign) {
        if (MovedUnits.UNITS.stream().allMatch(unit -> told.get(unit) == 0)) {
            return;
        }
        days.changed(atMs);
        Cell cell =
                new Cell(
                        Granularity.HOUR.bucketMs(atMs),
                        place.accountId(),
                        place.keyId(),
                        place.serviceId());
        long[] counts = moved.computeIfAbsent(cell, _ -> new long[COLUMNS.size()]);
        for (int i = 0; i < counts.length; i++) {
            counts[i] += sign * told.get(MovedUnits.UNITS.get(i));
        }
    }

    /// Writes all that was moved.
    void flush() throws SQLException {
        if (moved.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (Map.Entry<Cell, long[]> each : moved.entrySet()) {
                statement.setLong(1, each.getKey().atMs);
                statement.setLong(2, each.getKey().accountId);
                statement.setLong(3, each.getKey().keyId);
                statement.setLong(4, each.getKey().serviceId);
                for (int i = 0; i < COLUMNS.size(); i++) {
                    statement.setLong(KEY.size() + 1 + i, each.getValue()[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
        moved.clear();
    }

    /// Those of a span of hours, by service, and by key where `byKey`; groups without any are left
    /// out.
    static List<MovedUnits> read(Handle handle, long fromMs, long toMs, boolean byKey) {
        return handle.createQuery(
                        """
                        SELECT bucket_at_ms, %s, service_id, %s
                        FROM moved_units WHERE bucket_at_ms >= :from AND bucket_at_ms < :to
                        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
                        """
                                .formatted(
                                        byKey ? "account_id, key_id" : "0, 0",
                                        COLUMNS.stream()
                                                .map(column -> "sum(" + column + ')')
                                                .collect(Collectors.joining(", "))))
                .bind("from", fromMs)
                .bind("to", toMs)
                .map((row, _) -> moved(row))
                .list();
    }

    private static MovedUnits moved(ResultSet row) throws SQLException {
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            counts.add(row.getLong(KEY.size() + 1 + i));
        }
        return new MovedUnits(
                new Rollup.Group(
                        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), "", ""),
                counts);
    }
}
