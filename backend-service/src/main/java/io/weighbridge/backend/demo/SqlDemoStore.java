package io.weighbridge.backend.demo;

import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What the store says about the demo: the witness for which rows were charged.
final class SqlDemoStore {
    private static final String RECORDS =
            """
            SELECT tags, units, price_nanos, fee_nanos, overrun_nanos FROM usage_record
            WHERE instr(tags, ?) > 0
            """;
    private static final String BALANCES =
            """
            SELECT a.name, coalesce(sum(l.balance_nanos), 0) FROM account a
            LEFT JOIN ledger_account l ON l.account_id = a.id
            GROUP BY a.id ORDER BY a.name
            """;
    private static final String OWN_BALANCE =
            "SELECT coalesce(sum(balance_nanos), 0) FROM ledger_account WHERE id = ?";
    private static final String REFUNDS = "SELECT coalesce(sum(amount_nanos), 0) FROM usage_refund";

    private final Path dataDirectory;

    SqlDemoStore(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    private interface Query<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T read(Query<T> query) {
        try (Connection connection = Database.openReadOnly(dataDirectory)) {
            return query.on(connection);
        } catch (SQLException e) {
            throw Fault.storeUnavailable("reading the store failed: " + e.getMessage(), e);
        }
    }

    /// The charged rows of a source.
    ///
    /// @param once rows with at least one usage record
    /// @param twice rows with more than one
    /// @param inputTokens of all of them
    /// @param outputTokens of all of them
    /// @param priceNanos of all of them
    /// @param feeNanos of all of them
    /// @param overruns records above their hold
    /// @param overrunNanos by how much
    record Charged(
            BitSet once,
            BitSet twice,
            long inputTokens,
            long outputTokens,
            long priceNanos,
            long feeNanos,
            long overruns,
            long overrunNanos) {}

    Charged charged(String fingerprint) {
        return read(connection -> charged(connection, fingerprint));
    }

    private static Charged charged(Connection connection, String fingerprint) throws SQLException {
        BitSet once = new BitSet();
        BitSet twice = new BitSet();
        long[] sums = new long[6];
        String trace = DemoGrpc.TRACE_TAG + '=' + fingerprint;
        try (PreparedStatement query = connection.prepareStatement(RECORDS)) {
            query.setString(1, trace);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    int number = rowNumber(row.getString(1), trace);
                    if (number == 0) {
                        continue;
                    }
                    if (once.get(number)) {
                        twice.set(number);
                    }
                    once.set(number);
                    Units units = Units.parse(row.getString(2));
                    add(sums, 0, units.get(Unit.INPUT_TOKENS));
                    add(sums, 1, units.get(Unit.OUTPUT_TOKENS));
                    add(sums, 2, row.getLong(3));
                    add(sums, 3, row.getLong(4));
                    add(sums, 4, row.getLong(5) > 0 ? 1 : 0);
                    add(sums, 5, row.getLong(5));
                }
            }
        }
        return new Charged(once, twice, sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
    }

    private static void add(long[] sums, int at, long amount) {
        sums[at] = Math.addExact(sums[at], amount);
    }

    // 0 when the record is of another source.
    private static int rowNumber(String tags, String trace) {
        int number = 0;
        boolean ours = false;
        for (String tag : tags.split("\n", -1)) {
            ours |= tag.equals(trace);
            if (tag.startsWith(DemoGrpc.ROW_TAG + '=')) {
                number = Integer.parseInt(tag.substring(DemoGrpc.ROW_TAG.length() + 1));
            }
        }
        return ours ? number : 0;
    }

    /// An account and its settled balance.
    record Balance(String account, long nanos) {}

    /// The whole store in a few numbers.
    ///
    /// @param boughtNanos credit sold
    /// @param promotionalNanos credit given away
    /// @param adjustedNanos corrections
    /// @param refundedNanos charges given back
    /// @param balances of all accounts
    record Totals(
            long boughtNanos,
            long promotionalNanos,
            long adjustedNanos,
            long refundedNanos,
            List<Balance> balances) {
        Totals {
            balances = List.copyOf(balances);
        }
    }

    Totals totals() {
        return read(
                connection -> {
                    List<Balance> balances = new ArrayList<>();
                    try (PreparedStatement query = connection.prepareStatement(BALANCES);
                            ResultSet row = query.executeQuery()) {
                        while (row.next()) {
                            balances.add(new Balance(row.getString(1), row.getLong(2)));
                        }
                    }
                    return new Totals(
                            -own(connection, LedgerAccounts.PURCHASES),
                            -own(connection, LedgerAccounts.PROMOTIONS),
                            -own(connection, LedgerAccounts.ADJUSTMENTS),
                            refunds(connection),
                            balances);
                });
    }

    private static long own(Connection connection, long ledger) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OWN_BALANCE)) {
            query.setLong(1, ledger);
            return number(query);
        }
    }

    private static long refunds(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(REFUNDS)) {
            return number(query);
        }
    }

    private static long number(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
