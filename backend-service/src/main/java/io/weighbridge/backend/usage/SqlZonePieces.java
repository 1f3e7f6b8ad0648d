package io.weighbridge.backend.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// Buckets of a zone in SQL: the pieces of kept buckets that they are made of, put together. Their
/// numbers are values and no part of the text, so that there are few texts.
///
/// @param byMinute false where nothing is kept by minute
public record SqlZonePieces(ZoneBuckets buckets, boolean byMinute) {
    /// In one go: a page ends where more would be needed, so that a long span of time keeps no
    /// reader of the store for long.
    static final int STATEMENTS_MAX = 20;

    // Of one statement.
    private static final int PIECES_MAX = 100;

    /// Tells where the first kept bucket between two instants begins.
    public interface Kept {
        Optional<Long> first(long fromMs, long endMs);
    }

    /// Reads sums of a few pieces, the first in the list's order.
    public interface Part<T> {
        List<T> sums(List<ZonePiece> pieces, int limit);
    }

    /// Sums of the buckets that begin between two instants, a few buckets at a time. Time in which
    /// there is nothing is leapt over.
    public <T> SqlBucketWindows.Found<T> read(
            long from, long end, int limit, Kept kept, Part<T> part) {
        List<T> sums = new ArrayList<>();
        long begin = buckets.begin(from);
        long at = begin == from ? begin : buckets.next(begin);
        for (int i = 0; i < STATEMENTS_MAX && at < end && sums.size() < limit; i++) {
            at = leap(at, end, kept);
            List<ZonePiece> pieces = new ArrayList<>();
            while (at < end && pieces.size() < PIECES_MAX) {
                long next = buckets.next(at);
                pieces.addAll(ZonePiece.of(at, next, byMinute));
                at = next;
            }
            if (!pieces.isEmpty()) {
                sums.addAll(part.sums(pieces, limit - sums.size()));
            }
        }
        return new SqlBucketWindows.Found<>(sums, at);
    }

    // A kept hour can have begun before a bucket that has a part of it.
    private long leap(long at, long end, Kept kept) {
        return kept.first(Granularity.HOUR.bucketMs(at), end)
                .map(first -> Math.max(at, buckets.begin(first)))
                .orElse(end);
    }

    /// A table of these pieces.
    ///
    /// @param select the columns beside the bucket, and the table, and what of it in terms of
    ///     [#range]
    public static String union(List<ZonePiece> pieces, IntFunction<String> select) {
        List<String> parts = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            parts.add("SELECT CAST(:bucket" + i + " AS BIGINT) AS bucket_at_ms" + select.apply(i));
        }
        return "(" + String.join("\nUNION ALL\n", parts) + ") AS pieces";
    }

    /// The kept buckets of a piece.
    public static String range(int i) {
        return "granularity = :granularity"
                + i
                + " AND bucket_at_ms >= :from"
                + i
                + " AND bucket_at_ms < :to"
                + i;
    }

    /// Adds what [#union] and [#range] name.
    public static void bind(List<ZonePiece> pieces, Map<String, Object> values) {
        for (int i = 0; i < pieces.size(); i++) {
            ZonePiece piece = pieces.get(i);
            values.put("bucket" + i, piece.bucketMs());
            values.put("granularity" + i, piece.granularity().number());
            values.put("from" + i, piece.fromMs());
            values.put("to" + i, piece.toMs());
        }
    }
}
