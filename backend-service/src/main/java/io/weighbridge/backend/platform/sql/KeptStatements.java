package io.weighbridge.backend.platform.sql;

import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps the prepared statements of one connection for the next who asks the same: to SQLite a
/// statement is dearer to prepare than to run. Goes with its connection; for one user at a time, as
/// that is.
final class KeptStatements extends DefaultStatementBuilder {
    private static final int MOST = 128;

    private final Connection own;
    // By their SQL with `?` for each parameter. What is in use is not in it.
    private final Map<String, PreparedStatement> kept = new LinkedHashMap<>();
    // What closes a statement names it as it was written, with names for parameters.
    private final IdentityHashMap<Statement, String> inUse = new IdentityHashMap<>();

    /// @param own the connection itself, not a pool's view of it, which would close them
    KeptStatements(Connection own) {
        super();
        this.own = own;
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context)
            throws SQLException {
        PreparedStatement known = kept.remove(sql);
        PreparedStatement statement =
                known == null || known.isClosed() ? super.create(own, sql, context) : known;
        inUse.put(statement, sql);
        return statement;
    }

    @Override
    public void close(Connection connection, String named, Statement statement)
            throws SQLException {
        String sql = inUse.remove(statement);
        if (sql == null || own.isClosed() || !(statement instanceof PreparedStatement prepared)) {
            super.close(connection, named, statement);
            return;
        }
        forget(prepared);
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

    // Results that nobody read would keep their snapshot, and with it the connection's next readers
    // in the past; rows of a batch that failed before it ran would be written with the next.
    private static void forget(PreparedStatement prepared) throws SQLException {
        ResultSet unread = prepared.getResultSet();
        if (unread != null) {
            unread.close();
        }
        prepared.clearBatch();
        prepared.clearParameters();
    }

    /// How many wait for the next who asks.
    int count() {
        return kept.size();
    }
}
