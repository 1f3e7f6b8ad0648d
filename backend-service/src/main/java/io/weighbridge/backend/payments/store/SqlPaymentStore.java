package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.SqlNoticeRows;
import io.weighbridge.backend.payments.provider.Told;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Payments, their moves, disputes and receipts in SQL.
public final class SqlPaymentStore implements PaymentStore {
    private static final String PUT_PAYMENT =
            """
            INSERT INTO payment (id, order_id, account_id, provider, reference, checkout,
                arrived_nanos, refunded_nanos, disputed_nanos, credited_nanos, steps, receipt,
                created_at_ms, changed_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET arrived_nanos = excluded.arrived_nanos,
                refunded_nanos = excluded.refunded_nanos, disputed_nanos = excluded.disputed_nanos,
                credited_nanos = excluded.credited_nanos, steps = excluded.steps,
                changed_at_ms = excluded.changed_at_ms
            """;
    // A step is planned once: a second plan for it is a fault, and nothing is written.
    private static final String PLAN =
            """
            INSERT INTO payment_move (payment_id, step, amount_nanos, planned_at_ms, done_at_ms,
                grant_id, balance_nanos)
            VALUES (?, ?, ?, ?, 0, 0, 0)
            """;
    private static final String DONE =
            """
            UPDATE payment_move SET done_at_ms = ?, grant_id = ?, balance_nanos = ?
            WHERE payment_id = ? AND step = ? AND done_at_ms = 0
            """;
    private static final String PUT_DISPUTE =
            """
            INSERT INTO payment_dispute (payment_id, reference, amount_nanos, stage, reason,
                opened_at_ms, changed_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (payment_id, reference) DO UPDATE SET amount_nanos = excluded.amount_nanos,
                stage = excluded.stage, reason = excluded.reason,
                changed_at_ms = excluded.changed_at_ms
            """;
    private static final String RECEIPT =
            """
            INSERT INTO payment_receipt (year, number, payment_id, made_at_ms)
            SELECT :year, coalesce(max(number), 0) + 1, :payment, :at FROM payment_receipt
                WHERE year = :year
            RETURNING number
            """;

    private final Database database;

    public SqlPaymentStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Payment> find(long id) {
        return database.read(handle -> find(handle, id));
    }

    private static Optional<Payment> find(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM payment WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> fromRow(row))
                .findOne();
    }

    @Override
    public Optional<Payment> find(String provider, String reference) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM payment WHERE provider = :provider"
                                                + " AND reference = :reference")
                                .bind("provider", provider)
                                .bind("reference", reference)
                                .map((row, context) -> fromRow(row))
                                .findOne());
    }

    @Override
    public List<Payment> of(long orderId) {
        return database.read(handle -> of(handle, orderId));
    }

    static List<Payment> of(Handle handle, long orderId) {
        return handle.createQuery("SELECT * FROM payment WHERE order_id = :order ORDER BY id")
                .bind("order", orderId)
                .map((row, context) -> fromRow(row))
                .list();
    }

    @Override
    public Page<Payment> list(long accountId, PageKey page) {
        String of = accountId == 0 ? "" : " AND account_id = " + accountId;
        return PageReader.falling(
                database,
                page,
                "SELECT * FROM payment WHERE id < :before" + of + " ORDER BY id DESC LIMIT :limit",
                Map.of(),
                (row, context) -> fromRow(row),
                Payment::id);
    }

    @Override
    public List<Move> moves(long paymentId) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM payment_move WHERE payment_id = :payment"
                                                + " ORDER BY step")
                                .bind("payment", paymentId)
                                .map((row, context) -> move(row))
                                .list());
    }

    @Override
    public List<Move> planned(int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM payment_move WHERE done_at_ms = 0"
                                                + " ORDER BY payment_id, step LIMIT :most")
                                .bind("most", most)
                                .map((row, context) -> move(row))
                                .list());
    }

    @Override
    public List<HeldDispute> disputes(long paymentId) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM payment_dispute WHERE payment_id = :payment"
                                                + " ORDER BY opened_at_ms, reference")
                                .bind("payment", paymentId)
                                .map((row, context) -> dispute(row))
                                .list());
    }

    @Override
    public Page<HeldDispute> listDisputes(PageKey page) {
        List<HeldDispute> rows =
                database.read(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT * FROM payment_dispute
                                                WHERE payment_id < :before
                                                    OR (payment_id = :before AND reference > :text)
                                                ORDER BY payment_id DESC, reference LIMIT :limit
                                                """)
                                        .bind("before", page.after(0, Long.MAX_VALUE))
                                        .bind("text", page.afterText())
                                        .bind("limit", page.limit())
                                        .map((row, context) -> dispute(row))
                                        .list());
        return Page.ofKeys(
                rows, page, row -> new long[] {row.paymentId()}, row -> row.dispute().id());
    }

    @Override
    public void record(Decided decided, long atMs, @Nullable Change change) {
        database.inGroup(
                handle -> {
                    write(handle, decided, atMs, change);
                    return true;
                });
    }

    static void write(Handle handle, Decided decided, long atMs, @Nullable Change change) {
        DeliveryDecision delivery = decided.delivery();
        // First, so that of two who decide one at once the second learns it.
        if (delivery != null && !SqlDeliveryStore.put(handle, delivery)) {
            throw delivery.lost();
        }
        if (decided.order() != null) {
            SqlOrderStore.replace(handle, decided.order());
        }
        decided.checkouts().forEach(each -> SqlOrderStore.state(handle, each));
        for (Payment payment : decided.payments()) {
            disarm(handle, payment, decided, atMs);
            put(handle, payment);
            SqlDeliveryStore.wake(handle, payment, atMs);
        }
        for (Move move : decided.moves()) {
            handle.execute(
                    PLAN, move.paymentId(), move.step(), move.amountNanos(), move.plannedAtMs());
        }
        decided.notices().forEach(notice -> SqlNoticeRows.add(handle, notice));
        for (HeldDispute held : decided.disputes()) {
            put(handle, held);
        }
        if (change != null) {
            SqlAuditTrail.append(handle, change);
        }
    }

    // Who takes money back shall not be charged again by itself, also when it was never credited.
    private static void disarm(Handle handle, Payment payment, Decided decided, long atMs) {
        boolean isTaken =
                decided.moves().stream()
                        .anyMatch(
                                move -> move.paymentId() == payment.id() && move.amountNanos() < 0);
        if (isTaken || isMoreTakenBack(handle, payment)) {
            String reason =
                    "payment "
                            + IdKind.PAYMENT.format(payment.id())
                            + " was "
                            + (payment.disputedNanos() > 0 ? "disputed" : "given back");
            SqlDisarming.disarm(
                    handle,
                    payment.accountId(),
                    reason,
                    atMs,
                    SqlDisarming.act(payment.provider()),
                    decided.endedNoticeId());
        }
    }

    // Compared with what is written: nothing is, of one that was heard of just now.
    private static boolean isMoreTakenBack(Handle handle, Payment payment) {
        if (payment.refundedNanos() == 0 && payment.disputedNanos() == 0) {
            return false;
        }
        Payment old = find(handle, payment.id()).orElse(null);
        return old == null
                || payment.refundedNanos() > old.refundedNanos()
                || payment.disputedNanos() > old.disputedNanos();
    }

    private static void put(Handle handle, Payment payment) {
        handle.execute(
                PUT_PAYMENT,
                payment.id(),
                payment.orderId(),
                payment.accountId(),
                payment.provider(),
                payment.reference(),
                payment.checkout(),
                payment.arrivedNanos(),
                payment.refundedNanos(),
                payment.disputedNanos(),
                payment.creditedNanos(),
                payment.steps(),
                payment.receipt(),
                payment.createdAtMs(),
                payment.changedAtMs());
    }

    private static void put(Handle handle, HeldDispute held) {
        handle.execute(
                PUT_DISPUTE,
                held.paymentId(),
                held.dispute().id(),
                held.dispute().amountNanos(),
                held.dispute().stage().number(),
                held.dispute().reason(),
                held.openedAtMs(),
                held.changedAtMs());
    }

    @Override
    public Payment done(Move move, int year, List<Notice> notices) {
        return database.inGroup(
                handle -> {
                    int done =
                            handle.execute(
                                    DONE,
                                    move.doneAtMs(),
                                    move.grantId(),
                                    move.balanceNanos(),
                                    move.paymentId(),
                                    move.step());
                    if (done == 1) {
                        notices.forEach(notice -> SqlNoticeRows.add(handle, notice));
                    }
                    Payment payment = find(handle, move.paymentId()).orElseThrow();
                    if (payment.receipt().isEmpty()) {
                        number(handle, move, year);
                        payment = find(handle, move.paymentId()).orElseThrow();
                    }
                    return payment;
                });
    }

    // One writer at a time, in one transaction with what it is for: no gap, and no number twice.
    private static void number(Handle handle, Move move, int year) {
        int number =
                handle.createQuery(RECEIPT)
                        .bind("year", year)
                        .bind("payment", move.paymentId())
                        .bind("at", move.doneAtMs())
                        .mapTo(int.class)
                        .one();
        handle.execute(
                """
                UPDATE payment SET receipt = ?, receipt_arrived_nanos = arrived_nanos,
                    receipt_credited_nanos = ?
                WHERE id = ?
                """,
                "%d-%06d".formatted(year, number),
                move.amountNanos(),
                move.paymentId());
    }

    private static Payment fromRow(ResultSet row) throws SQLException {
        return new Payment(
                row.getLong("id"),
                row.getLong("order_id"),
                row.getLong("account_id"),
                row.getString("provider"),
                row.getString("reference"),
                row.getString("checkout"),
                row.getLong("arrived_nanos"),
                row.getLong("refunded_nanos"),
                row.getLong("disputed_nanos"),
                row.getLong("credited_nanos"),
                row.getInt("steps"),
                row.getString("receipt"),
                row.getLong("receipt_arrived_nanos"),
                row.getLong("receipt_credited_nanos"),
                row.getLong("created_at_ms"),
                row.getLong("changed_at_ms"));
    }

    private static Move move(ResultSet row) throws SQLException {
        return new Move(
                row.getLong("payment_id"),
                row.getInt("step"),
                row.getLong("amount_nanos"),
                row.getLong("planned_at_ms"),
                row.getLong("done_at_ms"),
                row.getLong("grant_id"),
                row.getLong("balance_nanos"));
    }

    private static HeldDispute dispute(ResultSet row) throws SQLException {
        return new HeldDispute(
                row.getLong("payment_id"),
                new Told.Dispute(
                        row.getString("reference"),
                        row.getLong("amount_nanos"),
                        Told.Dispute.Stage.byNumber(row.getInt("stage")),
                        row.getString("reason")),
                row.getLong("opened_at_ms"),
                row.getLong("changed_at_ms"));
    }
}
