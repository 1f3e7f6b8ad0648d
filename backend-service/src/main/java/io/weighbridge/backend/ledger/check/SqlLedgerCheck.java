package io.weighbridge.backend.ledger.check;

import java.sql.Connection;
import java.sql.SQLException;

/// [LedgerCheck] within a transaction that is not committed yet.
public final class SqlLedgerCheck {
    private SqlLedgerCheck() {}

    /// Checks a ledger whose journal is in the same database. The connection stays open.
    public static LedgerReport of(Connection connection) throws SQLException {
        return LedgerCheck.ofDatabase(SqlLedgerScan.within(connection));
    }
}
