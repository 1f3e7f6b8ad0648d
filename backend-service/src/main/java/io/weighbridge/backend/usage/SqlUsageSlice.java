package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.paging.PageKey;

import org.jdbi.v3.core.Handle;

import java.util.Optional;

/// The part of the list of usage records that one page looks through, newest first. It is bounded,
/// so that who asks for what is rare, and has no index, keeps no reader of the store for long.
///
/// @param from lowest sequence in it
/// @param before above its highest
/// @param isLast whether the list ends with it
record SqlUsageSlice(long from, long before, boolean isLast) {
    /// The most rows of a slice: records, or the account's entries when there is one.
    static final int ROWS_MAX = 50_000;

    private static final SqlUsageSlice NOTHING = new SqlUsageSlice(0, 0, true);
    private static final String RECORD_FROM =
            """
            SELECT sequence, settled_at_ms FROM usage_record
            WHERE sequence >= :from ORDER BY sequence LIMIT 1
            """;
    private static final String NEWEST =
            """
            SELECT sequence FROM usage_record
            WHERE sequence < :before ORDER BY sequence DESC LIMIT 1
            """;
    private static final String ENTRIES_FROM =
            """
            SELECT sequence FROM account_entry
            WHERE account_id = :account AND sequence >= :from AND sequence < :before
            ORDER BY sequence DESC LIMIT 1 OFFSET :more
            """;

    private record RecordPlace(long sequence, long atMs) {}

    /// The slice that a page begins in.
    ///
    /// @param accountId 0 for all accounts
    static SqlUsageSlice of(
            Handle handle, RecordFilter filter, long accountId, PageKey page, int rowsMax) {
        long before = page.after(0, Long.MAX_VALUE);
        if (filter.toMs() != 0) {
            before = Math.min(before, firstSequenceAt(handle, filter.toMs()));
        }
        // No record is older than the first, whatever entries there still are.
        long first =
                filter.fromMs() != 0
                        ? firstSequenceAt(handle, filter.fromMs())
                        : recordFrom(handle, 0).map(RecordPlace::sequence).orElse(before);
        Optional<Long> newest = newest(handle, before);
        if (newest.isEmpty() || newest.get() < first) {
            return NOTHING;
        }
        // Sequences that are no records of usage only make a slice of all accounts smaller.
        long from =
                accountId == 0
                        ? newest.get() - rowsMax + 1
                        : entriesFrom(handle, accountId, first, before, rowsMax);
        return from <= first
                ? new SqlUsageSlice(first, before, true)
                : new SqlUsageSlice(from, before, false);
    }

    private static Optional<Long> newest(Handle handle, long before) {
        return handle.createQuery(NEWEST).bind("before", before).mapTo(Long.class).findOne();
    }

    private static long entriesFrom(
            Handle handle, long accountId, long first, long before, int rowsMax) {
        return handle.createQuery(ENTRIES_FROM)
                .bind("account", accountId)
                .bind("from", first)
                .bind("before", before)
                .bind("more", rowsMax - 1)
                .mapTo(Long.class)
                .findOne()
                .orElse(first);
    }

    private static Optional<RecordPlace> recordFrom(Handle handle, long sequence) {
        return handle.createQuery(RECORD_FROM)
                .bind("from", sequence)
                .map((row, context) -> new RecordPlace(row.getLong(1), row.getLong(2)))
                .findOne();
    }

    // The sequence from which on records are not before an instant. Instants never fall along the
    // ledger, so bisecting the sequence finds it with a few dozen look-ups at most.
    static long firstSequenceAt(Handle handle, long atMs) {
        long low = 0;
        long high =
                handle.createQuery("SELECT folded_sequence + 1 FROM ledger_state")
                        .mapTo(Long.class)
                        .one();
        while (low < high) {
            long middle = (low + high) >>> 1;
            Optional<RecordPlace> record = recordFrom(handle, middle);
            if (record.isEmpty() || record.get().atMs >= atMs) {
                high = middle;
            } else {
                low = record.get().sequence + 1;
            }
        }
        return low;
    }
}
