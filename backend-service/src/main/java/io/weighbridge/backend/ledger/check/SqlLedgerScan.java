package io.weighbridge.backend.ledger.check;

import io.weighbridge.backend.ledger.fact.EntryKind;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.ledger.journal.FrameVisitor;
import io.weighbridge.backend.ledger.journal.SqlJournal;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.model.RequestId;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Reads the ledger's tables row by row, all on one snapshot, beside a running service or on a
/// copy. Never writes.
final class SqlLedgerScan implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement requestState;
    private final long foldedSequence;

    private SqlLedgerScan(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        // The first read takes the snapshot.
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT folded_sequence FROM ledger_state")) {
            foldedSequence = rows.next() ? rows.getLong(1) : 0;
        }
        requestState = connection.prepareStatement("SELECT state FROM request WHERE id = ?");
    }

    /// @throws Fault STORE_UNAVAILABLE when there is none, or it cannot be read
    static SqlLedgerScan open(StoreAddress address) {
        Connection connection = Database.openReadOnly(address);
        try {
            return new SqlLedgerScan(connection);
        } catch (SQLException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw failed(e);
        }
    }

    /// The same within a transaction of somebody else's connection, which stays open.
    static SqlLedgerScan within(Connection connection) throws SQLException {
        return new SqlLedgerScan(connection);
    }

    private static Fault failed(SQLException e) {
        return Fault.storeUnavailable("the store cannot be read: " + e.getMessage(), e);
    }

    /// The last fact that SQL has.
    long foldedSequence() {
        return foldedSequence;
    }

    /// Visits the groups of a journal that is in the same database, on the same snapshot.
    void journal(FrameVisitor visitor) throws IOException {
        try {
            var _ = SqlJournal.read(connection, foldedSequence + 1, visitor);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @FunctionalInterface
    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    void each(String sql, Row row) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                row.read(rows);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    // What the transfers of one fact moved.
    private static String moved(String sequence) {
        return "(SELECT coalesce(sum(amount_nanos), 0) FROM transfer t WHERE t.sequence = "
                + sequence
                + ')';
    }

    // What they moved into grants and overdrafts, minus what they moved out.
    private static String movedOwn(String sequence) {
        return "(SELECT coalesce(sum(CASE WHEN to_ledger > 99 THEN amount_nanos ELSE 0 END"
                + " - CASE WHEN from_ledger > 99 THEN amount_nanos ELSE 0 END), 0)"
                + " FROM transfer t WHERE t.sequence = "
                + sequence
                + ')';
    }

    interface AccountRow {
        void row(long id, long overdraftLimitNanos, long version);
    }

    void accounts(AccountRow to) {
        each(
                "SELECT id, overdraft_limit_nanos, version FROM account",
                row -> to.row(row.getLong(1), row.getLong(2), row.getLong(3)));
    }

    interface BalanceRow {
        void row(long ledger, long accountId, long nanos);
    }

    void balances(BalanceRow to) {
        each(
                "SELECT id, account_id, balance_nanos FROM ledger_account",
                row -> to.row(row.getLong(1), row.getLong(2), row.getLong(3)));
    }

    interface GrantRow {
        void row(long id, long accountId, long grantedNanos, long movedNanos);
    }

    void grants(GrantRow to) {
        each(
                """
                SELECT id, account_id, granted_nanos,
                    (SELECT coalesce(sum(amount_nanos), 0) FROM transfer t
                     WHERE t.sequence = g.sequence AND t.to_ledger = g.id)
                FROM credit_grant g
                """,
                row -> to.row(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    }

    interface TransferRow {
        void row(long sequence, long from, long to, long amountNanos);
    }

    void transfers(TransferRow to) {
        each(
                "SELECT sequence, from_ledger, to_ledger, amount_nanos FROM transfer"
                        + " ORDER BY sequence, line",
                row -> to.row(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    }

    interface EntryRow {
        void row(
                long accountId,
                long sequence,
                long amountNanos,
                long balanceAfter,
                boolean takenBack,
                long movedNanos);
    }

    void entries(EntryRow to) {
        each(
                "SELECT account_id, sequence, amount_nanos, balance_after_nanos, kind, "
                        + movedOwn("e.sequence")
                        + " FROM account_entry e ORDER BY account_id, sequence",
                row ->
                        to.row(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getInt(5) == EntryKind.TAKEN_BACK.number(),
                                row.getLong(6)));
    }

    interface QuarantineRow {
        void row(RequestId id, long accountId, long keptNanos, long heldNanos);
    }

    void quarantines(QuarantineRow to) {
        each(
                "SELECT q.request_id, q.account_id, q.held_nanos, coalesce(r.held_nanos, 0)"
                        + " FROM quarantine q LEFT JOIN usage_record r ON r.sequence = q.sequence",
                row ->
                        to.row(
                                SqlBytes.toRequestId(row.getBytes(1)),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4)));
    }

    interface RecordRow {
        void row(
                long sequence,
                RequestId id,
                long accountId,
                boolean unrated,
                long heldNanos,
                long overrunNanos,
                UsageSums.Charged charged,
                long endedSequence);
    }

    void records(RecordRow to) {
        each(
                "SELECT r.sequence, r.request_id, r.account_id, r.unrated_reason <> '',"
                        + " r.held_nanos, r.overrun_nanos,"
                        + " (SELECT q.sequence FROM request q WHERE q.id = r.request_id), "
                        + charged("r")
                        + " FROM usage_record r ORDER BY r.sequence",
                row ->
                        to.row(
                                row.getLong(1),
                                SqlBytes.toRequestId(row.getBytes(2)),
                                row.getLong(3),
                                row.getBoolean(4),
                                row.getLong(5),
                                row.getLong(6),
                                charged(row, 8),
                                row.getLong(7)));
    }

    // Six columns: see UsageSums.Charged.
    private static String charged(String table) {
        String sequence = table + ".sequence";
        return String.join(
                ", ",
                table + ".price_nanos",
                table + ".fee_nanos",
                table + ".charge_nanos",
                moved(sequence + " AND to_ledger = " + LedgerAccounts.USAGE_REVENUE),
                moved(sequence + " AND to_ledger = " + LedgerAccounts.FEE_REVENUE),
                moved(sequence));
    }

    private static UsageSums.Charged charged(ResultSet row, int at) throws SQLException {
        return new UsageSums.Charged(
                row.getLong(at),
                row.getLong(at + 1),
                row.getLong(at + 2),
                row.getLong(at + 3),
                row.getLong(at + 4),
                row.getLong(at + 5));
    }

    interface RatingRow {
        void row(
                RequestId id,
                long accountId,
                long heldNanos,
                long overrunNanos,
                UsageSums.Charged charged);
    }

    // Records are found through the request's end: they have no index by request id.
    void ratings(RatingRow to) {
        each(
                "SELECT g.request_id, coalesce(r.account_id, 0), coalesce(r.held_nanos, 0),"
                        + " g.overrun_nanos, "
                        + charged("g")
                        + " FROM usage_rating g LEFT JOIN request q ON q.id = g.request_id"
                        + " LEFT JOIN usage_record r ON r.sequence = q.sequence AND"
                        + " r.unrated_reason <> ''",
                row ->
                        to.row(
                                SqlBytes.toRequestId(row.getBytes(1)),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                charged(row, 5)));
    }

    interface RefundRow {
        void row(
                RequestId id, long accountId, long amountNanos, long movedNanos, long chargedNanos);
    }

    void refunds(RefundRow to) {
        each(
                "SELECT f.request_id, coalesce(r.account_id, 0), f.amount_nanos, "
                        + movedOwn("f.sequence")
                        + ", coalesce(r.charge_nanos, 0) + coalesce(g.charge_nanos, 0)"
                        + " FROM usage_refund f LEFT JOIN request q ON q.id = f.request_id"
                        + " LEFT JOIN usage_record r ON r.sequence = q.sequence"
                        + " LEFT JOIN usage_rating g ON g.request_id = f.request_id"
                        + " ORDER BY f.request_id, f.sequence",
                row ->
                        to.row(
                                SqlBytes.toRequestId(row.getBytes(1)),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5)));
    }

    interface GoneRow {
        void row(long accountId, UsageSums.Totals totals, long enteredNanos);
    }

    /// Deleted records by account, and what the entries of the statement say that have no record.
    void gone(GoneRow to) {
        each(
                """
                SELECT g.account_id, g.calls, g.price_nanos, g.fee_nanos, g.charge_nanos,
                    g.overrun_nanos, (SELECT coalesce(-sum(e.amount_nanos), 0) FROM account_entry e
                        WHERE e.account_id = g.account_id AND e.kind = %d AND NOT EXISTS
                            (SELECT 1 FROM usage_record u WHERE u.sequence = e.sequence))
                FROM usage_record_gone g
                """
                        .formatted(EntryKind.USAGE.number()),
                row ->
                        to.row(
                                row.getLong(1),
                                new UsageSums.Totals(
                                        row.getLong(2),
                                        0,
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6),
                                        0),
                                row.getLong(7)));
    }

    interface RollupRow {
        void row(long accountId, int granularity, UsageSums.Totals totals);
    }

    void rollups(RollupRow to) {
        each(
                """
                SELECT account_id, granularity, sum(calls), sum(unrated_calls), sum(price_nanos),
                    sum(fee_nanos), sum(charge_nanos), sum(overrun_nanos), sum(refunded_nanos)
                FROM rollup GROUP BY account_id, granularity
                UNION ALL
                SELECT 0, granularity, sum(calls), sum(unrated_calls), sum(price_nanos),
                    sum(fee_nanos), sum(charge_nanos), sum(overrun_nanos), sum(refunded_nanos)
                FROM rollup_total GROUP BY granularity
                """,
                row ->
                        to.row(
                                row.getLong(1),
                                row.getInt(2),
                                new UsageSums.Totals(
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6),
                                        row.getLong(7),
                                        row.getLong(8),
                                        row.getLong(9))));
    }

    /// How many requests ended with a usage record.
    long chargedRequests() {
        long[] count = {0};
        each(
                "SELECT count(*) FROM request WHERE state IN (%d, %d)"
                        .formatted(
                                RequestState.CHARGED.number(), RequestState.QUARANTINED.number()),
                row -> count[0] = row.getLong(1));
        return count[0];
    }

    /// Whether a request ended, in any way.
    boolean hasEnded(RequestId id) {
        return state(id) != 0;
    }

    /// Whether a request ended and can never be charged again.
    boolean hasEndedForGood(RequestId id) {
        int state = state(id);
        return state != 0 && state != RequestState.EXPIRED.number();
    }

    private int state(RequestId id) {
        try {
            requestState.setBytes(1, SqlBytes.of(id));
            try (ResultSet rows = requestState.executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
