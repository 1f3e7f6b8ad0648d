package io.weighbridge.backend.platform.sql;

import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.sqlite.SQLiteConnection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.IdentityHashMap;

/// [KeptStatements] for each connection to SQLite of a pool, which hands out another view of
/// it each time. Safe for sharing.
final class PooledStatements implements StatementBuilderFactory {
    // Guarded by this.
    private final IdentityHashMap<Connection, KeptStatements> kept = new IdentityHashMap<>();

    @Override
    public synchronized StatementBuilder createStatementBuilder(Connection view) {
        try {
            Connection own = view.unwrap(SQLiteConnection.class);
            KeptStatements known = kept.get(own);
            if (known == null) {
                for (Connection each : kept.keySet().toArray(Connection[]::new)) {
                    if (each.isClosed()) {
                        kept.remove(each);
                    }
                }
                known = new KeptStatements(own);
                kept.put(own, known);
            }
            return known;
        } catch (SQLException e) {
            throw new IllegalStateException("a connection that is not SQLite's own", e);
        }
    }
}
