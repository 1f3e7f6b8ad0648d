package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.sql.Database;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Offers of refunds in SQL.
public final class SqlRefundOfferStore implements RefundOfferStore {
    private static final String PUT =
            """
            INSERT INTO refund_offer (id, payment_id, order_id, operation, amount_nanos,
                given_nanos, committed_nanos, state, why, reference, link, asked_at_ms, tries,
                next_at_ms, created_at_ms, changed_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET given_nanos = excluded.given_nanos,
                committed_nanos = excluded.committed_nanos, state = excluded.state,
                why = excluded.why, reference = excluded.reference, link = excluded.link,
                asked_at_ms = excluded.asked_at_ms, tries = excluded.tries,
                next_at_ms = excluded.next_at_ms, changed_at_ms = excluded.changed_at_ms
            """;

    private final Database database;

    public SqlRefundOfferStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<RefundOffer> find(UUID id) {
        return list("id = :id", Map.of("id", id.toString())).stream().findFirst();
    }

    private List<RefundOffer> list(String where, Map<String, ?> values) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM refund_offer WHERE " + where)
                                .bindMap(values)
                                .map((row, context) -> fromRow(row))
                                .list());
    }

    @Override
    public List<RefundOffer> of(long paymentId) {
        return list(
                "payment_id = :payment ORDER BY created_at_ms, id", Map.of("payment", paymentId));
    }

    @Override
    public List<RefundOffer> ofPage(String reference) {
        return list(
                "reference = :reference AND reference <> '' ORDER BY id",
                Map.of("reference", reference));
    }

    @Override
    public List<RefundOffer> due(long nowMs, int most) {
        return list(
                "next_at_ms > 0 AND next_at_ms <= :now ORDER BY next_at_ms, id LIMIT :most",
                Map.of("now", nowMs, "most", most));
    }

    @Override
    public void offer(
            RefundOffer offer,
            PaymentStore.@Nullable Decided decided,
            long atMs,
            @Nullable Change change) {
        database.inGroup(
                handle -> {
                    handle.execute(
                            PUT,
                            offer.id().toString(),
                            offer.paymentId(),
                            offer.orderId(),
                            offer.operationId().toString(),
                            offer.amountNanos(),
                            offer.givenNanos(),
                            offer.committedNanos(),
                            offer.state().number(),
                            offer.why(),
                            offer.reference(),
                            offer.link(),
                            offer.askedAtMs(),
                            offer.tries(),
                            offer.nextAtMs(),
                            offer.createdAtMs(),
                            offer.changedAtMs());
                    if (decided != null) {
                        SqlPaymentStore.write(handle, decided, atMs, null);
                    }
                    if (change != null) {
                        SqlAuditTrail.append(handle, change);
                    }
                    return true;
                });
    }

    @Override
    public void looked(UUID id, long nextAtMs) {
        database.inGroup(
                handle ->
                        handle.execute(
                                "UPDATE refund_offer SET tries = tries + 1, next_at_ms = ?"
                                        + " WHERE id = ? AND next_at_ms > 0",
                                nextAtMs,
                                id.toString()));
    }

    private static RefundOffer fromRow(ResultSet row) throws SQLException {
        return new RefundOffer(
                UUID.fromString(row.getString("id")),
                row.getLong("payment_id"),
                row.getLong("order_id"),
                UUID.fromString(row.getString("operation")),
                row.getLong("amount_nanos"),
                row.getLong("given_nanos"),
                row.getLong("committed_nanos"),
                RefundOfferState.byNumber(row.getInt("state")),
                row.getString("why"),
                row.getString("reference"),
                row.getString("link"),
                row.getLong("asked_at_ms"),
                row.getInt("tries"),
                row.getLong("next_at_ms"),
                row.getLong("created_at_ms"),
                row.getLong("changed_at_ms"));
    }
}
