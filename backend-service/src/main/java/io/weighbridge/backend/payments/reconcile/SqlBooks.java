package io.weighbridge.backend.payments.reconcile;

import io.weighbridge.backend.payments.reconcile.OurPayment.LedgerMove;
import io.weighbridge.backend.payments.reconcile.OurPayment.OurMove;
import io.weighbridge.backend.payments.store.Move;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.SqlBytes;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Our books in SQL.
public final class SqlBooks implements Books {
    private static final String PAYMENTS =
            """
            SELECT p.id, p.order_id, p.account_id, p.provider, p.reference, p.arrived_nanos,
                p.refunded_nanos, p.disputed_nanos, p.credited_nanos, o.currency, o.amount_nanos,
                o.amount_nanos + o.fee_nanos AS total_nanos, o.state
            FROM payment p JOIN topup_order o ON o.id = p.order_id
            """;
    private static final String MOVES =
            """
            SELECT payment_id, step, amount_nanos, planned_at_ms, done_at_ms FROM payment_move
            WHERE payment_id IN (<ids>) ORDER BY payment_id, step
            """;
    // Below 100 are the ledger accounts of the installation itself: what left them is credit.
    private static final String OPERATIONS =
            """
            SELECT o.id, coalesce(e.account_id, 0) AS account_id,
                coalesce(e.amount_nanos, 0) AS entry_nanos,
                (SELECT coalesce(sum(CASE WHEN t.from_ledger < 100 THEN t.amount_nanos
                    WHEN t.to_ledger < 100 THEN -t.amount_nanos ELSE 0 END), 0)
                    FROM transfer t WHERE t.sequence = o.sequence) AS transferred_nanos
            FROM operation o LEFT JOIN account_entry e ON e.sequence = o.sequence
            WHERE o.id IN (<ids>)
            """;
    private static final String CHANGED =
            """
            SELECT id FROM payment
            WHERE provider = :provider AND changed_at_ms >= :from AND created_at_ms < :to
            """;

    private final Database database;

    public SqlBooks(Database database) {
        this.database = database;
    }

    private record Step(long paymentId, int step) {}

    @Override
    public List<OurPayment> find(String provider, List<String> references) {
        if (references.isEmpty()) {
            return List.of();
        }
        return database.read(
                handle ->
                        payments(
                                handle,
                                handle.createQuery(
                                                PAYMENTS
                                                        + "WHERE p.provider = :provider AND"
                                                        + " p.reference IN (<references>)")
                                        .bind("provider", provider)
                                        .bindList("references", references)));
    }

    @Override
    public List<OurPayment> find(List<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.read(
                handle ->
                        payments(
                                handle,
                                handle.createQuery(PAYMENTS + "WHERE p.id IN (<ids>)")
                                        .bindList("ids", ids)));
    }

    private static List<OurPayment> payments(Handle handle, Query query) {
        List<OurPayment> bare = query.map((row, context) -> payment(row)).list();
        if (bare.isEmpty()) {
            return bare;
        }
        Map<Long, List<OurMove>> moves = moves(handle, bare.stream().map(OurPayment::id).toList());
        return bare.stream()
                .map(each -> with(each, moves.getOrDefault(each.id(), List.of())))
                .toList();
    }

    private static Map<Long, List<OurMove>> moves(Handle handle, List<Long> payments) {
        Map<Long, List<OurMove>> bare = new HashMap<>();
        Map<UUID, Step> steps = new HashMap<>();
        handle.createQuery(MOVES)
                .bindList("ids", payments)
                .map(
                        (row, context) -> {
                            long payment = row.getLong("payment_id");
                            OurMove move = move(row);
                            bare.computeIfAbsent(payment, _ -> new ArrayList<>()).add(move);
                            return steps.put(
                                    Move.operationId(payment, move.step()),
                                    new Step(payment, move.step()));
                        })
                .list();
        Map<Step, LedgerMove> done = operations(handle, steps);
        bare.forEach(
                (payment, all) ->
                        all.replaceAll(
                                each ->
                                        new OurMove(
                                                each.step(),
                                                each.amountNanos(),
                                                each.plannedAtMs(),
                                                each.doneAtMs(),
                                                done.get(new Step(payment, each.step())))));
        return bare;
    }

    private static Map<Step, LedgerMove> operations(Handle handle, Map<UUID, Step> steps) {
        Map<Step, LedgerMove> done = new HashMap<>();
        if (!steps.isEmpty()) {
            handle.createQuery(OPERATIONS)
                    .bindList("ids", steps.keySet().stream().map(SqlBytes::of).toList())
                    .map(
                            (row, context) ->
                                    done.put(
                                            steps.get(SqlBytes.toUuid(row.getBytes("id"))),
                                            new LedgerMove(
                                                    row.getLong("account_id"),
                                                    row.getLong("entry_nanos"),
                                                    row.getLong("transferred_nanos"))))
                    .list();
        }
        return done;
    }

    @Override
    public long[] changed(String provider, long fromMs, long toMs) {
        return database.read(
                handle ->
                        handle
                                .createQuery(CHANGED)
                                .bind("provider", provider)
                                .bind("from", fromMs)
                                .bind("to", toMs)
                                .mapTo(long.class)
                                .stream()
                                .mapToLong(Long::longValue)
                                .toArray());
    }

    @Override
    public List<String> providers() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT DISTINCT provider FROM payment")
                                .mapTo(String.class)
                                .list());
    }

    private static OurPayment payment(ResultSet row) throws SQLException {
        return new OurPayment(
                row.getLong("id"),
                row.getLong("order_id"),
                row.getLong("account_id"),
                row.getString("provider"),
                row.getString("reference"),
                row.getLong("arrived_nanos"),
                row.getLong("refunded_nanos"),
                row.getLong("disputed_nanos"),
                row.getLong("credited_nanos"),
                row.getString("currency"),
                row.getLong("amount_nanos"),
                row.getLong("total_nanos"),
                row.getInt("state") == OrderState.PAID.number(),
                List.of());
    }

    private static OurPayment with(OurPayment bare, List<OurMove> moves) {
        return new OurPayment(
                bare.id(),
                bare.orderId(),
                bare.accountId(),
                bare.provider(),
                bare.reference(),
                bare.arrivedNanos(),
                bare.refundedNanos(),
                bare.disputedNanos(),
                bare.creditedNanos(),
                bare.currency(),
                bare.orderAmountNanos(),
                bare.orderTotalNanos(),
                bare.isPaid(),
                moves);
    }

    private static OurMove move(ResultSet row) throws SQLException {
        return new OurMove(
                row.getInt("step"),
                row.getLong("amount_nanos"),
                row.getLong("planned_at_ms"),
                row.getLong("done_at_ms"),
                null);
    }
}
