package io.weighbridge.backend.platform.sql;

import org.jdbi.v3.core.Handle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Counts how often anything of a day of UTC was changed. What was reckoned from a day is right as
/// long as the count that was read before is the same. For one connection and one thread at a time;
/// [#flush] within the same transaction as the change.
public final class DayChanges {
    private static final long DAY_MS = 86_400_000;

    private final PreparedStatement add;
    // In their order: all who write take them in the same one.
    private final Set<Long> days = new TreeSet<>();

    /// @param table of `day_ms` and `changes`
    public DayChanges(Connection connection, String table) throws SQLException {
        add = connection.prepareStatement(addition(table));
    }

    private static String addition(String table) {
        return """
                INSERT INTO %1$s (day_ms, changes) VALUES (?, 1)
                ON CONFLICT (day_ms) DO UPDATE SET changes = %1$s.changes + 1
                """
                .formatted(table);
    }

    private static long dayMs(long atMs) {
        return Math.floorDiv(atMs, DAY_MS) * DAY_MS;
    }

    /// Tells that something of an instant's day is changed.
    public void changed(long atMs) {
        days.add(dayMs(atMs));
    }

    /// Counts each day that was told once.
    public void flush() throws SQLException {
        if (days.isEmpty()) {
            return;
        }
        for (long day : days) {
            add.setLong(1, day);
            add.addBatch();
        }
        days.clear();
        add.executeBatch();
    }

    /// Counts the days of instants at once.
    public static void count(Handle handle, String table, Stream<Long> instants) {
        instants.map(DayChanges::dayMs)
                .distinct()
                .sorted()
                .forEach(day -> handle.execute(addition(table), day));
    }

    /// The counts by day; a day without any is not in it.
    ///
    /// @param fromMs begin of the first day
    /// @param toMs begin of the day after the last
    public static Map<Long, Long> read(Handle handle, String table, long fromMs, long toMs) {
        return handle.createQuery(
                        "SELECT day_ms, changes FROM "
                                + table
                                + " WHERE day_ms >= :from AND day_ms < :to")
                .bind("from", fromMs)
                .bind("to", toMs)
                .scanResultSet(
                        (rows, _) -> {
                            Map<Long, Long> counts = new HashMap<>();
                            ResultSet row = rows.get();
                            while (row.next()) {
                                counts.put(row.getLong(1), row.getLong(2));
                            }
                            return counts;
                        });
    }
}
