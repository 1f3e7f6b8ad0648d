package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.ActorKind;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/// The audit log in SQL.
public final class SqlAuditStore implements AuditStore {
    // No index of the time is used: the slice is of the log, or of the target's or actor's entries.
    private static final String LIST =
            """
            SELECT * FROM audit_entry
            WHERE sequence >= :first AND sequence < :before
                AND at_ms + 0 >= :from AND at_ms + 0 < :to
                AND substr(action, 1, length(:action)) = :action
            """;
    // No index of the actor is used beside the target's: the slice is of the target's entries.
    private static final String BOTH = " AND target = :target AND actor_name || '' = :actor";

    // A reply holds no more than this, so that a message's limit is kept.
    private static final long PAGE_CHARACTERS_MAX = 1_000_000;

    private final Database database;
    private final int sliceRows;

    public SqlAuditStore(Database database) {
        this(database, SqlAuditSlice.ROWS_MAX);
    }

    SqlAuditStore(Database database, int sliceRows) {
        this.database = database;
        this.sliceRows = sliceRows;
    }

    @Override
    public Bounds bounds() {
        return database.read(handle -> SqlAuditRows.bounds(handle.getConnection()));
    }

    @Override
    public void scan(long from, long to, Consumer<Row> rows) {
        database.read(
                handle -> {
                    SqlAuditRows.scan(handle.getConnection(), from, to, rows);
                    return true;
                });
    }

    @Override
    public List<Checkpoint> checkpoints() {
        return database.read(handle -> SqlAuditRows.checkpoints(handle.getConnection()));
    }

    @Override
    public void add(Checkpoint checkpoint) {
        HexFormat hex = HexFormat.of();
        database.inTransaction(
                handle ->
                        handle.execute(
                                "INSERT INTO audit_checkpoint (sequence, at_ms, hash, public_key,"
                                        + " signature) VALUES (?, ?, ?, ?, ?)",
                                checkpoint.sequence(),
                                checkpoint.atMs(),
                                hex.parseHex(checkpoint.hash()),
                                hex.parseHex(checkpoint.publicKey()),
                                hex.parseHex(checkpoint.signature())));
    }

    @Override
    public Page<AuditEntry> list(AuditFilter filter, PageKey page) {
        return database.read(
                handle ->
                        filter.sequence() == 0
                                ? list(handle, filter, page)
                                : one(handle, filter, page));
    }

    private Page<AuditEntry> list(Handle handle, AuditFilter filter, PageKey page) {
        long before = page.after(0, Long.MAX_VALUE);
        SqlAuditSlice slice = SqlAuditSlice.of(handle, filter, before, sliceRows);
        List<AuditEntry> entries = read(handle, filter, slice, page.limit());
        if (entries.isEmpty() && !slice.isLast() && isOfAnotherTime(handle, filter, slice)) {
            long last = slice.lastBefore(handle, filter).orElse(0L);
            slice = SqlAuditSlice.of(handle, filter, last + 1, sliceRows);
            entries = read(handle, filter, slice, page.limit());
        }
        Page<AuditEntry> found =
                Page.within(
                        entries,
                        page,
                        AuditEntry::sequence,
                        SqlAuditStore::characters,
                        PAGE_CHARACTERS_MAX);
        return found.nextToken().isEmpty() && !slice.isLast()
                ? Page.upTo(entries, page, new long[] {slice.from()}, "")
                : found;
    }

    // Then there can be many such slices before the time that is asked for, or after it.
    private static boolean isOfAnotherTime(Handle handle, AuditFilter filter, SqlAuditSlice slice) {
        return filter.isOfATime() && read(handle, filter.ofAnyAction(), slice, 1).isEmpty();
    }

    private static Page<AuditEntry> one(Handle handle, AuditFilter filter, PageKey page) {
        long sequence = filter.sequence();
        SqlAuditSlice slice = new SqlAuditSlice(sequence, sequence + 1);
        return Page.of(read(handle, filter, slice, 1), page, AuditEntry::sequence);
    }

    private static List<AuditEntry> read(
            Handle handle, AuditFilter filter, SqlAuditSlice slice, int limit) {
        // Only what is asked for, so that the index of it is used.
        String sql = LIST + names(filter) + " ORDER BY sequence DESC LIMIT :limit";
        try (Query query = handle.createQuery(sql)) {
            query.bind("first", slice.from())
                    .bind("before", slice.before())
                    .bind("from", filter.fromMs())
                    .bind("to", filter.beforeMs())
                    .bind("action", filter.actionPrefix())
                    .bind("limit", limit);
            if (!filter.actorName().isEmpty()) {
                query.bind("actor", filter.actorName());
            }
            if (!filter.target().isEmpty()) {
                query.bind("target", filter.target());
            }
            return query.map((row, context) -> fromRow(row)).list();
        }
    }

    private static String names(AuditFilter filter) {
        if (filter.target().isEmpty()) {
            return filter.actorName().isEmpty() ? "" : " AND actor_name = :actor";
        }
        return filter.actorName().isEmpty() ? " AND target = :target" : BOTH;
    }

    private static long characters(AuditEntry entry) {
        Change change = entry.change();
        return 500L + change.before().length() + change.after().length();
    }

    private static AuditEntry fromRow(ResultSet row) throws SQLException {
        Act act =
                new Act(
                        ActorKind.byNumber(row.getInt("actor_kind")),
                        row.getLong("actor_id"),
                        row.getString("actor_name"),
                        row.getInt("role"),
                        row.getLong("session_id"),
                        row.getString("peer"),
                        row.getString("method"),
                        row.getString("reason"));
        return new AuditEntry(
                row.getLong("sequence"),
                new Change(
                        act,
                        row.getLong("at_ms"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("before"),
                        row.getString("after"),
                        row.getString("reason")),
                HexFormat.of().formatHex(row.getBytes("hash")));
    }
}
