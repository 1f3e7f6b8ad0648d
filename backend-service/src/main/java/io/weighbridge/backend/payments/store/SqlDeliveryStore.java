package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.notices.SqlNoticeRows;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;
import io.weighbridge.model.IdKind;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Deliveries in SQL.
public final class SqlDeliveryStore implements DeliveryStore {
    // All but the body.
    private static final String COLUMNS =
            "id, provider, event_id, type, about, received_at_ms, times, state, reason, waits_for,"
                    + " attempts, next_at_ms, decided_at_ms, order_id";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM payment_delivery ";
    private static final String RECEIVE =
            """
            INSERT INTO payment_delivery (id, provider, event_id, type, about, body,
                received_at_ms, times, state, reason, waits_for, attempts, next_at_ms,
                decided_at_ms, order_id)
            VALUES (:id, :provider, :event, :type, :about, :body, :received, 1, :state, '', '', 0,
                :next, 0, 0)
            ON CONFLICT (provider, event_id) DO UPDATE SET times = payment_delivery.times + 1
            RETURNING\s"""
                    + COLUMNS;
    private static final String UPDATE =
            """
            UPDATE payment_delivery SET state = ?, reason = ?, waits_for = ?, attempts = ?,
                next_at_ms = ?, decided_at_ms = ?, order_id = ?
            WHERE id = ? AND state = ?
            """;

    private static final String FORGET =
            """
            UPDATE payment_delivery SET body = ?
            WHERE id > ? AND id <= ? AND state IN (?, ?, ?) AND length(body) > 0
            """;

    private final Database database;

    public SqlDeliveryStore(Database database) {
        this.database = database;
    }

    @Override
    public Delivery receive(Delivery fresh, byte[] body) {
        return database.inGroup(
                handle ->
                        handle.createQuery(RECEIVE)
                                .bind("id", fresh.id())
                                .bind("provider", fresh.provider())
                                .bind("event", fresh.eventId())
                                .bind("type", fresh.type())
                                .bind("about", fresh.about())
                                .bind("body", body)
                                .bind("received", fresh.receivedAtMs())
                                .bind("state", fresh.state().number())
                                .bind("next", fresh.nextAtMs())
                                .map((row, context) -> fromRow(row))
                                .one());
    }

    @Override
    public Optional<Delivery> find(long id) {
        return database.read(
                handle ->
                        handle.createQuery(SELECT + "WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> fromRow(row))
                                .findOne());
    }

    @Override
    public Optional<byte[]> body(long id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT body FROM payment_delivery WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> row.getBytes(1))
                                .findOne());
    }

    @Override
    public boolean put(DeliveryDecision decision) {
        return database.inGroup(handle -> put(handle, decision));
    }

    @Override
    public boolean put(DeliveryDecision decision, Change change) {
        return database.inGroup(
                handle -> {
                    boolean written = put(handle, decision);
                    if (written) {
                        SqlAuditTrail.append(handle, change);
                    }
                    return written;
                });
    }

    static boolean put(Handle handle, DeliveryDecision decision) {
        Delivery delivery = decision.now();
        int rows =
                handle.execute(
                        UPDATE,
                        delivery.state().number(),
                        delivery.reason(),
                        delivery.waitsFor(),
                        delivery.attempts(),
                        delivery.nextAtMs(),
                        delivery.decidedAtMs(),
                        delivery.orderId(),
                        delivery.id(),
                        decision.from().number());
        if (rows == 1 && delivery.state() == DeliveryState.UNMATCHED) {
            SqlNoticeRows.add(handle, unmatched(handle, delivery));
        }
        return rows == 1;
    }

    // Under the delivery's own id, so that one that fits nothing again is told of once.
    private static Notice unmatched(Handle handle, Delivery delivery) {
        long account =
                handle.createQuery("SELECT account_id FROM topup_order WHERE id = :order")
                        .bind("order", delivery.orderId())
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(0L);
        return new Notice(
                delivery.id(),
                account,
                delivery.decidedAtMs(),
                NoticeKind.PAYMENT_UNMATCHED,
                0,
                IdKind.DELIVERY.format(delivery.id()) + ": " + delivery.reason());
    }

    // Also those that waited in vain for a day.
    static void wake(Handle handle, Payment payment, long atMs) {
        handle.execute(
                "UPDATE payment_delivery SET next_at_ms = ?, state = ?, decided_at_ms = 0"
                        + " WHERE provider = ? AND waits_for = ? AND waits_for <> ''"
                        + " AND state IN (?, ?)",
                atMs,
                DeliveryState.WAITING.number(),
                payment.provider(),
                payment.reference(),
                DeliveryState.WAITING.number(),
                DeliveryState.UNMATCHED.number());
    }

    @Override
    public long forgetBodies(long afterId, long receivedBeforeMs, int most) {
        List<Long> old =
                database.read(
                        handle ->
                                handle
                                        .createQuery(
                                                "SELECT id, received_at_ms FROM payment_delivery"
                                                        + " WHERE id > :after ORDER BY id LIMIT :most")
                                        .bind("after", afterId)
                                        .bind("most", most)
                                        .map(
                                                (row, context) ->
                                                        row.getLong(2) < receivedBeforeMs
                                                                ? row.getLong(1)
                                                                : 0)
                                        .stream()
                                        .takeWhile(id -> id != 0)
                                        .toList());
        if (old.isEmpty()) {
            return 0;
        }
        var _ =
                database.inGroup(
                        handle ->
                                handle.execute(
                                        FORGET,
                                        new byte[0],
                                        afterId,
                                        old.getLast(),
                                        DeliveryState.HANDLED.number(),
                                        DeliveryState.OF_NO_INTEREST.number(),
                                        DeliveryState.ASSIGNED.number()));
        return old.getLast();
    }

    @Override
    public List<Delivery> due(long nowMs, int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        SELECT
                                                + "WHERE next_at_ms > 0 AND next_at_ms <= :now"
                                                + " ORDER BY next_at_ms, id LIMIT :most")
                                .bind("now", nowMs)
                                .bind("most", most)
                                .map((row, context) -> fromRow(row))
                                .list());
    }

    @Override
    public List<Delivery> waitingFor(String provider, long orderId) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        SELECT
                                                + "WHERE provider = :provider AND waits_for <> ''"
                                                + " AND waits_for IN (SELECT reference FROM payment"
                                                + " WHERE order_id = :order AND provider = :provider)"
                                                + " AND state = :state ORDER BY id")
                                .bind("provider", provider)
                                .bind("order", orderId)
                                .bind("state", DeliveryState.WAITING.number())
                                .map((row, context) -> fromRow(row))
                                .list());
    }

    @Override
    public Map<DeliveryState, Long> waiting() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT state, count(*) FROM payment_delivery
                                        WHERE state IN (:stored, :waiting, :unmatched)
                                        GROUP BY state
                                        """)
                                .bind("stored", DeliveryState.STORED.number())
                                .bind("waiting", DeliveryState.WAITING.number())
                                .bind("unmatched", DeliveryState.UNMATCHED.number())
                                .reduceRows(
                                        new EnumMap<>(DeliveryState.class),
                                        (all, row) -> {
                                            all.put(
                                                    DeliveryState.byNumber(
                                                            row.getColumn(1, Integer.class)),
                                                    row.getColumn(2, Long.class));
                                            return all;
                                        }));
    }

    @Override
    public Page<Delivery> list(@Nullable DeliveryState state, long orderId, PageKey page) {
        String in = state == null ? "" : " AND state = " + state.number();
        String of = orderId == 0 ? "" : " AND order_id = " + orderId;
        return PageReader.falling(
                database,
                page,
                SELECT + "WHERE id < :before" + in + of + " ORDER BY id DESC LIMIT :limit",
                Map.of(),
                (row, context) -> fromRow(row),
                Delivery::id);
    }

    private static Delivery fromRow(ResultSet row) throws SQLException {
        return new Delivery(
                row.getLong("id"),
                row.getString("provider"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("about"),
                row.getLong("received_at_ms"),
                row.getInt("times"),
                DeliveryState.byNumber(row.getInt("state")),
                row.getString("reason"),
                row.getString("waits_for"),
                row.getInt("attempts"),
                row.getLong("next_at_ms"),
                row.getLong("decided_at_ms"),
                row.getLong("order_id"));
    }
}
