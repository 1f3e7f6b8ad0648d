package io.weighbridge.backend.ledger;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Checks that every ledger account's balance is the sum of its transfers.
public final class LedgerCheck {
    private static final String OFF =
            """
            SELECT l.id, l.balance_nanos, coalesce(s.moved, 0) FROM ledger_account l
            LEFT JOIN (SELECT ledger, sum(amount) AS moved FROM (
                SELECT to_ledger AS ledger, amount_nanos AS amount FROM transfer
                UNION ALL SELECT from_ledger, -amount_nanos FROM transfer) GROUP BY ledger) s
                ON s.ledger = l.id
            WHERE l.balance_nanos <> coalesce(s.moved, 0)
            """;
    private static final String COUNTS =
            """
            SELECT (SELECT count(*) FROM ledger_account), (SELECT count(*) FROM transfer),
                (SELECT folded_sequence FROM ledger_state),
                (SELECT coalesce(sum(balance_nanos), 0) FROM ledger_account)
            """;

    private LedgerCheck() {}

    /// Reads a store without changing it.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it cannot be read
    public static LedgerReport of(Path dataDirectory) {
        List<String> problems = new ArrayList<>();
        try (Connection connection = Database.openReadOnly(dataDirectory);
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(OFF)) {
                while (row.next()) {
                    problems.add(
                            "ledger account "
                                    + row.getLong(1)
                                    + ": balance "
                                    + row.getLong(2)
                                    + " (expected: "
                                    + row.getLong(3)
                                    + ")");
                }
            }
            try (ResultSet row = statement.executeQuery(COUNTS)) {
                row.next();
                if (row.getLong(4) != 0) {
                    problems.add("sum of all balances: " + row.getLong(4) + " (expected: 0)");
                }
                return new LedgerReport(
                        row.getLong(1), row.getLong(2), 0, row.getLong(3), 0, problems);
            }
        } catch (SQLException e) {
            throw Fault.storeUnavailable("checking the ledger failed: " + e.getMessage(), e);
        }
    }
}
