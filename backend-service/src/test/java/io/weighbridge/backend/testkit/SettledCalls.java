package io.weighbridge.backend.testkit;

import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.model.Outcome;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// What a store says of calls that were settled, read by SQL that shares nothing with the service.
public final class SettledCalls {
    private SettledCalls() {}

    /// One settled call.
    ///
    /// @param charge in tokens of the service "chat"
    public record Settled(int outcome, String units, long charge, String proxy) {}

    /// Makes something of a row.
    @FunctionalInterface
    public interface RowReader<T> {
        /// Reads it.
        T read(ResultSet row) throws SQLException;
    }

    /// A settled call of so many tokens, each of which costs the same.
    public static Settled of(Outcome outcome, long input, long output, String proxy) {
        return new Settled(
                outcome.number(),
                "input_tokens=" + input + " output_tokens=" + output,
                input + output,
                proxy);
    }

    /// All that are in the store of a directory, in order.
    public static List<Settled> in(Path directory) {
        return rows(
                directory,
                "SELECT outcome, units, charge_nanos, proxy FROM usage_record ORDER BY sequence",
                row ->
                        new Settled(
                                row.getInt(1),
                                row.getString(2),
                                row.getLong(3) / Calls.TOKEN,
                                row.getString(4)));
    }

    /// The same after everything answered is in it.
    public static List<Settled> in(TestBackend test, Path directory) {
        test.backend().ledger().atBarrier(() -> {});
        return in(directory);
    }

    /// How many calls have had their holds dropped.
    public static long released(TestBackend test, Path directory) {
        return LedgerSums.number(
                test,
                directory,
                "SELECT count(*) FROM request WHERE state = " + RequestState.RELEASED.number());
    }

    /// Whatever rows of the store of a directory.
    public static <T> List<T> rows(Path directory, String sql, RowReader<T> reader) {
        List<T> all = new ArrayList<>();
        try (Connection connection = Database.openReadOnly(new StoreAddress.Embedded(directory));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                all.add(reader.read(row));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }
}
