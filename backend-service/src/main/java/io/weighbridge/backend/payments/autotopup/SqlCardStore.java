package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.payments.provider.CardOnFile;
import io.weighbridge.backend.payments.store.SqlDisarming;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.sql.Database;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Saved cards, and what their owners agreed to, in SQL.
public final class SqlCardStore implements CardStore {
    private static final String CARDS =
            """
            SELECT s.*, c.consented_at_ms FROM saved_card s
            JOIN card_consent c ON c.order_id = s.order_id
            """;
    private static final String INSERT_CARD =
            """
            INSERT INTO saved_card (id, account_id, provider, customer, method, brand, last4,
                expiry, order_id, saved_at_ms, removed_at_ms, forgotten_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
            """;

    private final Database database;

    public SqlCardStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Consent> consents(long nowMs, int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT c.*, p.reference FROM card_consent c
                                        JOIN topup_order o ON o.id = c.order_id
                                        JOIN payment_checkout p ON p.order_id = c.order_id
                                            AND p.provider = c.provider
                                            AND p.number = coalesce((
                                                SELECT max(q.number) FROM payment_checkout q
                                                JOIN payment y ON y.order_id = q.order_id
                                                    AND y.provider = q.provider
                                                    AND y.checkout = q.reference
                                                WHERE q.order_id = c.order_id
                                                    AND q.provider = c.provider AND q.kind = 2
                                            ), (
                                                SELECT max(q.number) FROM payment_checkout q
                                                WHERE q.order_id = c.order_id
                                                    AND q.provider = c.provider
                                            ))
                                        WHERE c.state = 1 AND c.next_ask_ms <= :now AND o.state = 3
                                            AND p.reference <> ''
                                        ORDER BY c.next_ask_ms, c.order_id LIMIT :most
                                        """)
                                .bind("now", nowMs)
                                .bind("most", most)
                                .map(
                                        (row, context) ->
                                                new Consent(
                                                        row.getLong("order_id"),
                                                        row.getLong("account_id"),
                                                        row.getString("provider"),
                                                        row.getString("reference"),
                                                        row.getLong("consented_at_ms"),
                                                        row.getInt("asked")))
                                .list());
    }

    @Override
    public void askedForCard(Consent consent, long nextAskMs) {
        database.inGroup(
                handle ->
                        handle.execute(
                                "UPDATE card_consent SET asked = asked + 1, next_ask_ms = ?"
                                        + " WHERE order_id = ?",
                                nextAskMs,
                                consent.orderId()));
    }

    @Override
    public void save(Consent consent, @Nullable KeptCard card, Change change) {
        database.inGroup(
                handle -> {
                    int open =
                            handle.execute(
                                    "UPDATE card_consent SET state = ?"
                                            + " WHERE order_id = ? AND state = 1",
                                    card == null ? 3 : 2,
                                    consent.orderId());
                    if (open == 1 && card != null) {
                        insert(handle, card);
                        SqlAuditTrail.append(handle, change);
                    }
                    return true;
                });
    }

    private static void insert(Handle handle, KeptCard card) {
        handle.execute(
                INSERT_CARD,
                card.id(),
                card.accountId(),
                card.provider(),
                card.card().customer(),
                card.card().method(),
                card.card().brand(),
                card.card().last4(),
                card.card().expiry(),
                card.orderId(),
                card.savedAtMs());
    }

    @Override
    public Optional<KeptCard> card(long id) {
        return database.read(
                handle ->
                        handle.createQuery(CARDS + " WHERE s.id = :id")
                                .bind("id", id)
                                .map((row, context) -> card(row))
                                .findOne());
    }

    @Override
    public List<KeptCard> cards(long accountId) {
        return database.read(handle -> cards(handle, accountId));
    }

    private static List<KeptCard> cards(Handle handle, long accountId) {
        return handle.createQuery(
                        CARDS
                                + " WHERE s.account_id = :account AND s.removed_at_ms = 0"
                                + " ORDER BY s.id DESC LIMIT 100")
                .bind("account", accountId)
                .map((row, context) -> card(row))
                .list();
    }

    @Override
    public void remove(KeptCard card, long atMs, Act act, Change change, long noticeId) {
        database.inGroup(
                handle -> {
                    boolean isCharged =
                            cards(handle, card.accountId()).stream()
                                    .limit(1)
                                    .anyMatch(each -> each.id() == card.id());
                    int removed =
                            handle.execute(
                                    "UPDATE saved_card SET removed_at_ms = ?"
                                            + " WHERE id = ? AND removed_at_ms = 0",
                                    atMs,
                                    card.id());
                    if (removed == 1) {
                        SqlAuditTrail.append(handle, change);
                        // Not charged by way of another: it may be the same one, saved twice.
                        if (isCharged) {
                            String why = "the saved card was removed";
                            SqlDisarming.disarm(handle, card.accountId(), why, atMs, act, noticeId);
                        }
                    }
                    return true;
                });
    }

    @Override
    public List<KeptCard> toForget(String provider, int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        CARDS
                                                + " WHERE s.removed_at_ms > 0"
                                                + " AND s.forgotten_at_ms = 0"
                                                + " AND s.provider = :provider"
                                                + " ORDER BY s.id LIMIT :most")
                                .bind("provider", provider)
                                .bind("most", most)
                                .map((row, context) -> card(row))
                                .list());
    }

    @Override
    public void forgotten(KeptCard card, long atMs) {
        database.inGroup(
                handle ->
                        handle.execute(
                                "UPDATE saved_card SET forgotten_at_ms = ? WHERE id = ?",
                                atMs,
                                card.id()));
    }

    private static KeptCard card(ResultSet row) throws SQLException {
        return new KeptCard(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("provider"),
                new CardOnFile(
                        row.getString("customer"),
                        row.getString("method"),
                        row.getString("brand"),
                        row.getString("last4"),
                        row.getString("expiry")),
                row.getLong("order_id"),
                row.getLong("consented_at_ms"),
                row.getLong("saved_at_ms"),
                row.getLong("removed_at_ms"));
    }
}
