package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.paging.PageKey;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/// Gathers a page of sums from windows of whole buckets, each of so many rows that a page costs
/// about as much in a long span of time as in a short one. It ends after some windows, empty where
/// none of their rows is asked for: who asks for what is rare keeps no reader of the store for
/// long.
///
/// @param rows that are looked at in a window, and a bucket's more
public record SqlBucketWindows(int rows) {
    /// Windows of the usual size.
    public static final SqlBucketWindows USUAL = new SqlBucketWindows(20_000);

    private static final int WINDOWS_MAX = 5;

    /// Where to look.
    ///
    /// @param table has `bucket_at_ms`
    /// @param where what an index leads to, in terms of `values`: not only what is asked for, but
    ///     all rows that are looked at
    /// @param values that it names, but for `from` and `to`
    /// @param fromMs begin of the first bucket
    /// @param toMs end of the last one
    /// @param bucketEnd end of the bucket of the answer that a row's bucket is in
    public record Span(
            String table,
            String where,
            Map<String, Object> values,
            long fromMs,
            long toMs,
            LongUnaryOperator bucketEnd) {}

    /// Reads sums of a window, the first in the list's order. One that was not read to its end is
    /// the page's last.
    public interface Window<T> {
        Found<T> sums(long fromMs, long endMs, int limit);
    }

    /// What was found.
    ///
    /// @param endMs begin of the first bucket that was not looked at; of no meaning where as many
    ///     were found as asked for
    public record Found<T>(List<T> sums, long endMs) {}

    /// Reads a page, window after window.
    public <T> Found<T> read(Handle handle, Span span, PageKey page, Window<T> window) {
        List<T> sums = new ArrayList<>();
        // A token can be made up.
        long from = Math.max(page.after(0, span.fromMs), span.fromMs - 1);
        boolean isWhole = true;
        for (int i = 0; i < WINDOWS_MAX && isWhole && from < span.toMs; i++) {
            long end = end(handle, span, from);
            Found<T> found = window.sums(from, end, page.limit() - sums.size());
            sums.addAll(found.sums);
            from = found.endMs;
            isWhole = from >= end && sums.size() < page.limit();
        }
        return new Found<>(sums, from);
    }

    private long end(Handle handle, Span span, long from) {
        return row(handle, span, from, span.toMs, rows)
                .map(span.bucketEnd::applyAsLong)
                .orElse(span.toMs);
    }

    /// The first kept bucket between two instants whose rows are looked at.
    public static Optional<Long> first(Handle handle, Span span, long fromMs, long toMs) {
        return row(handle, span, fromMs, toMs, 0);
    }

    private static Optional<Long> row(Handle handle, Span span, long from, long to, int before) {
        String sql =
                """
                SELECT bucket_at_ms FROM %s WHERE %s
                ORDER BY bucket_at_ms LIMIT 1 OFFSET :before
                """
                        .formatted(span.table, span.where);
        return handle.createQuery(sql)
                .bindMap(span.values)
                .bind("from", from)
                .bind("to", to)
                .bind("before", before)
                .mapTo(Long.class)
                .findOne();
    }
}
