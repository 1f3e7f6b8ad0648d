package io.weighbridge.backend.platform.audit;

import io.weighbridge.backend.platform.sql.Database;

/// The audit log in SQL, for entries without a change.
public final class SqlChangeLog implements ChangeLog {
    private final Database database;

    public SqlChangeLog(Database database) {
        this.database = database;
    }

    @Override
    public void append(Change change) {
        database.inTransaction(
                handle -> {
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }
}
