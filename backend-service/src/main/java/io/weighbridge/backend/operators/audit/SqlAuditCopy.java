package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// The audit log in a store, read only: a service may have it open, or it may be a copy.
public final class SqlAuditCopy implements AuditChain {
    private final StoreAddress address;

    public SqlAuditCopy(StoreAddress address) {
        this.address = address;
    }

    private <T> T read(Function<Connection, T> work) {
        try (Connection connection = Database.openReadOnly(address)) {
            // Row by row, on PostgreSQL too.
            connection.setAutoCommit(false);
            return work.apply(connection);
        } catch (SQLException e) {
            throw Fault.storeUnavailable("cannot read " + address + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Bounds bounds() {
        return read(SqlAuditRows::bounds);
    }

    @Override
    public void scan(long from, long to, Consumer<Row> rows) {
        var _ =
                read(
                        connection -> {
                            SqlAuditRows.scan(connection, from, to, rows);
                            return true;
                        });
    }

    @Override
    public List<Checkpoint> checkpoints() {
        return read(SqlAuditRows::checkpoints);
    }
}
