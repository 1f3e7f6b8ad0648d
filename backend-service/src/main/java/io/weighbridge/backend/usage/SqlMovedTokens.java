package io.weighbridge.backend.usage;

import io.weighbridge.backend.usage.SqlUsageRows.Place;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jdbi.v3.core.Handle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Moves tokens that a later rating tells to the hour in which they were used. For one connection
/// and one thread at a time; [#flush] within the same transaction as the rating.
final class SqlMovedTokens {
    private static final List<String> KEY =
            List.of("bucket_at_ms", "account_id", "key_id", "service_id");
    private static final String ADD =
            SqlRollupRows.addition(
                    "moved_tokens",
                    KEY,
                    List.of("input_tokens", "cached_input_tokens", "output_tokens"));

    private record Cell(long atMs, long accountId, long keyId, long serviceId) {}

    private record Tokens(long input, long cached, long output) {
        static Tokens of(Units units, int sign) {
            return new Tokens(
                    sign * units.get(Unit.INPUT_TOKENS),
                    sign * units.get(Unit.CACHED_INPUT_TOKENS),
                    sign * units.get(Unit.OUTPUT_TOKENS));
        }

        Tokens plus(Tokens more) {
            return new Tokens(input + more.input, cached + more.cached, output + more.output);
        }
    }

    private final Connection connection;
    private final Map<Cell, Tokens> moved =
            new TreeMap<>(
                    Comparator.comparingLong(Cell::atMs)
                            .thenComparingLong(Cell::accountId)
                            .thenComparingLong(Cell::keyId)
                            .thenComparingLong(Cell::serviceId));

    SqlMovedTokens(Connection connection) {
        this.connection = connection;
    }

    /// Takes tokens from the hour in which they were told.
    void take(long atMs, Place place, Units told) {
        add(atMs, place, Tokens.of(told, -1));
    }

    /// Gives tokens to the hour in which they were used.
    void give(long atMs, Place place, Units told) {
        add(atMs, place, Tokens.of(told, 1));
    }

    private void add(long atMs, Place place, Tokens tokens) {
        if (!tokens.equals(new Tokens(0, 0, 0))) {
            moved.merge(
                    new Cell(
                            Granularity.HOUR.bucketMs(atMs),
                            place.accountId(),
                            place.keyId(),
                            place.serviceId()),
                    tokens,
                    Tokens::plus);
        }
    }

    /// Writes all that was moved.
    void flush() throws SQLException {
        if (moved.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (Map.Entry<Cell, Tokens> each : moved.entrySet()) {
                statement.setLong(1, each.getKey().atMs);
                statement.setLong(2, each.getKey().accountId);
                statement.setLong(3, each.getKey().keyId);
                statement.setLong(4, each.getKey().serviceId);
                statement.setLong(5, each.getValue().input);
                statement.setLong(6, each.getValue().cached);
                statement.setLong(7, each.getValue().output);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        moved.clear();
    }

    /// Those of a span of hours, by service, and by key where `byKey`; groups without any are left
    /// out.
    static List<MovedTokens> read(Handle handle, long fromMs, long toMs, boolean byKey) {
        return handle.createQuery(
                        """
                        SELECT bucket_at_ms, %s, service_id, sum(input_tokens),
                            sum(cached_input_tokens), sum(output_tokens)
                        FROM moved_tokens WHERE bucket_at_ms >= :from AND bucket_at_ms < :to
                        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
                        """
                                .formatted(byKey ? "account_id, key_id" : "0, 0"))
                .bind("from", fromMs)
                .bind("to", toMs)
                .map(
                        (row, _) ->
                                new MovedTokens(
                                        new Rollup.Group(
                                                row.getLong(1),
                                                row.getLong(2),
                                                row.getLong(3),
                                                row.getLong(4),
                                                "",
                                                ""),
                                        row.getLong(5),
                                        row.getLong(6),
                                        row.getLong(7)))
                .list();
    }
}
