package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.PriceLine;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/// Usage records in SQL.
public final class SqlUsageStore implements UsageStore {
    private static final String FIND =
            """
            SELECT u.* FROM request r JOIN usage_record u ON u.sequence = r.sequence
            WHERE r.id = :id
            """;

    private final Database database;

    public SqlUsageStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<UsageRecord> find(RequestId id) {
        return database.read(handle -> find(handle, id));
    }

    /// The same within a transaction of somebody else's.
    public static Optional<UsageRecord> find(Handle handle, RequestId id) {
        return handle.createQuery(FIND)
                .bind("id", SqlBytes.of(id))
                .map((row, context) -> fromRow(row))
                .findOne();
    }

    static UsageRecord fromRow(ResultSet row) throws SQLException {
        long bookId = row.getLong("price_book_id");
        String unratedReason = row.getString("unrated_reason");
        return new UsageRecord(
                row.getLong("sequence"),
                new Call(
                        SqlBytes.toRequestId(row.getBytes("request_id")),
                        row.getLong("account_id"),
                        row.getLong("key_id"),
                        row.getLong("service_id"),
                        Objects.requireNonNull(ServiceTier.byNumber(row.getInt("tier"))),
                        bookId,
                        row.getString("subject"),
                        row.getString("tags"),
                        row.getString("proxy"),
                        row.getLong("authorized_at_ms")),
                new Settlement(
                        Objects.requireNonNull(Outcome.byNumber(row.getInt("outcome"))),
                        Units.parse(row.getString("units")),
                        row.getLong("queue_ms"),
                        row.getLong("compute_ms"),
                        row.getLong("upstream_cost_nanos")),
                unratedReason.isEmpty()
                        ? new Charge(
                                bookId,
                                PriceLine.parseAll(row.getString("lines")),
                                row.getLong("price_nanos"),
                                row.getLong("fee_nanos"),
                                row.getLong("charge_nanos"))
                        : Charge.NONE,
                row.getLong("held_nanos"),
                row.getLong("overrun_nanos"),
                row.getLong("settled_at_ms"),
                unratedReason);
    }
}
