package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.fact.EntryKind;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;
import io.weighbridge.backend.platform.sql.SqlBytes;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What happened to accounts' credit, read from SQL.
final class SqlStatements {
    // A caller may have used one UUID for a request and for an operation: the sequence tells them
    // apart.
    private static final String STATEMENT =
            """
            SELECT e.*, o.reason, o.note, coalesce(f.request_id, t.request_id) AS record_id
            FROM account_entry e
            LEFT JOIN operation o ON o.id = e.reference AND o.sequence = e.sequence
            LEFT JOIN usage_refund f ON f.sequence = e.sequence
            LEFT JOIN usage_rating t ON t.sequence = e.sequence
            WHERE e.account_id = :account AND e.sequence >= :from AND e.sequence < :to
                AND e.amount_nanos <> 0
            """;
    private static final String OLDEST_FIRST =
            STATEMENT + "AND e.sequence > :after ORDER BY e.sequence LIMIT :limit";
    private static final String NEWEST_FIRST =
            STATEMENT + "AND e.sequence < :before ORDER BY e.sequence DESC LIMIT :limit";
    private static final String BALANCE_BEFORE =
            """
            SELECT balance_after_nanos FROM account_entry
            WHERE account_id = :account AND sequence < :before ORDER BY sequence DESC LIMIT 1
            """;
    private static final String ENTRY_FROM =
            """
            SELECT sequence, at_ms FROM account_entry
            WHERE account_id = :account AND sequence >= :from ORDER BY sequence LIMIT 1
            """;

    private final Database database;

    SqlStatements(Database database) {
        this.database = database;
    }

    long balanceBefore(long accountId, long atMs) {
        return database.read(
                handle ->
                        handle.createQuery(BALANCE_BEFORE)
                                .bind("account", accountId)
                                .bind("before", firstSequenceAt(handle, accountId, atMs))
                                .mapTo(Long.class)
                                .findOne()
                                .orElse(0L));
    }

    private record EntryPlace(long sequence, long atMs) {}

    // The sequence from which on an account's entries are not before an instant. Instants never
    // fall along the ledger, so bisecting the sequence finds it with a few dozen look-ups at most.
    private static long firstSequenceAt(Handle handle, long accountId, long atMs) {
        long low = 0;
        long high = SqlAccountStore.foldedSequence(handle) + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            Optional<EntryPlace> entry =
                    handle.createQuery(ENTRY_FROM)
                            .bind("account", accountId)
                            .bind("from", middle)
                            .map((row, context) -> new EntryPlace(row.getLong(1), row.getLong(2)))
                            .findOne();
            if (entry.isEmpty() || entry.get().atMs >= atMs) {
                high = middle;
            } else {
                low = entry.get().sequence + 1;
            }
        }
        return low;
    }

    Page<StatementEntry> statement(
            long accountId, long fromMs, long toMs, boolean newestFirst, PageKey page) {
        RowMapper<StatementEntry> entry = (row, context) -> entryFromRow(row);
        ToLongFunction<StatementEntry> number = StatementEntry::sequence;
        return database.read(
                handle -> {
                    long from = firstSequenceAt(handle, accountId, fromMs);
                    long to = firstSequenceAt(handle, accountId, toMs);
                    var values = Map.of("account", accountId, "from", from, "to", to);
                    return newestFirst
                            ? PageReader.falling(handle, page, NEWEST_FIRST, values, entry, number)
                            : PageReader.rising(handle, page, OLDEST_FIRST, values, entry, number);
                });
    }

    private static StatementEntry entryFromRow(ResultSet row) throws SQLException {
        EntryKind kind = EntryKind.byNumber(row.getInt("kind"));
        byte @Nullable [] reference = row.getBytes("reference");
        boolean isUsage = kind == EntryKind.USAGE || kind == EntryKind.QUARANTINE;
        byte @Nullable [] record = isUsage ? reference : row.getBytes("record_id");
        String note = row.getString("note");
        return new StatementEntry(
                row.getLong("sequence"),
                row.getLong("at_ms"),
                kind,
                row.getLong("amount_nanos"),
                row.getLong("balance_after_nanos"),
                record != null ? SqlBytes.toRequestId(record) : null,
                !isUsage && reference != null ? SqlBytes.toUuid(reference) : null,
                row.getInt("reason"),
                note == null ? "" : note);
    }
}
