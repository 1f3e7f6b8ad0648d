package io.weighbridge.backend.platform.sql;

import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps the prepared statements of one connection for the next who asks the same: to SQLite a
/// statement is dearer to prepare than to run. Goes with its connection; guarded by its owner's
/// lock.
final class KeptStatements extends DefaultStatementBuilder {
    private static final int MOST = 128;

    // What is in use is not in it.
    private final Map<String, PreparedStatement> kept = new LinkedHashMap<>();

    KeptStatements() {
        super();
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context)
            throws SQLException {
        PreparedStatement known = kept.remove(sql);
        return known == null || known.isClosed() ? super.create(connection, sql, context) : known;
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        if (!(statement instanceof PreparedStatement prepared) || connection.isClosed()) {
            super.close(connection, sql, statement);
            return;
        }
        prepared.clearParameters();
        PreparedStatement other = kept.put(sql, prepared);
        if (other != null) {
            other.close();
        }
        if (kept.size() > MOST) {
            String oldest = kept.keySet().iterator().next();
            PreparedStatement dropped = kept.remove(oldest);
            if (dropped != null) {
                dropped.close();
            }
        }
    }
}
