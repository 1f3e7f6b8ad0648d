package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.notices.SqlNoticeRows;
import io.weighbridge.backend.payments.CardOrders;
import io.weighbridge.backend.payments.store.SqlOrderStore;
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

/// Automatic top-ups and their attempts in SQL.
public final class SqlAutoTopUpStore implements AutoTopUpStore {
    private static final String PUT =
            """
            INSERT INTO auto_topup (account_id, version, state, reason, threshold_nanos,
                amount_nanos, daily_cap_nanos, monthly_cap_nanos, failures, next_try_ms,
                changed_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (account_id) DO UPDATE SET version = excluded.version,
                state = excluded.state, reason = excluded.reason,
                threshold_nanos = excluded.threshold_nanos, amount_nanos = excluded.amount_nanos,
                daily_cap_nanos = excluded.daily_cap_nanos,
                monthly_cap_nanos = excluded.monthly_cap_nanos, failures = excluded.failures,
                next_try_ms = excluded.next_try_ms, changed_at_ms = excluded.changed_at_ms
            WHERE auto_topup.version = excluded.version - 1
            """;
    private static final String INSERT_ATTEMPT =
            """
            INSERT INTO auto_attempt (id, account_id, order_id, card_id, total_nanos, outcome, code,
                asked, next_ask_ms, started_at_ms, ended_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    // What may have been charged counts, and what is paid or on its way after all; also what was
    // begun before and is charged since, or may be.
    private static final String SPENT =
            """
            SELECT coalesce(sum(a.total_nanos), 0) FROM auto_attempt a
            JOIN topup_order o ON o.id = a.order_id
            WHERE a.account_id = :account
                AND (a.started_at_ms >= :from OR a.ended_at_ms = 0
                    OR (a.outcome = 2 AND a.ended_at_ms >= :from))
                AND (a.outcome IN (1, 2) OR o.state IN (2, 3))
            """;

    private final Database database;

    public SqlAutoTopUpStore(Database database) {
        this.database = database;
    }

    @Override
    public AutoTopUp find(long accountId) {
        return database.read(handle -> find(handle, accountId));
    }

    private static AutoTopUp find(Handle handle, long accountId) {
        return handle.createQuery("SELECT * FROM auto_topup WHERE account_id = :account")
                .bind("account", accountId)
                .map((row, context) -> topUp(row))
                .findOne()
                .orElseGet(() -> AutoTopUp.none(accountId));
    }

    @Override
    public boolean put(AutoTopUp topUp, Change change) {
        return database.inGroup(
                handle -> SqlAuditTrail.appendIf(put(handle, topUp), handle, change));
    }

    private static boolean put(Handle handle, AutoTopUp topUp) {
        int written =
                handle.execute(
                        PUT,
                        topUp.accountId(),
                        topUp.version(),
                        topUp.state().number(),
                        topUp.reason(),
                        topUp.thresholdNanos(),
                        topUp.amountNanos(),
                        topUp.dailyCapNanos(),
                        topUp.monthlyCapNanos(),
                        topUp.failures(),
                        topUp.nextTryMs(),
                        topUp.changedAtMs());
        return written == 1;
    }

    @Override
    public List<AutoTopUp> due(long nowMs, long afterAccount, int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT * FROM auto_topup t
                                        WHERE state = 1 AND account_id > :after
                                            AND next_try_ms <= :now
                                            AND NOT EXISTS (SELECT 1 FROM auto_attempt a
                                                WHERE a.account_id = t.account_id
                                                    AND a.ended_at_ms = 0)
                                        ORDER BY account_id LIMIT :most
                                        """)
                                .bind("after", afterAccount)
                                .bind("now", nowMs)
                                .bind("most", most)
                                .map((row, context) -> topUp(row))
                                .list());
    }

    @Override
    public Begun begin(Attempt attempt, CardOrders.Made made, AutoTopUp topUp) {
        return database.inGroup(
                handle -> {
                    AutoTopUp now = find(handle, attempt.accountId());
                    if (now.version() != topUp.version() || !now.isArmed() || isOpen(handle, now)) {
                        return Begun.CHANGED;
                    }
                    UtcDays days = UtcDays.of(attempt.startedAtMs());
                    if (!spent(handle, now.accountId(), days).allows(attempt.totalNanos(), now)) {
                        return Begun.CAPPED;
                    }
                    SqlOrderStore.add(handle, made.order(), made.change());
                    SqlOrderStore.put(handle, made.checkout(), 0);
                    insert(handle, attempt);
                    return Begun.BEGUN;
                });
    }

    private static boolean isOpen(Handle handle, AutoTopUp topUp) {
        return handle.createQuery(
                                "SELECT count(*) FROM auto_attempt"
                                        + " WHERE account_id = :account AND ended_at_ms = 0")
                        .bind("account", topUp.accountId())
                        .mapTo(int.class)
                        .one()
                > 0;
    }

    private static void insert(Handle handle, Attempt attempt) {
        handle.execute(
                INSERT_ATTEMPT,
                attempt.id(),
                attempt.accountId(),
                attempt.orderId(),
                attempt.cardId(),
                attempt.totalNanos(),
                attempt.outcome().number(),
                attempt.code(),
                attempt.asked(),
                attempt.nextAskMs(),
                attempt.startedAtMs(),
                attempt.endedAtMs());
    }

    @Override
    public Spent spent(long accountId, UtcDays days) {
        return database.read(handle -> spent(handle, accountId, days));
    }

    private static Spent spent(Handle handle, long accountId, UtcDays days) {
        return new Spent(
                spentSince(handle, accountId, days.dayMs()),
                spentSince(handle, accountId, days.monthMs()));
    }

    private static long spentSince(Handle handle, long accountId, long fromMs) {
        return handle.createQuery(SPENT)
                .bind("account", accountId)
                .bind("from", fromMs)
                .mapTo(Long.class)
                .one();
    }

    @Override
    public List<Attempt> dueAttempts(long nowMs, int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT * FROM auto_attempt
                                        WHERE ended_at_ms = 0 AND next_ask_ms <= :now
                                        ORDER BY next_ask_ms, id LIMIT :most
                                        """)
                                .bind("now", nowMs)
                                .bind("most", most)
                                .map((row, context) -> attempt(row))
                                .list());
    }

    @Override
    public List<Attempt> dueUncharged(long nowMs, int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT * FROM auto_attempt
                                        WHERE outcome = 4 AND next_ask_ms > 0
                                            AND next_ask_ms <= :now
                                        ORDER BY next_ask_ms, id LIMIT :most
                                        """)
                                .bind("now", nowMs)
                                .bind("most", most)
                                .map((row, context) -> attempt(row))
                                .list());
    }

    @Override
    public void lookedFor(Attempt attempt, long nextMs) {
        database.inGroup(
                handle ->
                        handle.execute(
                                "UPDATE auto_attempt SET next_ask_ms = ?"
                                        + " WHERE id = ? AND outcome = 4",
                                nextMs,
                                attempt.id()));
    }

    @Override
    public Page<Attempt> attempts(long accountId, PageKey page) {
        return PageReader.falling(
                database,
                page,
                """
                SELECT * FROM auto_attempt
                WHERE account_id = :account AND id < :before
                ORDER BY id DESC LIMIT :limit
                """,
                Map.of("account", accountId),
                (row, context) -> attempt(row),
                Attempt::id);
    }

    @Override
    public void asked(Attempt attempt, long nextAskMs) {
        database.inGroup(
                handle ->
                        handle.execute(
                                "UPDATE auto_attempt SET asked = asked + 1, next_ask_ms = ?"
                                        + " WHERE id = ?",
                                nextAskMs,
                                attempt.id()));
    }

    @Override
    public boolean end(Ended ended) {
        return database.inGroup(
                handle -> {
                    Attempt attempt = ended.attempt();
                    int open =
                            handle.execute(
                                    "UPDATE auto_attempt SET outcome = ?, code = ?, ended_at_ms = ?"
                                            + " WHERE id = ? AND ended_at_ms = 0",
                                    attempt.outcome().number(),
                                    attempt.code(),
                                    attempt.endedAtMs(),
                                    attempt.id());
                    if (open == 1) {
                        endWith(handle, ended);
                    }
                    return open == 1;
                });
    }

    private static void endWith(Handle handle, Ended ended) {
        if (ended.order() != null) {
            var _ = SqlOrderStore.replace(handle, ended.order());
        }
        ended.notices().forEach(notice -> SqlNoticeRows.add(handle, notice));
        boolean isWritten = ended.topUp() != null && put(handle, ended.topUp());
        if (isWritten && ended.change() != null) {
            SqlAuditTrail.append(handle, ended.change());
        }
    }

    private static AutoTopUp topUp(ResultSet row) throws SQLException {
        return new AutoTopUp(
                row.getLong("account_id"),
                row.getLong("version"),
                AutoTopUpState.byNumber(row.getInt("state")),
                row.getString("reason"),
                row.getLong("threshold_nanos"),
                row.getLong("amount_nanos"),
                row.getLong("daily_cap_nanos"),
                row.getLong("monthly_cap_nanos"),
                row.getInt("failures"),
                row.getLong("next_try_ms"),
                row.getLong("changed_at_ms"));
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getLong("order_id"),
                row.getLong("card_id"),
                row.getLong("total_nanos"),
                AttemptOutcome.byNumber(row.getInt("outcome")),
                row.getString("code"),
                row.getInt("asked"),
                row.getLong("next_ask_ms"),
                row.getLong("started_at_ms"),
                row.getLong("ended_at_ms"));
    }
}
