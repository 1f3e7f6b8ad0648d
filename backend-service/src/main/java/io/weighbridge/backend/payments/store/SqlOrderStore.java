package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Orders and their checkouts in SQL.
public final class SqlOrderStore implements OrderStore {
    private static final String INSERT =
            """
            INSERT INTO topup_order (id, account_id, amount_nanos, fee_nanos, currency, note, state,
                why, created_at_ms, expires_at_ms, changed_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE =
            """
            UPDATE topup_order SET amount_nanos = ?, fee_nanos = ?, state = ?, why = ?,
                changed_at_ms = ?
            WHERE id = ?
            """;
    private static final String PUT_CHECKOUT =
            """
            INSERT INTO payment_checkout (order_id, provider, number, reference, page,
                expires_at_ms, opened_at_ms, asked, next_ask_ms, kind, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
            ON CONFLICT (order_id, provider, number) DO UPDATE SET reference = excluded.reference,
                page = excluded.page, expires_at_ms = excluded.expires_at_ms,
                next_ask_ms = excluded.next_ask_ms, kind = excluded.kind
            WHERE excluded.reference <> '' OR payment_checkout.reference = ''
            """;

    private static final String CONSENT =
            """
            INSERT INTO card_consent (order_id, account_id, provider, consented_at_ms, state, asked,
                next_ask_ms)
            SELECT id, account_id, ?, ?, 1, 0, 0 FROM topup_order WHERE id = ?
            ON CONFLICT (order_id) DO NOTHING
            """;

    private final Database database;

    public SqlOrderStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(Order order, Change change) {
        database.inGroup(
                handle -> {
                    add(handle, order, change);
                    return true;
                });
    }

    /// Adds one in a transaction of more.
    public static void add(Handle handle, Order order, Change change) {
        handle.execute(
                INSERT,
                order.id(),
                order.accountId(),
                order.amountNanos(),
                order.feeNanos(),
                order.currency(),
                order.note(),
                order.state().number(),
                order.why(),
                order.createdAtMs(),
                order.expiresAtMs(),
                order.changedAtMs());
        SqlAuditTrail.append(handle, change);
    }

    @Override
    public void replace(Order order) {
        database.inGroup(handle -> replace(handle, order));
    }

    @Override
    public void replace(Order order, Change change) {
        database.inGroup(
                handle -> {
                    replace(handle, order);
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    /// Replaces one in a transaction of more.
    public static int replace(Handle handle, Order order) {
        return handle.execute(
                UPDATE,
                order.amountNanos(),
                order.feeNanos(),
                order.state().number(),
                order.why(),
                order.changedAtMs(),
                order.id());
    }

    @Override
    public Optional<Order> find(long id) {
        return database.read(handle -> find(handle, id));
    }

    private static Optional<Order> find(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM topup_order WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> fromRow(row))
                .findOne();
    }

    @Override
    public Optional<OrderStanding> standing(long id) {
        return database.read(
                handle ->
                        find(handle, id)
                                .map(
                                        order ->
                                                new OrderStanding(
                                                        order,
                                                        checkouts(handle, id),
                                                        SqlPaymentStore.of(handle, id))));
    }

    @Override
    public Page<Order> list(long accountId, PageKey page) {
        String of = accountId == 0 ? "" : " AND account_id = :account";
        return PageReader.falling(
                database,
                page,
                "SELECT * FROM topup_order WHERE id < :before"
                        + of
                        + " ORDER BY id DESC LIMIT :limit",
                Map.of("account", accountId),
                (row, context) -> fromRow(row),
                Order::id);
    }

    @Override
    public List<Order> overdue(long nowMs, int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT * FROM topup_order
                                        WHERE state = 1 AND expires_at_ms <= :now
                                        ORDER BY expires_at_ms LIMIT :most
                                        """)
                                .bind("now", nowMs)
                                .bind("most", most)
                                .map((row, context) -> fromRow(row))
                                .list());
    }

    @Override
    public long countOpen() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT count(*) FROM topup_order WHERE state = 1")
                                .mapTo(Long.class)
                                .one());
    }

    @Override
    public List<OpenedCheckout> checkouts(long orderId) {
        return database.read(handle -> checkouts(handle, orderId));
    }

    private static List<OpenedCheckout> checkouts(Handle handle, long orderId) {
        return handle.createQuery(
                        "SELECT * FROM payment_checkout WHERE order_id = :order"
                                + " ORDER BY opened_at_ms, provider, number")
                .bind("order", orderId)
                .map((row, context) -> checkout(row))
                .list();
    }

    @Override
    public boolean isBeingCharged(long orderId) {
        return database.read(
                handle ->
                        handle.createQuery(
                                                "SELECT count(*) FROM auto_attempt"
                                                        + " WHERE order_id = :order"
                                                        + " AND ended_at_ms = 0")
                                        .bind("order", orderId)
                                        .mapTo(int.class)
                                        .one()
                                > 0);
    }

    @Override
    public void put(OpenedCheckout checkout, long nextAskMs) {
        database.inGroup(
                handle -> {
                    put(handle, checkout, nextAskMs);
                    return true;
                });
    }

    /// Puts one in a transaction of more; what the customer agreed to with it.
    public static void put(Handle handle, OpenedCheckout checkout, long nextAskMs) {
        int written =
                handle.execute(
                        PUT_CHECKOUT,
                        checkout.orderId(),
                        checkout.provider(),
                        checkout.number(),
                        checkout.reference(),
                        checkout.page(),
                        checkout.expiresAtMs(),
                        checkout.openedAtMs(),
                        nextAskMs,
                        checkout.kind().number(),
                        checkout.state().number());
        if (written == 0) {
            return;
        }
        if (checkout.kind() == CheckoutKind.SAVING_PAGE) {
            handle.execute(CONSENT, checkout.provider(), checkout.openedAtMs(), checkout.orderId());
        } else {
            // Chosen again without it, nothing is agreed to.
            handle.execute(
                    "DELETE FROM card_consent WHERE order_id = ? AND provider = ? AND state = 1",
                    checkout.orderId(),
                    checkout.provider());
        }
    }

    /// Writes how far a checkout is in a transaction of more.
    static void state(Handle handle, OpenedCheckout checkout) {
        handle.execute(
                "UPDATE payment_checkout SET state = ?"
                        + " WHERE order_id = ? AND provider = ? AND number = ?",
                checkout.state().number(),
                checkout.orderId(),
                checkout.provider(),
                checkout.number());
    }

    @Override
    public List<ToAsk> toAsk(String provider, long nowMs, int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT * FROM payment_checkout
                                        WHERE next_ask_ms > 0 AND next_ask_ms <= :now
                                            AND provider = :provider
                                        ORDER BY next_ask_ms LIMIT :most
                                        """)
                                .bind("provider", provider)
                                .bind("now", nowMs)
                                .bind("most", most)
                                .map(
                                        (row, context) ->
                                                new ToAsk(checkout(row), row.getInt("asked")))
                                .list());
    }

    @Override
    public void asked(OpenedCheckout checkout, long nextAskMs) {
        database.inGroup(
                handle ->
                        handle.execute(
                                "UPDATE payment_checkout SET asked = asked + 1, next_ask_ms = ?"
                                        + " WHERE order_id = ? AND provider = ? AND number = ?",
                                nextAskMs,
                                checkout.orderId(),
                                checkout.provider(),
                                checkout.number()));
    }

    @Override
    public void askFrom(long orderId, String provider, long nextAskMs, Change change) {
        database.inGroup(
                handle -> {
                    handle.execute(
                            "UPDATE payment_checkout SET asked = 0, next_ask_ms = ?"
                                    + " WHERE order_id = ? AND provider = ?",
                            nextAskMs,
                            orderId,
                            provider);
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    private static OpenedCheckout checkout(ResultSet row) throws SQLException {
        return new OpenedCheckout(
                row.getLong("order_id"),
                row.getString("provider"),
                row.getInt("number"),
                row.getString("reference"),
                row.getString("page"),
                row.getLong("expires_at_ms"),
                row.getLong("opened_at_ms"),
                CheckoutKind.byNumber(row.getInt("kind")),
                CheckoutState.byNumber(row.getInt("state")));
    }

    private static Order fromRow(ResultSet row) throws SQLException {
        return new Order(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getLong("amount_nanos"),
                row.getLong("fee_nanos"),
                row.getString("currency"),
                row.getString("note"),
                OrderState.byNumber(row.getInt("state")),
                row.getString("why"),
                row.getLong("created_at_ms"),
                row.getLong("expires_at_ms"),
                row.getLong("changed_at_ms"));
    }
}
