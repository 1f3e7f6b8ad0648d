package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Adjustment;
import io.weighbridge.backend.ledger.accounts.Asked;
import io.weighbridge.backend.ledger.accounts.PaymentRefund;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;
import io.weighbridge.backend.platform.sql.SqlBytes;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Approvals and limits in SQL.
public final class SqlApprovalStore implements ApprovalStore {
    private static final String INSERT =
            """
            INSERT INTO adjustment_approval (id, state, operation_id, account_id, amount_nanos,
                credit_expires_ms, reason, note, request_hash, requester_id, requester_person,
                requested_at_ms, expires_at_ms, decider_id, decider_person, decided_at_ms, outcome,
                order_id, payment_id, even_below_zero)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE =
            """
            UPDATE adjustment_approval SET state = ?, decider_id = ?, decider_person = ?,
                decided_at_ms = ?, outcome = ?
            WHERE id = ? AND state = ?
            """;
    private static final String LIST =
            """
            SELECT * FROM adjustment_approval
            WHERE id < :before AND (NOT :pending OR (state = 1 AND expires_at_ms > :now))
            ORDER BY id DESC LIMIT :limit
            """;
    private static final String SET_LIMIT =
            """
            INSERT INTO adjustment_limit (role, single_nanos, day_nanos) VALUES (?, ?, ?)
            ON CONFLICT (role) DO UPDATE SET single_nanos = excluded.single_nanos,
                day_nanos = excluded.day_nanos
            """;

    private static final String FORGET_USES =
            """
            DELETE FROM adjustment_use WHERE operation_id IN (
                SELECT operation_id FROM adjustment_use WHERE at_ms < ? LIMIT ?)
            """;

    // In both columns of a limit: there is none.
    private static final long UNLIMITED = -1;

    private final Database database;

    public SqlApprovalStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Approval> find(long id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM adjustment_approval WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> fromRow(row))
                                .findOne());
    }

    @Override
    public Optional<Approval> byOperation(UUID operationId) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM adjustment_approval WHERE operation_id = :id")
                                .bind("id", SqlBytes.of(operationId))
                                .map((row, context) -> fromRow(row))
                                .findOne());
    }

    @Override
    public Page<Approval> list(boolean pendingOnly, long nowMs, PageKey page) {
        return PageReader.falling(
                database,
                page,
                LIST,
                Map.of("pending", pendingOnly, "now", nowMs),
                (row, context) -> fromRow(row),
                Approval::id);
    }

    @Override
    public List<Approval> approved() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM adjustment_approval WHERE state = 2 ORDER BY id")
                                .map((row, context) -> fromRow(row))
                                .list());
    }

    @Override
    public long pending(long requesterId, long nowMs) {
        String sql =
                "SELECT count(*) FROM adjustment_approval"
                        + " WHERE state = 1 AND expires_at_ms > :now AND requester_id = :id";
        return database.read(
                handle ->
                        handle.createQuery(sql)
                                .bind("now", nowMs)
                                .bind("id", requesterId)
                                .mapTo(Long.class)
                                .one());
    }

    // What only the one or the other kind of request has.
    private record Columns(
            long creditExpiresMs, int reason, long orderId, long paymentId, int evenBelowZero) {
        static Columns of(Asked asked) {
            return switch (asked) {
                case Adjustment adjustment ->
                        new Columns(
                                adjustment.expiresAtMs(), adjustment.reason().number(), 0, 0, 0);
                case PaymentRefund refund ->
                        new Columns(
                                0,
                                0,
                                refund.orderId(),
                                refund.paymentId(),
                                refund.evenBelowZero() ? 1 : 0);
            };
        }
    }

    @Override
    public void add(Approval approval, Change change) {
        Asked asked = approval.asked();
        Columns columns = Columns.of(asked);
        database.inTransaction(
                handle -> {
                    handle.execute(
                            INSERT,
                            approval.id(),
                            approval.state().number(),
                            SqlBytes.of(asked.operationId()),
                            asked.accountId(),
                            asked.amountNanos(),
                            columns.creditExpiresMs(),
                            columns.reason(),
                            asked.note(),
                            HexFormat.of().parseHex(approval.requestHash()),
                            approval.requesterId(),
                            approval.requesterPerson(),
                            approval.requestedAtMs(),
                            approval.expiresAtMs(),
                            approval.deciderId(),
                            approval.deciderPerson(),
                            approval.decidedAtMs(),
                            approval.outcome(),
                            columns.orderId(),
                            columns.paymentId(),
                            columns.evenBelowZero());
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public boolean replace(Approval approval, ApprovalState from, @Nullable Change change) {
        return database.inTransaction(
                handle -> {
                    boolean replaced =
                            handle.execute(
                                            UPDATE,
                                            approval.state().number(),
                                            approval.deciderId(),
                                            approval.deciderPerson(),
                                            approval.decidedAtMs(),
                                            approval.outcome(),
                                            approval.id(),
                                            from.number())
                                    == 1;
                    if (replaced && change != null) {
                        SqlAuditTrail.append(handle, change);
                    }
                    return replaced;
                });
    }

    @Override
    public Map<Role, AdjustmentLimit> limits() {
        return database.read(
                handle -> {
                    Map<Role, AdjustmentLimit> limits = new EnumMap<>(Role.class);
                    handle.createQuery("SELECT * FROM adjustment_limit")
                            .map(
                                    (row, context) ->
                                            limits.put(
                                                    Objects.requireNonNull(
                                                            Role.byNumber(row.getInt("role"))),
                                                    limit(
                                                            row.getLong("single_nanos"),
                                                            row.getLong("day_nanos"))))
                            .list();
                    return limits;
                });
    }

    private static AdjustmentLimit limit(long singleNanos, long dayNanos) {
        return singleNanos == UNLIMITED
                ? AdjustmentLimit.UNLIMITED
                : new AdjustmentLimit(false, singleNanos, dayNanos);
    }

    @Override
    public void set(Role role, AdjustmentLimit limit, Change change) {
        database.inTransaction(
                handle -> {
                    handle.execute(
                            SET_LIMIT,
                            role.number(),
                            limit.unlimited() ? UNLIMITED : limit.singleNanos(),
                            limit.unlimited() ? UNLIMITED : limit.dayNanos());
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public Optional<Use> use(UUID operationId) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM adjustment_use WHERE operation_id = :id")
                                .bind("id", SqlBytes.of(operationId))
                                .map(
                                        (row, context) ->
                                                new Use(
                                                        row.getString("person"),
                                                        row.getLong("at_ms"),
                                                        row.getLong("amount_nanos")))
                                .findOne());
    }

    @Override
    public long usedSince(String person, long fromMs) {
        String sql =
                "SELECT coalesce(sum(amount_nanos), 0) FROM adjustment_use"
                        + " WHERE person = :person AND at_ms > :from";
        return database.read(
                handle ->
                        handle.createQuery(sql)
                                .bind("person", person)
                                .bind("from", fromMs)
                                .mapTo(Long.class)
                                .one());
    }

    @Override
    public void addUse(UUID operationId, Use use) {
        database.inTransaction(
                handle ->
                        handle.execute(
                                "INSERT INTO adjustment_use (operation_id, person, at_ms,"
                                        + " amount_nanos) VALUES (?, ?, ?, ?)",
                                SqlBytes.of(operationId),
                                use.person(),
                                use.atMs(),
                                use.amountNanos()));
    }

    @Override
    public int forgetUses(long beforeMs, int most) {
        return database.inTransaction(handle -> handle.execute(FORGET_USES, beforeMs, most));
    }

    @Override
    public void removeUse(UUID operationId) {
        database.inTransaction(
                handle ->
                        handle.execute(
                                "DELETE FROM adjustment_use WHERE operation_id = ?",
                                SqlBytes.of(operationId)));
    }

    private static Approval fromRow(ResultSet row) throws SQLException {
        return new Approval(
                row.getLong("id"),
                ApprovalState.byNumber(row.getInt("state")),
                asked(row),
                HexFormat.of().formatHex(row.getBytes("request_hash")),
                row.getLong("requester_id"),
                row.getString("requester_person"),
                row.getLong("requested_at_ms"),
                row.getLong("expires_at_ms"),
                row.getLong("decider_id"),
                row.getString("decider_person"),
                row.getLong("decided_at_ms"),
                row.getString("outcome"));
    }

    private static Asked asked(ResultSet row) throws SQLException {
        UUID operationId = SqlBytes.toUuid(row.getBytes("operation_id"));
        long paymentId = row.getLong("payment_id");
        return paymentId == 0
                ? new Adjustment(
                        row.getLong("account_id"),
                        operationId,
                        row.getLong("amount_nanos"),
                        row.getLong("credit_expires_ms"),
                        AdjustmentReason.byNumber(row.getInt("reason")),
                        row.getString("note"))
                : new PaymentRefund(
                        row.getLong("account_id"),
                        row.getLong("order_id"),
                        paymentId,
                        operationId,
                        row.getLong("amount_nanos"),
                        row.getInt("even_below_zero") != 0,
                        row.getString("note"));
    }
}
