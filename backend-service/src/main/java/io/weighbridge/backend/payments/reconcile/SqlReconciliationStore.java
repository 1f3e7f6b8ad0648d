package io.weighbridge.backend.payments.reconcile;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.SqlNoticeRows;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;
import io.weighbridge.model.Nanos;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reports in SQL.
public final class SqlReconciliationStore implements ReconciliationStore {
    private static final String PUT =
            """
            INSERT INTO reconciliation (id, day, from_ms, to_ms, state, why, automatic, attempt,
                asked_at_ms, started_at_ms, ended_at_ms, payments, differences)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, why = excluded.why,
                started_at_ms = excluded.started_at_ms, ended_at_ms = excluded.ended_at_ms,
                payments = excluded.payments, differences = excluded.differences
            """;
    private static final String ADD_TOTAL =
            """
            INSERT INTO reconciliation_total (reconciliation_id, provider, currency, payments,
                there_arrived_nanos, there_refunded_nanos, there_disputed_nanos,
                here_arrived_nanos, here_refunded_nanos, here_disputed_nanos, due_nanos,
                credited_nanos, ledger_nanos)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String ADD_DIFFERENCE =
            """
            INSERT INTO reconciliation_difference (reconciliation_id, number, kind, provider,
                reference, payment_id, order_id, account_id, currency, expected_nanos,
                found_nanos, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    // In whole units and the rest: a sum of nanos could be more than a long.
    private static final String GAPS =
            """
            SELECT reconciliation_id, currency,
                SUM(ABS(expected_nanos - found_nanos) / 1000000000) AS whole,
                SUM(ABS(expected_nanos - found_nanos) % 1000000000) AS rest
            FROM reconciliation_difference
            WHERE reconciliation_id IN (<ids>) AND kind <> :currency
            GROUP BY reconciliation_id, currency ORDER BY reconciliation_id, currency
            """;
    private static final String OLDEST_KEPT =
            "SELECT id FROM reconciliation ORDER BY id DESC LIMIT 1 OFFSET " + (KEPT_MAX - 1);

    private final Database database;

    public SqlReconciliationStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(ReconciliationRun run, @Nullable Change change) {
        var _ =
                database.inTransaction(
                        handle -> {
                            put(handle, run);
                            if (change != null) {
                                SqlAuditTrail.append(handle, change);
                            }
                            return true;
                        });
    }

    private static void put(Handle handle, ReconciliationRun run) {
        handle.execute(
                PUT,
                run.id(),
                run.day().toEpochDay(),
                run.fromMs(),
                run.toMs(),
                run.state().number(),
                run.why(),
                run.isAutomatic() ? 1 : 0,
                run.attempt(),
                run.askedAtMs(),
                run.startedAtMs(),
                run.endedAtMs(),
                run.payments(),
                run.differences());
    }

    @Override
    public List<ReconciliationRun> open() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM reconciliation WHERE state <= 2 ORDER BY id")
                                .map((row, context) -> run(row))
                                .list());
    }

    @Override
    public Optional<ReconciliationRun> newestDaily() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM reconciliation WHERE automatic = 1"
                                                + " AND state > 2 ORDER BY id DESC LIMIT 1")
                                .map((row, context) -> run(row))
                                .findOne());
    }

    @Override
    public List<ReconciliationRun> of(LocalDate day) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM reconciliation WHERE day = :day ORDER BY id")
                                .bind("day", day.toEpochDay())
                                .map((row, context) -> run(row))
                                .list());
    }

    @Override
    public Optional<ReconciliationRun> find(long id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM reconciliation WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> run(row))
                                .findOne());
    }

    @Override
    public Page<ReconciliationRun> list(PageKey page) {
        return PageReader.falling(
                database,
                page,
                "SELECT * FROM reconciliation WHERE id < :before"
                        + " ORDER BY id DESC LIMIT :limit",
                Map.of(),
                (row, context) -> run(row),
                ReconciliationRun::id);
    }

    @Override
    public void begin(ReconciliationRun run) {
        add(run, null);
    }

    @Override
    public void end(
            ReconciliationRun run,
            List<Total> totals,
            List<Difference> differences,
            List<Notice> notices) {
        var _ =
                database.inTransaction(
                        handle -> {
                            put(handle, run);
                            totals.forEach(each -> put(handle, run.id(), each));
                            put(handle, run.id(), differences);
                            notices.forEach(each -> SqlNoticeRows.add(handle, each));
                            forget(handle);
                            return true;
                        });
    }

    private static void put(Handle handle, long id, Total total) {
        handle.execute(
                ADD_TOTAL,
                id,
                total.provider(),
                total.currency(),
                total.payments(),
                total.there().arrivedNanos(),
                total.there().refundedNanos(),
                total.there().disputedNanos(),
                total.here().arrivedNanos(),
                total.here().refundedNanos(),
                total.here().disputedNanos(),
                total.dueNanos(),
                total.creditedNanos(),
                total.ledgerNanos());
    }

    private static void put(Handle handle, long id, List<Difference> differences) {
        if (differences.isEmpty()) {
            return;
        }
        try (var batch = handle.prepareBatch(ADD_DIFFERENCE)) {
            for (int i = 0; i < differences.size(); i++) {
                Difference each = differences.get(i);
                batch.add(
                        id,
                        i + 1,
                        each.kind().number(),
                        each.provider(),
                        each.reference(),
                        each.paymentId(),
                        each.orderId(),
                        each.accountId(),
                        each.currency(),
                        each.expectedNanos(),
                        each.foundNanos(),
                        each.detail());
            }
            var _ = batch.execute();
        }
    }

    private static void forget(Handle handle) {
        Optional<Long> oldest = handle.createQuery(OLDEST_KEPT).mapTo(Long.class).findOne();
        if (oldest.isPresent()) {
            long id = oldest.get();
            handle.execute("DELETE FROM reconciliation_difference WHERE reconciliation_id < ?", id);
            handle.execute("DELETE FROM reconciliation_total WHERE reconciliation_id < ?", id);
            handle.execute("DELETE FROM reconciliation WHERE id < ?", id);
        }
    }

    @Override
    public List<Total> totals(long id) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM reconciliation_total WHERE reconciliation_id"
                                                + " = :id ORDER BY provider, currency")
                                .bind("id", id)
                                .map((row, context) -> total(row))
                                .list());
    }

    @Override
    public List<Gap> gaps(List<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : database.read(
                        handle ->
                                handle.createQuery(GAPS)
                                        .bindList("ids", ids)
                                        .bind("currency", DifferenceKind.CURRENCY_DIFFERS.number())
                                        .map((row, context) -> gap(row))
                                        .list());
    }

    private static Gap gap(ResultSet row) throws SQLException {
        BigInteger nanos =
                BigInteger.valueOf(row.getLong("whole"))
                        .multiply(BigInteger.valueOf(Nanos.PER_UNIT))
                        .add(BigInteger.valueOf(row.getLong("rest")));
        return new Gap(
                row.getLong("reconciliation_id"),
                row.getString("currency"),
                nanos.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
    }

    private record Numbered(int number, Difference difference) {}

    @Override
    public Page<Difference> differences(long id, PageKey page) {
        return PageReader.rising(
                        database,
                        page,
                        "SELECT * FROM reconciliation_difference"
                                + " WHERE reconciliation_id = :id AND number > :after"
                                + " ORDER BY number LIMIT :limit",
                        Map.of("id", id),
                        (row, context) -> difference(row),
                        Numbered::number)
                .map(Numbered::difference);
    }

    private static ReconciliationRun run(ResultSet row) throws SQLException {
        return new ReconciliationRun(
                row.getLong("id"),
                LocalDate.ofEpochDay(row.getLong("day")),
                row.getLong("from_ms"),
                row.getLong("to_ms"),
                ReconciliationState.byNumber(row.getInt("state")),
                row.getString("why"),
                row.getInt("automatic") == 1,
                row.getInt("attempt"),
                row.getLong("asked_at_ms"),
                row.getLong("started_at_ms"),
                row.getLong("ended_at_ms"),
                row.getLong("payments"),
                row.getLong("differences"));
    }

    private static Total total(ResultSet row) throws SQLException {
        return new Total(
                row.getString("provider"),
                row.getString("currency"),
                row.getLong("payments"),
                new Total.Money(
                        row.getLong("there_arrived_nanos"),
                        row.getLong("there_refunded_nanos"),
                        row.getLong("there_disputed_nanos")),
                new Total.Money(
                        row.getLong("here_arrived_nanos"),
                        row.getLong("here_refunded_nanos"),
                        row.getLong("here_disputed_nanos")),
                row.getLong("due_nanos"),
                row.getLong("credited_nanos"),
                row.getLong("ledger_nanos"));
    }

    private static Numbered difference(ResultSet row) throws SQLException {
        return new Numbered(
                row.getInt("number"),
                new Difference(
                        DifferenceKind.byNumber(row.getInt("kind")),
                        row.getString("provider"),
                        row.getString("reference"),
                        row.getLong("payment_id"),
                        row.getLong("order_id"),
                        row.getLong("account_id"),
                        row.getString("currency"),
                        row.getLong("expected_nanos"),
                        row.getLong("found_nanos"),
                        row.getString("detail")));
    }
}
