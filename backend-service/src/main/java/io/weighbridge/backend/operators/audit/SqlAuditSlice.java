package io.weighbridge.backend.operators.audit;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.util.Optional;

/// The part of the log that one page looks through, newest first. It is bounded, so that who asks
/// for what is rare keeps no reader of the store for long.
///
/// @param from lowest sequence in it; the list ends with it where it is 1 or less
/// @param before above its highest
record SqlAuditSlice(long from, long before) {
    /// The most rows of a slice: entries of the target or of the actor that is asked for, else all.
    static final int ROWS_MAX = 20_000;

    boolean isLast() {
        return from <= 1;
    }

    /// The slice that ends before a sequence.
    static SqlAuditSlice of(Handle handle, AuditFilter filter, long before, int rowsMax) {
        if (!filter.target().isEmpty()) {
            return indexed(handle, "target = :value", filter.target(), before, rowsMax);
        }
        if (!filter.actorName().isEmpty()) {
            return indexed(handle, "actor_name = :value", filter.actorName(), before, rowsMax);
        }
        long end = Math.min(before, lastSequence(handle) + 1);
        return new SqlAuditSlice(end - rowsMax, end);
    }

    private static SqlAuditSlice indexed(
            Handle handle, String where, String value, long before, int rowsMax) {
        String sql =
                "SELECT sequence FROM audit_entry WHERE "
                        + where
                        + " AND sequence < :before ORDER BY sequence DESC LIMIT 1 OFFSET :more";
        long from =
                handle.createQuery(sql)
                        .bind("value", value)
                        .bind("before", before)
                        .bind("more", rowsMax - 1)
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(0L);
        return new SqlAuditSlice(from, before);
    }

    /// The last of the time that is asked for, before this slice. Looks at all of that time in an
    /// index, so that nothing is missed where instants do not rise with the sequence.
    Optional<Long> lastBefore(Handle handle, AuditFilter filter) {
        // The primary key would lead through everything that came later.
        String sql =
                """
                SELECT max(sequence + 0) FROM audit_entry
                WHERE at_ms >= :from AND at_ms < :to AND sequence + 0 < :before
                """;
        try (Query query = handle.createQuery(sql)) {
            return query.bind("from", filter.fromMs())
                    .bind("to", filter.beforeMs())
                    .bind("before", from)
                    .mapTo(Long.class)
                    .findOne();
        }
    }

    private static long lastSequence(Handle handle) {
        return handle.createQuery("SELECT coalesce(max(sequence), 0) FROM audit_entry")
                .mapTo(Long.class)
                .one();
    }
}
