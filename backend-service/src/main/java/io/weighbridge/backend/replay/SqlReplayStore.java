package io.weighbridge.backend.replay;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Replays in SQL.
public final class SqlReplayStore implements ReplayStore {
    private static final String SUMS =
            "calls, before_nanos, after_nanos, unpriced_calls, unpriced_before_nanos, costed_calls,"
                    + " cost_nanos, costed_before_nanos, costed_after_nanos";
    private static final String SUM_VALUES = "?, ?, ?, ?, ?, ?, ?, ?, ?";
    private static final String PUT =
            """
            INSERT INTO replay (id, book_id, book_version, from_ms, to_ms, state, why, asked_at_ms,
                ended_at_ms, done_to_ms, not_charged, %s)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, %s)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, why = excluded.why,
                ended_at_ms = excluded.ended_at_ms, done_to_ms = excluded.done_to_ms,
                not_charged = excluded.not_charged, calls = excluded.calls,
                before_nanos = excluded.before_nanos, after_nanos = excluded.after_nanos,
                unpriced_calls = excluded.unpriced_calls,
                unpriced_before_nanos = excluded.unpriced_before_nanos,
                costed_calls = excluded.costed_calls, cost_nanos = excluded.cost_nanos,
                costed_before_nanos = excluded.costed_before_nanos,
                costed_after_nanos = excluded.costed_after_nanos
            """
                    .formatted(SUMS, SUM_VALUES);
    private static final String ADD_LINE =
            """
            INSERT INTO replay_line (replay_id, of_service, id, more_nanos, dry_at_ms, %s)
            VALUES (?, ?, ?, ?, ?, %s)
            """
                    .formatted(SUMS, SUM_VALUES);
    private static final String ACCOUNTS =
            """
            SELECT * FROM replay_line WHERE replay_id = :replay AND of_service = 0
                AND (more_nanos < :more OR (more_nanos = :more AND id > :id))
            ORDER BY more_nanos DESC, id LIMIT :limit
            """;
    private static final String OLDEST_KEPT =
            "SELECT id FROM replay ORDER BY id DESC LIMIT 1 OFFSET " + (KEPT_MAX - 1);

    private static final int LINES_AT_ONCE = 5_000;

    private record Row(ReplayLine line, long moreNanos) {}

    private final Database database;

    public SqlReplayStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(Replay replay, Change change) {
        var _ =
                database.inTransaction(
                        handle -> {
                            put(handle, replay);
                            SqlAuditTrail.append(handle, change);
                            return true;
                        });
    }

    @Override
    public void cancel(Change change) {
        var _ =
                database.inTransaction(
                        handle -> {
                            SqlAuditTrail.append(handle, change);
                            return true;
                        });
    }

    // Lines first, some at a time: the writer is shared with all who settle. Without the end nobody
    // asks for them.
    @Override
    public void end(Replay replay, List<ReplayLine> accounts, List<ReplayLine> services) {
        var _ =
                database.inTransaction(
                        handle ->
                                handle.execute(
                                        "DELETE FROM replay_line WHERE replay_id = ?",
                                        replay.id()));
        for (int from = 0; from < accounts.size(); from += LINES_AT_ONCE) {
            List<ReplayLine> some =
                    accounts.subList(from, Math.min(from + LINES_AT_ONCE, accounts.size()));
            var _ =
                    database.inTransaction(
                            handle -> {
                                put(handle, replay.id(), some, 0);
                                return true;
                            });
        }
        var _ =
                database.inTransaction(
                        handle -> {
                            put(handle, replay.id(), services, 1);
                            put(handle, replay);
                            forget(handle);
                            return true;
                        });
    }

    private static void put(Handle handle, Replay replay) {
        List<Object> values =
                new ArrayList<>(
                        List.of(
                                replay.id(),
                                replay.bookId(),
                                replay.bookVersion(),
                                replay.fromMs(),
                                replay.toMs(),
                                replay.state().number(),
                                replay.why(),
                                replay.askedAtMs(),
                                replay.endedAtMs(),
                                replay.doneToMs(),
                                replay.notCharged()));
        values.addAll(values(replay.sums()));
        handle.execute(PUT, values.toArray());
    }

    private static void put(Handle handle, long id, List<ReplayLine> lines, int ofService) {
        if (lines.isEmpty()) {
            return;
        }
        try (var batch = handle.prepareBatch(ADD_LINE)) {
            for (ReplayLine each : lines) {
                List<Object> values =
                        new ArrayList<>(
                                List.of(
                                        id,
                                        ofService,
                                        each.id(),
                                        each.sums().moreNanos(),
                                        each.dryAtMs()));
                values.addAll(values(each.sums()));
                batch.add(values.toArray());
            }
            var _ = batch.execute();
        }
    }

    private static List<Object> values(Sums sums) {
        return List.of(
                sums.calls(),
                sums.beforeNanos(),
                sums.afterNanos(),
                sums.unpricedCalls(),
                sums.unpricedBeforeNanos(),
                sums.costedCalls(),
                sums.costNanos(),
                sums.costedBeforeNanos(),
                sums.costedAfterNanos());
    }

    private static void forget(Handle handle) {
        Optional<Long> oldest = handle.createQuery(OLDEST_KEPT).mapTo(Long.class).findOne();
        if (oldest.isPresent()) {
            handle.execute("DELETE FROM replay_line WHERE replay_id < ?", oldest.get());
            handle.execute("DELETE FROM replay WHERE id < ?", oldest.get());
        }
    }

    @Override
    public List<Replay> running() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM replay WHERE state = 1 ORDER BY id")
                                .map((row, context) -> replay(row))
                                .list());
    }

    @Override
    public Optional<Replay> find(long id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM replay WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> replay(row))
                                .findOne());
    }

    @Override
    public Page<Replay> list(PageKey page) {
        return PageReader.falling(
                database,
                page,
                "SELECT * FROM replay WHERE id < :before ORDER BY id DESC LIMIT :limit",
                Map.of(),
                (row, context) -> replay(row),
                Replay::id);
    }

    @Override
    public Page<ReplayLine> accounts(long id, PageKey page) {
        List<Row> rows =
                database.read(
                        handle ->
                                handle.createQuery(ACCOUNTS)
                                        .bind("replay", id)
                                        .bind("more", page.after(0, Long.MAX_VALUE))
                                        .bind("id", page.after(1, 0))
                                        .bind("limit", page.limit())
                                        .map((row, context) -> line(row))
                                        .list());
        return Page.ofKeys(rows, page, row -> new long[] {row.moreNanos, row.line.id()})
                .map(Row::line);
    }

    @Override
    public List<ReplayLine> services(long id) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM replay_line WHERE replay_id = :id"
                                                + " AND of_service = 1 ORDER BY id")
                                .bind("id", id)
                                .map((row, context) -> line(row).line)
                                .list());
    }

    private static Replay replay(ResultSet row) throws SQLException {
        return new Replay(
                row.getLong("id"),
                row.getLong("book_id"),
                row.getLong("book_version"),
                row.getLong("from_ms"),
                row.getLong("to_ms"),
                ReplayState.byNumber(row.getInt("state")),
                row.getString("why"),
                row.getLong("asked_at_ms"),
                row.getLong("ended_at_ms"),
                row.getLong("done_to_ms"),
                row.getLong("not_charged"),
                sums(row));
    }

    private static Row line(ResultSet row) throws SQLException {
        return new Row(
                new ReplayLine(row.getLong("id"), sums(row), row.getLong("dry_at_ms")),
                row.getLong("more_nanos"));
    }

    private static Sums sums(ResultSet row) throws SQLException {
        return new Sums(
                row.getLong("calls"),
                row.getLong("before_nanos"),
                row.getLong("after_nanos"),
                row.getLong("unpriced_calls"),
                row.getLong("unpriced_before_nanos"),
                row.getLong("costed_calls"),
                row.getLong("cost_nanos"),
                row.getLong("costed_before_nanos"),
                row.getLong("costed_after_nanos"));
    }
}
